"""Whatever is wrong with a table is told by its place, in words that its owner uses."""

import io
import time
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook

from continuity.inventory.portable import PortableError
from continuity.inventory.tables import opening, trees
from tests.portfolios import component, dependency, function, option, portfolio
from tests.tables import NOTHING, taken, told

HEAD = "Function,Criticality,RTO,MTPD,Assessed on,Minimum capacity,Depends on\n"
HELD = portfolio(
    function(dependency(option("gpt", "openai/api"), name="classify"), name="claims"),
    function(name="letters", depends_on=("claims",)),
)


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def archive(**entries):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in entries.items():
            file.writestr(name.replace("__", "."), text)
    return body.getvalue()


CELLS = [
    ("Claims,9,1 h,8 h,,,", "column “Criticality”: is “9”; write 1 (low) to 5 (vital)"),
    ("Claims,3,soon,8 h,,,", "column “RTO”: is “soon”, which is no length of time"),
    ("Claims,3,9 h,8 h,,,", "column “RTO”: is 9 h, longer than the MTPD of 8 h."),
    ("Claims,3,,8 h,,,", "column “RTO”: is empty, and what is new needs it."),
    ("Claims,3,1 h,8 h,31.02.2026,,", "column “Assessed on”: is “31.02.2026”, a day that no"),
    ("Claims,3,1 h,8 h,2026-02-31,,", "column “Assessed on”: is “2026-02-31”, a day that no"),
    ("Claims,3,1 h,8 h,2/3/2026,,", "which can be two days; write it as 2026-03-02."),
    ("Claims,3,1 h,8 h,2126-01-01,,", "column “Assessed on”: is 2126-01-01. That day is still"),
    ("Claims,3,1 h,8 h,,50,", "column “Minimum capacity”: is “50”; write a share such as 50 %"),
    ("Claims,3,1 h,8 h,,,Nowhere", "column “Depends on”: names the unknown function “Nowhere”."),
    ("Claims,3,1 h,8 h,,,Claims", "column “Depends on”: Goes in a circle: Claims → Claims."),
    ("Claims,3,1 h,8 h,,,a;a", "column “Depends on”: names “a” twice."),
    (f"{'x' * 121},3,1 h,8 h,,,", "column “Function”: must be at most 120 characters"),
    ("Claims,3,=2*60,8 h,,,", "column “RTO”: is “=2*60”, which is no length of time"),
    ("Claims,3,1 h,8 h,,,,,too,many", "has more cells than there are columns."),
]


@pytest.mark.parametrize(("line", "words"), CELLS)
def test_a_cell_is_named_by_row_and_column(line, words):
    faults = told(taken(f"{HEAD}Good,3,1 h,8 h,,,\n{line}\n"))
    assert len(faults) == 1
    assert faults[0].startswith("Row 3")
    assert words in faults[0]


def test_a_sheet_of_a_workbook_is_named_too():
    body = workbook(
        Functions=[["Function", "RTO", "MTPD"], ["Claims", "1 h", "8 h"], ["X", "?", 9]]
    )
    (fault,) = told(taken(body, "f.xlsx"))
    assert fault.startswith("Sheet “Functions”, row 3, column “RTO”: is “?”")


def test_a_file_of_an_archive_is_named_too():
    body = archive(functions__csv="Function,RTO,MTPD\nClaims,?,8 h\n")
    (fault,) = told(taken(body, "f.zip"))
    assert fault.startswith("File “functions”, row 2, column “RTO”")


def test_two_rows_that_say_different_things_of_one_thing_name_both():
    body = "Function,RTO,MTPD\nClaims,1 h,8 h\nLetters,1 h,8 h\nClaims,2 h,8 h\n"
    (fault,) = told(taken(body))
    assert fault == "Row 4, column “RTO”: says “120”, and row 2 says “60” of the same thing."


def test_a_column_twice_is_told_by_its_letters():
    (fault,) = told(taken("Function,RTO,MTPD,rto\nClaims,1 h,8 h,1 h\n"))
    assert fault == "Row 1: calls both columns B and D “rto”."


def test_two_words_for_one_thing_are_not_guessed_between():
    mapping = {"": {"tree": "functions", "columns": {"A": "function", "B": "function"}}}
    assert told(taken("A,B\nx,y\n", mapping=mapping)) == [
        "Row 1: has two columns for one thing: “A” and “B”."
    ]


def test_a_missing_column_is_told_once():
    faults = told(taken("Function,RTO\nA,1 h\nB,2 h\n"))
    assert faults == ["$: has no column “MTPD”, and what is new needs it."]


def test_a_circle_across_the_file_and_what_stands_is_told_with_its_place():
    body = "Function,Depends on\nClaims,Letters\n"
    (fault,) = told(taken(body, held=HELD))
    assert fault.startswith("Row 2, column “Depends on”: Goes in a circle: ")
    assert "Claims → Letters → Claims" in fault or "Letters → Claims → Letters" in fault


def test_what_runs_must_be_there_at_once():
    body = "Function,RTO,MTPD,Dependency,Option,Switch time\nClaims,1 h,8 h,Ask,GPT,5\n"
    (fault,) = told(taken(body))
    assert fault.startswith("Row 2, column “Switch time”: is 5 min, but “GPT” runs")


def test_steps_that_wait_for_each_other_are_told():
    body = "Runbook,Step ID,Step,Waits for\nRestart,a,One,b\nRestart,b,Two,a\n"
    (fault,) = told(taken(body))
    assert "column “Waits for”: goes in a circle: a → b → a." in fault


# ---- what people write, understood


def only(body, **more):
    proposal = taken(body, **more)
    assert told(proposal) == []
    return proposal.portfolio.functions[0]


def test_other_languages_units_and_numbers():
    found = only(
        "Prozess;Kritikalität;RTO (h);MTPD (Tage);Mindestkapazität (%);Schaden;Verantwortlich\n"
        "Schäden prüfen;hoch;4;1,5;62,5;0: 1.200,50; 4 Std: 6 000;ada@example.org\n".replace(
            "0: 1.200,50; 4 Std: 6 000", '"0: 1.200,50; 4 Std: 6 000"'
        )
    )
    assert (found.name, found.criticality, found.rto_minutes) == ("Schäden prüfen", 4, 240)
    assert (found.mtpd_minutes, found.minimum_capacity) == (2160, 0.625)
    assert [(s.after_minutes, str(s.cost_per_hour)) for s in found.impact] == [
        (0, "1200.50"),
        (240, "6000.0"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_mark_between_cells(mark):
    body = mark.join(["Function", "RTO", "MTPD"]) + "\n" + mark.join(["Claims", "60", "480"])
    assert only(body).mtpd_minutes == 480


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding(encoding):
    proposal = taken("Function,RTO,MTPD\nPrüfung,60,480\n".encode(encoding))
    assert proposal.portfolio.functions[0].name == "Prüfung"
    assert any("Windows-1252" in note for note in proposal.notes) == (encoding == "cp1252")


def test_a_file_that_names_its_own_mark():
    assert only("sep=|\nFunction|RTO|MTPD\nClaims|60|480\n").name == "Claims"


def test_what_is_not_told_stays_as_it_is():
    found = only("Function,Criticality\nclaims,5\n", held=HELD)
    assert found == replace(HELD.functions[0], criticality=5)


def test_a_fallback_that_is_added_does_not_run():
    body = "Function,Dependency,Option,Switch time\nClaims,Classify,By hand,30 min\n"
    (ask,) = only(body, held=HELD).dependencies
    assert [o.name for o in ask.options] == ["Gpt", "By hand"]


def test_cells_left_empty_below_a_name_mean_the_name_above():
    body = "Function,RTO,MTPD,Dependency,Option\nClaims,60,480,Ask,GPT\n,,,,Claude\n"
    found = only(body)
    assert [o.name for o in found.dependencies[0].options] == ["GPT", "Claude"]


def test_many_names_without_a_latin_letter_get_ids_in_no_time():
    body = "Function,RTO,MTPD\n" + "".join(f"職{chr(0x4E00 + n)},60,480\n" for n in range(5000))
    begun = time.perf_counter()
    found = taken(body).portfolio.functions
    assert len({f.id for f in found}) == 5000
    assert time.perf_counter() - begun < 10


def test_names_of_the_file_are_found_in_any_case():
    body = "Function,RTO,MTPD,Depends on\nClaims,60,480,\nLetters,60,480,CLAIMS\n"
    proposal = taken(body)
    assert told(proposal) == []
    assert proposal.portfolio.functions[1].depends_on == ("claims",)


def test_empty_rows_are_no_rows(monkeypatch):
    monkeypatch.setattr(trees, "MOST_ROWS", 2000)
    assert only("Function,RTO,MTPD\n" + ",,\n" * 5000 + "Claims,60,480\n").name == "Claims"


def test_components_are_found_by_key_and_by_name():
    held = replace(NOTHING, components=(component("openai/api"), component("azure")))
    body = "Function,RTO,MTPD,Dependency,Option,On\nClaims,60,480,Ask,GPT,openai/api; AZURE\n"
    (ask,) = only(body, held=held).dependencies
    assert ask.options[0].on == ("openai/api", "azure")


def test_a_formula_of_a_workbook_is_text():
    body = workbook(Functions=[["Function", "RTO", "MTPD"], ['=HYPERLINK("x")', 60, 480]])
    assert only(body, name="f.xlsx").name == '=HYPERLINK("x")'


# ---- what nobody sends by accident


def refusal(body, name="f.xlsx"):
    proposal = taken(body, name)
    assert len(proposal.faults) == 1
    return told(proposal)[0]


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = archive(functions__csv="Function\n" + "\0" * (150 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert "would unpack to" in refusal(bomb, "f.zip")


def test_too_many_files_are_refused():
    many = archive(**{f"f{n}__csv": "Function\n" for n in range(opening.MOST_ENTRIES + 1)})
    assert "at most 1000 are read" in refusal(many, "f.zip")


@pytest.mark.parametrize("name", ["../f.csv", "/f.csv", "C:/f.csv", "a/../../f.csv", "..\\f.csv"])
def test_a_name_that_leads_out_is_refused(name):
    assert "leads out of it" in refusal(archive(**{"a.csv": "x", name: "Function\n"}), "f.zip")


def test_a_link_is_refused():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        link = zipfile.ZipInfo("f.csv")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert "holds a link" in refusal(body.getvalue(), "f.zip")


def with_part(part, text):
    """A workbook of which one part is replaced."""
    good = zipfile.ZipFile(io.BytesIO(workbook(Functions=[["Function"], ["Claims"]])))
    return archive(**{name: good.read(name) if name != part else text for name in good.namelist()})


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(part, encoding):
    text = ENTITY.decode().encode(encoding)
    said = refusal(with_part(part, text))
    assert "entities of its own" in said or "damaged" in said
    assert "root" not in said


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0 old", "f.xls", "old workbook"),
        (b"PK\x03\x04 broken", "f.xlsx", "damaged"),
        (b"", "f.csv", "is empty"),
        (b"\n\n", "f.csv", "is empty"),
        (b"a,b\n1,2\n", "f.csv", "no column that is understood"),
        (b"Function,RTO\0\nx,1\n", "f.csv", "NUL"),
        (b"\xff\xfeF", "f.csv", "begins as UTF-16 and is not"),
        (b'Function\n"' + b"x" * 140_000, "f.csv", "cannot be read as a table"),
        (b"Function\n" + b"x" * 40_000, "f.csv", "a cell holds at most 32767"),
        (b"Function" + b",x" * 200, "f.csv", "has 201 columns; at most 200"),
    ],
)
def test_what_is_no_table_has_one_clear_fault(body, name, words):
    assert words in refusal(body, name)


def test_a_sheet_that_claims_a_million_columns_costs_nothing():
    wide = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
        b"Function</t></is></c></row></sheetData></worksheet>"
    )
    assert told(taken(with_part("xl/worksheets/sheet1.xml", wide), "f.xlsx")) == []


def test_so_many_rows_are_read(monkeypatch):
    monkeypatch.setattr(trees, "MOST_ROWS", 3000)
    body = "Function,RTO,MTPD\n" + "".join(f"F{n},1 h,8 h\n" for n in range(4001))
    assert "is one too many: 3000 are read." in refusal(body, "f.csv")


def test_a_file_larger_than_any_table_is_refused_by_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 10)
    path = tmp_path / "f"
    path.write_bytes(b"Function,RTO\n")
    with pytest.raises(PortableError, match="is larger than"):
        list(opening.sheets(path, []))
