"""What nobody sends by accident as a table is refused in one sentence, at little cost."""

import io
import zipfile

import pytest

from continuity.inventory.portable import PortableError
from continuity.inventory.tables import opening, trees
from tests.tables import archive, taken, told, workbook


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
