"""Functions written one a line, as pasted from a spreadsheet. Pure: no Django here.

``name; RTO; MTPD; criticality; owner``, parted by tabs, or by semicolons where there is no tab.
All but the name may be left out.
"""

import re
from dataclasses import dataclass
from typing import Any

from continuity.core.durations import NotADuration, parse

COLUMNS = ("name", "rto_minutes", "mtpd_minutes", "criticality", "owner_email")
MOST_LINES = 2000
LONGEST_NAME = 120
_HEADS = frozenset({"name", "function", "functions"})
_MAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


@dataclass(frozen=True)
class Fault:
    """``reason``: a word; ``cell``: what stands there, cut to a readable length."""

    line: int
    column: str
    reason: str
    cell: str = ""


@dataclass(frozen=True)
class Read:
    """``rows``: fields by name, with the number of the line under ``line``."""

    rows: list[dict[str, Any]]
    faults: list[Fault]


def read(text: str, defaults: dict[str, Any]) -> Read:
    """``defaults``: what a line is to mean where it says nothing."""
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.replace("\x00", "").splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        if not any(cells) or (not rows and not faults and cells[0].casefold() in _HEADS):
            continue
        if len(rows) + len(faults) >= MOST_LINES:
            faults.append(Fault(number, "name", "many"))
            break
        row, wrong = _row(number, cells, defaults)
        if row["name"] in seen:
            wrong.append(Fault(number, "name", "twice", str(seen[row["name"]])))
        elif row["name"]:
            seen[row["name"]] = number
        rows.append(row)
        faults += wrong
    return Read(rows, faults)


def _row(
    number: int, cells: list[str], defaults: dict[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    row: dict[str, Any] = {**defaults, "line": number, "name": ""}
    faults = [Fault(number, "", "cells", cell[:40]) for cell in cells[len(COLUMNS) :] if cell][:1]
    for column, cell in zip(COLUMNS, cells, strict=False):
        if not cell:
            continue
        value, reason = _cell(column, cell)
        if reason:
            faults.append(Fault(number, column, reason, cell[:40]))
        else:
            row[column] = value
    if not row["name"] and not any(fault.column == "name" for fault in faults):
        faults.append(Fault(number, "name", "nameless"))
    if not faults and row["rto_minutes"] > row["mtpd_minutes"]:
        faults.append(Fault(number, "rto_minutes", "too_long"))
    return row, faults


def _cell(column: str, cell: str) -> tuple[Any, str]:
    """The value, or a reason why it is none."""
    if column == "name":
        return cell, "" if len(cell) <= LONGEST_NAME else "long_name"
    if column == "criticality":
        digit = cell[:1]
        fits = digit in "12345" and not cell[1:2].isdigit()
        return (int(digit), "") if fits else (None, "criticality")
    if column == "owner_email":
        fits = bool(_MAIL.fullmatch(cell)) and len(cell) <= 254
        return (cell, "") if fits else (None, "owner")
    try:
        return parse(cell), ""
    except NotADuration:
        return None, "duration"
