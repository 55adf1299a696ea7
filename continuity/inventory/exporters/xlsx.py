"""A workbook with a sheet a table. Text is written as text: none of it is a formula."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from continuity.inventory.portable import Portfolio
from continuity.inventory.tables.escapes import for_xml, neutral
from continuity.inventory.tables.writing import Table, tables

LABEL = _("Workbook (XLSX)")
ABOUT = _("Everything, a sheet a table, for a spreadsheet: change it there and take it in again.")
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDING = ".xlsx"
BOLD = Font(bold=True)
WIDTH = 24
PLAIN = " \t\r\n'"  # around which, or behind which, text is written as it is in CSV


def write(portfolio: Portfolio) -> bytes:
    return workbook(tables(portfolio))


def workbook(sheets: Iterable[Table]) -> bytes:
    book = Workbook(write_only=True)
    for table in sheets:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        for at in range(1, len(table.head) + 1):
            sheet.column_dimensions[get_column_letter(at)].width = WIDTH
        head = [_text(sheet, header) for header in table.head]
        for cell in head:
            cell.font = BOLD
        sheet.append(head)
        for row in table.rows:
            sheet.append([_text(sheet, v) if isinstance(v, str) else _plain(v) for v in row])
    body = io.BytesIO()
    save_workbook(book, body)
    return body.getvalue()


def _plain(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _text(sheet: Any, text: str) -> Any:
    """Of the type of text, so that ``=`` begins no formula; only blanks need an apostrophe."""
    if text[:1] in PLAIN or text[-1:] in PLAIN or text[-1:].isspace() or text[:1].isspace():
        text = neutral(text)
    cell = WriteOnlyCell(sheet)
    cell.value = for_xml(text)
    cell.data_type = "s"
    return cell
