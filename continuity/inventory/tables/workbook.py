"""Sheets of a workbook. Formulas are text: nothing is worked out, and nothing outside is read."""

import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from continuity.inventory.portable import Fault, PortableError

from .escapes import from_xml

MOST_SHEETS = 50
BROKEN = (
    ParseError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    OverflowError,
    InvalidFileException,
)


def sheets_of_workbook(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, list[Any]]]]]:
    with path.open("rb") as opened:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what openpyxl leaves out, such as pictures
                book = load_workbook(opened, read_only=True, keep_links=False)
        except (*BROKEN, DefusedXmlException) as fault:
            raise _broken(fault) from fault
        for sheet in book.worksheets[:MOST_SHEETS]:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # what it says of its size may be anything
                yield sheet.title, _rows(sheet)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [v if v.__class__ in _SIMPLE else _cell(v) for v in row]
    except (*BROKEN, DefusedXmlException) as fault:
        if isinstance(fault, PortableError):
            raise
        raise _broken(fault, sheet.title) from fault


_SIMPLE = {type(None), int, float}


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return from_xml(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ArrayFormula):
        return str(value.text)
    if isinstance(value, DataTableFormula):
        return "="
    return value


def _broken(fault: BaseException, sheet: str = "") -> PortableError:
    if isinstance(fault, DefusedXmlException):
        sentence = _("declares entities of its own, which no table needs.")
    else:
        sentence = _("is damaged, or no workbook: open it in a spreadsheet and save it anew.")
    place = _("Sheet “%(name)s”") % {"name": sheet} if sheet else "$"
    return PortableError([Fault(place, sentence)])
