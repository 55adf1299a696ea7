"""Rows as lines of CSV in which nothing is a formula: see ``tables/escapes.py``."""

import csv
from collections.abc import Iterator
from typing import Any

from continuity.inventory.tables.escapes import neutral
from continuity.inventory.tables.writing import Table


class _Echo:
    def write(self, line: str) -> str:
        return line


def lines(table: Table) -> Iterator[bytes]:
    """UTF-8 with its mark, so that a spreadsheet knows."""
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"
    yield writer.writerow(table.head).encode()
    for row in table.rows:
        yield writer.writerow([_cell(value) for value in row]).encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else value
