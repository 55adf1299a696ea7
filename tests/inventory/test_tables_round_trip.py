"""What is written as tables is read back, all of it: as a workbook, as CSV, whatever it says."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from continuity.dashboard.actions import ensure_demo
from continuity.inventory import actions
from continuity.inventory.exporters import csv_flat, csv_tables, portable, xlsx
from continuity.inventory.exporters.portable import export
from continuity.inventory.portable import read
from continuity.inventory.tables.escapes import for_xml, from_xml, neutral, untold
from continuity.orgs.actor import Actor
from tests.examples import examples
from tests.portfolios import dependency, function, option, portfolio, portfolios
from tests.shared import sample
from tests.tables import NOTHING, renamed, taken, told

QUIET = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
PREFIXES = [
    "",
    "=",
    "+1",
    "-",
    "@x ",
    "'",
    "''=",
    " ",
    '"q" ',
    "a; ",
    'a,b"',
    "％",
    "_x000D_",
    "x005F_",
]
TEXTS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "''twice", "'=1", " around ", "'s-Hertogenbosch"),
    *("a\nb", "a\r\nb", "a\rb", "\t tab", '"', '""', ";", "a;b", "|pipe", "%50", "＝1", "☂ zürich"),
    *("_x000D_", "_x005F_x000D_", "x005F_", "\ufffe", "TRUE", "12", "1e5", "2026-02-01", "#N/A"),
    "https://x.example/?a=1&b=<c>",
]
LINES = [text for text in TEXTS if "\n" not in text and "\r" not in text and "\t" not in text]


@st.composite
def hostile(draw):
    """A portfolio whose names, ids and texts are what spreadsheets stumble over."""
    prefix = draw(st.sampled_from(PREFIXES))
    p = renamed(draw(portfolios(unfinished=True)), lambda id_: f"{prefix}{id_}")
    lines, texts = st.sampled_from(LINES), st.sampled_from(TEXTS)

    def option(o):
        return replace(o, name=draw(lines))

    def ask(d):
        options = tuple(map(option, d.options))
        return replace(d, name=draw(lines), description=draw(texts), options=options)

    def whole(f, n):
        asks = tuple(map(ask, f.dependencies))
        return replace(f, name=f"{draw(lines)}{n}", description=draw(texts), dependencies=asks)

    def step(s):
        return replace(s, title=draw(lines), role=draw(lines), instruction=draw(texts))

    return replace(
        p,
        functions=tuple(whole(f, n) for n, f in enumerate(p.functions)),
        runbooks=tuple(
            replace(r, title=draw(lines), summary=draw(texts), steps=tuple(map(step, r.steps)))
            for r in p.runbooks
        ),
    )


def apart(p):
    """Names tell functions apart in the inventory, so two of one name are another test."""
    assume(len({f.name for f in p.functions}) == len(p.functions))
    return p


@QUIET
@given(p=portfolios() | portfolios(unfinished=True) | hostile())
def test_a_workbook_comes_back_equal(p):
    back = taken(xlsx.write(apart(p)), "file.xlsx")
    assert told(back) == []
    assert back.portfolio == p


@QUIET
@given(p=portfolios() | portfolios(unfinished=True) | hostile())
def test_an_archive_of_csv_comes_back_equal(p):
    back = taken(csv_tables.write(apart(p)), "file.zip")
    assert told(back) == []
    assert back.portfolio == p


@QUIET
@given(p=portfolios() | hostile())
def test_one_table_comes_back_with_all_functions(p):
    held = replace(apart(p), functions=())
    back = taken(csv_flat.write(p), held=held)
    assert told(back) == []
    assert back.portfolio.functions == p.functions


def test_the_sample_comes_back_by_every_way():
    p = read(sample("examples/harbour.portfolio.json").read_bytes())
    assert taken(xlsx.write(p), "file.xlsx").portfolio == p
    assert taken(csv_tables.write(p), "file.zip").portfolio == p
    assert read(portable.write(p)) == p


any_text = st.text(max_size=40) | st.sampled_from(TEXTS)


@given(text=any_text)
def test_any_text_survives_its_apostrophe(text):
    assume(text)
    assert untold(neutral(text)) == text


@given(text=any_text)
def test_any_text_survives_xml(text):
    assert from_xml(for_xml(text)) == text


@given(text=any_text)
def test_no_text_begins_a_formula_in_csv(text):
    first = neutral(text).lstrip(' \u3000"')[:1]
    assert first not in set("=+-@\t\r|%＝＋－＠") or not first


def evil(name):
    return portfolio(function(dependency(option("gpt", "api")), name=name))


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "＝1"])
def test_what_could_be_a_formula_is_text_in_both(name):
    p = replace(evil("claims"), functions=(replace(evil("claims").functions[0], name=name),))
    book = load_workbook(io.BytesIO(xlsx.write(p)))
    cell = book["Functions"]["B2"]
    assert (cell.value, cell.data_type) == (name, "s")
    with zipfile.ZipFile(io.BytesIO(csv_tables.write(p))) as archive:
        text = archive.read("functions.csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][1] == f"'{name}"


def test_the_same_inventory_is_the_same_archive():
    assert csv_tables.write(evil("claims")) == csv_tables.write(evil("claims"))


def test_nothing_is_a_workbook_too():
    back = taken(xlsx.write(NOTHING), "file.xlsx")
    assert (told(back), back.portfolio) == ([], NOTHING)


@pytest.mark.slow
@pytest.mark.parametrize("write", [xlsx.write, csv_tables.write])
def test_the_demonstration_comes_back_unchanged(db, write):
    demo = ensure_demo()
    body = write(export(demo, timezone.localdate()))
    name = "d.xlsx" if write is xlsx.write else "d.zip"
    row = actions.upload(Actor.system(demo), SimpleUploadedFile(name, body))
    actions.work(actions.claim(timezone.now(), row.pk))
    row.refresh_from_db()
    assert (row.state, row.faults, row.outcome["nothing"]) == ("checked", [], True)
