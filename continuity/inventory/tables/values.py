"""The kinds of values that a cell may hold; a `Bad` says in a sentence what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from continuity.inventory.portable import KINDS
from continuity.inventory.portable.fields import (
    CONTROL,
    EMAIL,
    EMAIL_LENGTH,
    NAME_LENGTH,
    text_fault,
)

BLANK: Any = None
Cell = Any  # text, a number, a day, a time, or None; a truth comes as text


@dataclass(frozen=True)
class Bad:
    sentence: str


def plain(cell: Cell) -> str:
    """A cell as text: what a workbook made a number or a day of as people see it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def text(text: str, longest: int, forbidden: re.Pattern[str]) -> Any:
    fault = text_fault(text, longest, forbidden)
    return Bad(fault) if fault else text


def line(cell: Cell) -> Any:
    return text(plain(cell), NAME_LENGTH, CONTROL)


def email(cell: Cell) -> Any:
    found = text(plain(cell), EMAIL_LENGTH, CONTROL)
    if isinstance(found, str) and not EMAIL.fullmatch(found):
        return Bad(_("is “%(text)s”, which is no e-mail address.") % {"text": short(found)})
    return found


def short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:e-?\d{1,3})?", re.IGNORECASE)


def number(cell: Cell) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    text = cell.strip() if isinstance(cell, str) else ""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def whole(cell: Cell, low: int, high: int) -> Any:
    found = number(cell)
    if found is None or not found.is_integer() or not low <= found <= high:
        told = {"text": short(plain(cell)), "low": low, "high": high}
        return Bad(_("is “%(text)s”; it must be a whole found from %(low)s to %(high)s.") % told)
    return int(found)


_LEVELS = {
    word: level
    for level, words in {
        1: "low niedrig gering faible laag",
        2: "modest moderate mäßig modéré matig",
        3: "important medium normal mittel wichtig moyen gemiddeld belangrijk",
        4: "high hoch élevé élevée haut hoog",
        5: "vital critical kritisch critique kritiek vitaal",
    }.items()
    for word in words.split()
}


def criticality(cell: Cell) -> Any:
    text = plain(cell).strip().lower()
    if text in _LEVELS:
        return _LEVELS[text]
    first = text.split("·")[0].strip() if "·" in text else text
    value = whole(first, 1, 5)
    if isinstance(value, Bad):
        told = {"text": short(text)}
        return Bad(_("is “%(text)s”; write 1 (low) to 5 (vital), or such a word.") % told)
    return value


_YES = "yes y true t 1 x ja j wahr oui o vrai waar ✓ ✔"
_NO = "no n false f 0 - nein falsch non faux nee onwaar ✗"
_FLAGS = {word: words is _YES for words in (_YES, _NO) for word in words.split()}


def flag(cell: Cell) -> Any:
    word = plain(cell).strip().lower()
    if word in _FLAGS:
        return _FLAGS[word]
    return Bad(_("is “%(text)s”; write yes or no.") % {"text": short(word)})


def share(cell: Cell, unit: int) -> Any:
    """``unit`` 100: the header says percent."""
    text = cell.strip() if isinstance(cell, str) else cell
    percent = isinstance(text, str) and text.endswith("%")
    found = number(text[:-1] if percent else text)
    if found is not None and (percent or unit == 100):
        found = float(Decimal(repr(found)) / 100)
    if found is None or not 0 < found <= 1:
        told = {"text": short(plain(cell))}
        return Bad(_("is “%(text)s”; write a share such as 50 %% or 0.5, above 0.") % told)
    if round(found, 9) != found:
        return Bad(_("has more than nine decimals. Round it."))
    return found


_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n]|$)|([^;\n]*))(?:[;\n]|$)')


def names(cell: Cell) -> Any:
    """``a; b; "with; in it"``, or one a line."""
    text, items, at = plain(cell), [], 0
    while at < len(text):
        found = _ITEM.match(text, at)
        if found is None:
            break
        quoted, bare = found.groups()
        item = quoted.replace('""', '"') if quoted is not None else bare.strip()
        if item:
            if fault := text_fault(item, NAME_LENGTH, CONTROL):
                return Bad(_("names “%(name)s”, which %(fault)s") % _named(item, fault))
            if item in items:
                return Bad(_("names “%(name)s” twice.") % {"name": short(item)})
            items.append(item)
        at = max(found.end(), at + 1)
    return tuple(items) or BLANK


def _named(item: str, fault: str) -> dict[str, str]:
    return {"name": short(item), "fault": fault}


def kind(cell: Cell) -> Any:
    word = plain(cell).strip().lower()
    if word in KINDS:
        return word
    told = {"text": short(word), "kinds": ", ".join(KINDS)}
    return Bad(_("is “%(text)s”; it must be one of %(kinds)s.") % told)
