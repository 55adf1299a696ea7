"""A file's bytes to sheets, each a name and its rows. What is too large is refused before it is
read, what is compressed before it is unpacked."""

import csv
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from continuity.inventory.portable import Fault, PortableError

from .cells import LONGEST_CELL
from .texts import lines_of
from .values import Cell
from .workbook import sheets_of_workbook

MOST_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 1000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_STRINGS = 40 * 1024 * 1024  # of a workbook's table of texts, which is held in memory
MOST_RATIO = 100
SMALL = 10 * 1024 * 1024  # below it a high ratio is no bomb
MOST_SHEETS = 50
HEAD = 4096

csv.field_size_limit(4 * LONGEST_CELL)


@dataclass
class Sheet:
    """``name`` empty: the only one of its file. ``rows``: numbered as people see them, from 1."""

    name: str
    rows: Iterator[tuple[int, list[Cell]]]
    kind: str = "sheet"


def refuse(sentence: str, place: str = "$") -> PortableError:
    return PortableError([Fault(place, sentence)])


def sheets(path: Path, notes: list[str]) -> Iterator[Sheet]:
    """``notes`` are added while the rows are read."""
    if path.stat().st_size > MOST_BYTES:
        raise refuse(_("is larger than %(n)s MB. Split it.") % {"n": MOST_BYTES // 1024**2})
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(_("is an old workbook, or one with a password: save it as .xlsx without one."))
    if not head.startswith(b"PK"):
        yield Sheet("", _numbered(path, notes, ""))
        return
    names = check_archive(path)
    if "[Content_Types].xml" in names:
        for name, rows in sheets_of_workbook(path):
            yield Sheet(name, rows)
        return
    tables = [name for name in names if name.lower().endswith((".csv", ".tsv"))]
    if not tables:
        raise refuse(_("is an archive without a .csv file in it, and no workbook."))
    for name in tables[:MOST_SHEETS]:
        yield Sheet(PurePosixPath(name).stem, _numbered(path, notes, name), "file")


def _numbered(path: Path, notes: list[str], entry: str) -> Iterator[tuple[int, list[Cell]]]:
    row = 0
    try:
        for row, cells in enumerate(lines_of(path, notes, entry), start=1):
            yield row, cells
    except csv.Error as fault:
        said = {"row": row + 1, "why": str(fault).split(" - ")[0]}
        raise refuse(_("cannot be read as a table from row %(row)s on: %(why)s.") % said) from fault


def check_archive(path: Path) -> list[str]:
    """The names in it, once all of it is known to be harmless to unpack."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_markup(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as fault:
        if isinstance(fault, PortableError):
            raise
        raise refuse(_("is a damaged archive or workbook: it cannot be unpacked.")) from fault
    return [entry.filename for entry in entries]


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        told = {"n": len(entries), "most": MOST_ENTRIES}
        raise refuse(_("holds %(n)s files; at most %(most)s are read.") % told)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * packed):
        told = {"n": unpacked // 1024**2 + 1, "most": MOST_UNPACKED // 1024**2}
        raise refuse(
            _("would unpack to %(n)s MB, too much for what it is: at most %(most)s MB are read, ")
            % told
            + _("and at most a hundred times its own size.")
        )
    for entry in entries:
        if sentence := _entry_fault(entry):
            raise refuse(sentence)
    if len({entry.filename for entry in entries}) < len(entries):
        raise refuse(_("holds two files of one name."))


def _entry_fault(entry: zipfile.ZipInfo) -> str | None:
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return _("holds a file whose name leads out of it.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("holds a link instead of a file.")
    if entry.flag_bits & 1:
        return _("has a password. Save it without one.")
    if entry.filename == "xl/sharedStrings.xml" and entry.file_size > MOST_STRINGS:
        return _("holds more text than is read from one workbook. Split it.")
    return None


def _check_markup(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                head = part.read(HEAD)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise refuse(_("declares entities of its own, which no table needs."))
