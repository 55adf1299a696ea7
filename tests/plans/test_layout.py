"""How the document breaks into pages, and that every script can be read in it."""

import io

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from continuity.plans import blocks
from continuity.plans.printable import printable
from continuity.plans.render import render
from continuity.plans.rendering import stylesheet

LONG = "A text as long as the form lets people write it. " * 6


def pages_of(html, folder):
    """The words of each page, white space made even."""
    pdf = render(html, stylesheet(), b"{}", identifier="x", cache=folder).pdf
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def drawn(block):
    return render_to_string(block.template, {"block": block})


def test_a_heading_stays_with_the_head_and_the_first_rows_of_its_table(tmp_path):
    """At every height of the page, with rows of 300 letters: no row is cut, no heading alone."""
    cases = []
    for n in range(24):
        rows = tuple(
            (f"first{n}" if r == 0 else "", f"from{n}x{r} {LONG} till{n}x{r}") for r in range(3)
        )
        table = blocks.Table((f"head{n}", "What"), rows, (30, 70))
        above = "<p>line</p>" * (18 + n)
        heading = drawn(blocks.Heading(f"Heading{n}"))
        cases.append(f"<section class='chapter runbook'>{above}{heading}{drawn(table)}</section>")
    pages = pages_of("".join(cases), tmp_path)
    moved = 0
    for n in range(24):
        (page,) = [text for text in pages if f"Heading{n} " in text + " "]
        for part in (f"head{n} ", f"from{n}x0", f"till{n}x0"):
            assert part in page, (n, part)
        moved += "line" not in page
        for row in range(3):
            (page,) = [text for text in pages if f"from{n}x{row}" in text]
            assert f"till{n}x{row}" in page
    assert moved  # at least one table had no room left where it stood


def test_a_runbook_of_two_pages_says_its_title_on_both(tmp_path):
    step = {"number": "1", "title": "Step", "role": "", "minutes": "5 min", "starts": "0 min"}
    step |= {"longest": False, "after": "", "instruction": LONG * 3, "proof": "Well."}
    book = blocks.Runbook("b", "9.4", "Move", "runbook version 7", (), "", (step,) * 14)
    pages = pages_of(drawn(book), tmp_path)
    assert len(pages) >= 2
    assert all("9.4 Move · runbook version 7" in page for page in pages)
    assert all("Initials" in page for page in pages)


def test_the_target_of_a_link_is_printed(tmp_path):
    (page,) = pages_of(drawn(blocks.Rich("[status](https://status.example.org/a)")), tmp_path)
    assert "status (https://status.example.org/a)" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", ["漢字 供应商", "תוכנית", "خطة الاستمرارية", "⚠ ☎ 😀", "Größe → ≤"]
)
def test_no_script_is_printed_as_boxes(words, tmp_path):
    pdf = render(f"<p>{words}</p>", stylesheet(), b"{}", identifier="x", cache=tmp_path).pdf
    reader = PdfReader(io.BytesIO(pdf))
    assert "/Font" in reader.pages[0]["/Resources"]
    text = reader.pages[0].extract_text()
    held = set("".join(words.split()))
    assert len(held & set(text)) >= 0.6 * len(held), text


def test_nothing_that_turns_or_hides_letters_is_printed():
    turned = "pay\u202egpj.exe\u202c\x00\x07 \u2066x\u2069\ufeff"
    assert printable({"a": [turned, 1], "b": ("line\u2028two\tend",)}) == {
        "a": ["paygpj.exe x", 1],
        "b": ("line\ntwo\tend",),
    }
