"""Tables in plain text: which encoding, which mark between the cells, and the rows."""

import codecs
import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from continuity.inventory.portable import Fault, PortableError

CHUNK = 1 << 20
MARKS = ",;\t|"
SAMPLE = 64 * 1024


def lines_of(path: Path, notes: list[str], entry: str = "") -> Iterator[list[str]]:
    """The rows of a file, or of one file in an archive."""
    with ExitStack() as open_files:
        if entry:
            archive = open_files.enter_context(zipfile.ZipFile(path))

            def reopened() -> IO[bytes]:
                return open_files.enter_context(archive.open(entry))
        else:

            def reopened() -> IO[bytes]:
                return open_files.enter_context(path.open("rb"))

        encoding, errors = _encoding(reopened(), notes)
        text = io.TextIOWrapper(reopened(), encoding, errors, newline="")
        mark, skip = _mark(text.read(SAMPLE))
        text = io.TextIOWrapper(reopened(), encoding, errors, newline="")
        if skip:
            text.readline()
        yield from csv.reader(text, delimiter=mark, strict=False)


def _encoding(file: IO[bytes], notes: list[str]) -> tuple[str, str]:
    """By its mark, else UTF-8 if all of it is, else Windows-1252, which is said; and what becomes
    of bytes that mean nothing."""
    head = file.read(4)
    if head.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    chunk = head
    try:
        while chunk:
            _refuse_nul(decoder.decode(chunk))
            chunk = file.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        if encoding != "utf-8":
            raise PortableError(
                [Fault("$", _("begins as %(name)s and is not.") % {"name": encoding.upper()})]
            ) from fault
        while chunk:
            _refuse_nul(chunk.decode("latin-1"))
            chunk = file.read(CHUNK)
        notes.append(
            _("The file is not UTF-8: its letters were read as Windows-1252, as Excel writes them.")
        )
        return "windows-1252", "replace"
    return encoding, "strict"


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise PortableError(
            [Fault("$", _("holds NUL characters: it is no table. Save it as CSV or .xlsx."))]
        )


def _mark(sample: str) -> tuple[str, bool]:
    """What parts the cells, and whether the first line only says so, as Excel has it."""
    first = sample.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], True
    counts: Counter[str] = Counter()
    for line in sample.splitlines():
        if not line.strip():
            continue
        quoted = False
        for char in line:
            if char == '"':
                quoted = not quoted
            elif char in MARKS and not quoted:
                counts[char] += 1
        break
    return max(MARKS, key=lambda mark: counts[mark]), False
