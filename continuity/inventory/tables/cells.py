"""One cell to a value, or to a `Bad` that says in a sentence what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.core.bounds import has_been
from continuity.core.durations import NotADuration, parse
from continuity.inventory.portable import KINDS, ImpactStep
from continuity.inventory.portable.fields import (
    CONTROL,
    CONTROL_IN_TEXT,
    EMAIL,
    EMAIL_LENGTH,
    MAX_MINUTES,
    MAX_MONEY,
    NAME_LENGTH,
    TEXT_LENGTH,
    text_fault,
)

from .escapes import untold
from .vocabulary import Field

BLANK: Any = None
Cell = Any  # text, a number, a day, a time, or None; a truth comes as text
LONGEST_CELL = 32_767
MEMORY = 20_000


@dataclass(frozen=True)
class Bad:
    sentence: str


class Reader(dict):
    """Cells to values, each once: ``reader[cell]``. Of what is long or rare nothing is kept."""

    def __init__(self, field: Field, unit: int = 1) -> None:
        super().__init__()
        self._read = _reading(field, unit)

    def __missing__(self, cell: Cell) -> Any:
        value = self._value(cell)
        if len(self) < MEMORY:
            self[cell] = value
        return value

    def _value(self, cell: Cell) -> Any:
        if cell is None or cell == "":
            return BLANK
        if isinstance(cell, str):
            if len(cell) > LONGEST_CELL:
                told = {"n": len(cell), "most": LONGEST_CELL}
                return Bad(_("has %(n)s characters; a cell holds at most %(most)s.") % told)
            cell = untold(cell)
            if not cell or cell.isspace():
                return BLANK
        return self._read(cell)


def _reading(field: Field, unit: int) -> Callable[[Cell], Any]:
    kind, most = field.kind.rstrip("?"), field.most
    if kind == "prose":
        return lambda cell: _text(_plain(cell), most or TEXT_LENGTH, CONTROL_IN_TEXT)
    if kind == "minutes":
        return lambda cell: _minutes(cell, unit)
    if kind == "whole":
        return lambda cell: _whole(cell, 1, most)
    if kind == "share":
        return lambda cell: _share(cell, unit)
    found: Callable[[Cell], Any] = {
        "email": _email,
        "criticality": _criticality,
        "flag": _flag,
        "day": _day,
        "names": _names,
        "impact": _impact,
        "kind": _kind,
    }.get(kind, _line)
    return found


def _plain(cell: Cell) -> str:
    """A cell as text: what a workbook made a number or a day of as people see it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def _text(text: str, longest: int, forbidden: re.Pattern[str]) -> Any:
    fault = text_fault(text, longest, forbidden)
    return Bad(fault) if fault else text


def _line(cell: Cell) -> Any:
    return _text(_plain(cell), NAME_LENGTH, CONTROL)


def _email(cell: Cell) -> Any:
    text = _text(_plain(cell), EMAIL_LENGTH, CONTROL)
    if isinstance(text, str) and not EMAIL.fullmatch(text):
        return Bad(_("is “%(text)s”, which is no e-mail address.") % {"text": _short(text)})
    return text


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:e-?\d{1,3})?", re.IGNORECASE)


def _number(cell: Cell) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    text = cell.strip() if isinstance(cell, str) else ""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _whole(cell: Cell, low: int, high: int) -> Any:
    number = _number(cell)
    if number is None or not number.is_integer() or not low <= number <= high:
        told = {"text": _short(_plain(cell)), "low": low, "high": high}
        return Bad(_("is “%(text)s”; it must be a whole number from %(low)s to %(high)s.") % told)
    return int(number)


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


def _criticality(cell: Cell) -> Any:
    text = _plain(cell).strip().lower()
    if text in _LEVELS:
        return _LEVELS[text]
    first = text.split("·")[0].strip() if "·" in text else text
    value = _whole(first, 1, 5)
    if isinstance(value, Bad):
        told = {"text": _short(text)}
        return Bad(_("is “%(text)s”; write 1 (low) to 5 (vital), or such a word.") % told)
    return value


_YES = "yes y true t 1 x ja j wahr oui o vrai waar ✓ ✔"
_NO = "no n false f 0 - nein falsch non faux nee onwaar ✗"
_FLAGS = {word: words is _YES for words in (_YES, _NO) for word in words.split()}


def _flag(cell: Cell) -> Any:
    word = _plain(cell).strip().lower()
    if word in _FLAGS:
        return _FLAGS[word]
    return Bad(_("is “%(text)s”; write yes or no.") % {"text": _short(word)})


_UNITS = {
    "min": "min minuten minute minuut minuten",
    "h": "std std. stunde stunden heure heures uur uren",
    "d": "tag tage tagen jour jours dag dagen",
    "w": "woche wochen semaine semaines weken",
}
_WORDS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+\.?")


def _minutes(cell: Cell, unit: int) -> Any:
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        minutes = cell.total_seconds() / 60
    elif (number := _number(cell)) is not None:
        minutes = round(number * unit, 6)
    else:
        return _spelled(_plain(cell))
    if not minutes.is_integer() or not 0 <= minutes <= MAX_MINUTES:
        told = {"text": _short(_plain(cell)), "most": MAX_MINUTES}
        return Bad(_("is “%(text)s”; it must be whole minutes, at most %(most)s.") % told)
    return int(minutes)


def _spelled(text: str) -> Any:
    words = text.strip().lower()
    english = _WORD.sub(lambda m: _WORDS.get(m[0], _WORDS.get(m[0].rstrip("."), m[0])), words)
    try:
        return parse(english)
    except NotADuration:
        told = {"text": _short(text)}
        return Bad(_("is “%(text)s”, which is no length of time; write 90, 2 h or 1 d.") % told)


def _share(cell: Cell, unit: int) -> Any:
    """``unit`` 100: the header says percent."""
    text = cell.strip() if isinstance(cell, str) else cell
    percent = isinstance(text, str) and text.endswith("%")
    number = _number(text[:-1] if percent else text)
    if number is not None and (percent or unit == 100):
        number = float(Decimal(repr(number)) / 100)
    if number is None or not 0 < number <= 1:
        told = {"text": _short(_plain(cell))}
        return Bad(_("is “%(text)s”; write a share such as 50 % or 0.5, above 0.") % told)
    if round(number, 9) != number:
        return Bad(_("has more than nine decimals. Round it."))
    return number


_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})")
_SLASHED = re.compile(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})")


def _day(cell: Cell) -> Any:
    if isinstance(cell, date):
        return _been(cell.date() if isinstance(cell, datetime) else cell)
    text = _plain(cell).strip()
    found = _ISO.fullmatch(text) or _DOTTED.fullmatch(text) or _SLASHED.fullmatch(text)
    if found is None:
        told = {"text": _short(text)}
        return Bad(_("is “%(text)s”, which is no day; write it as 2026-01-31.") % told)
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    if found.re is _SLASHED and month <= 12 and day <= 12 and day != month:
        told = {"text": text, "one": f"{year}-{month:02}-{day:02}"}
        return Bad(_("is “%(text)s”, which can be two days; write it as %(one)s.") % told)
    if found.re is _SLASHED and month > 12:
        day, month = month, day
    try:
        return _been(date(year, month, day))
    except ValueError:
        return Bad(_("is “%(text)s”, a day that no calendar has.") % {"text": text})


def _been(day: date) -> Any:
    try:
        has_been(day)
    except ValidationError as refusal:
        told = {"day": day.isoformat(), "why": refusal.messages[0]}
        return Bad(_("is %(day)s. %(why)s") % told)
    return day


_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n]|$)|([^;\n]*))(?:[;\n]|$)')


def _names(cell: Cell) -> Any:
    """``a; b; "with; in it"``, or one a line."""
    text, items, at = _plain(cell), [], 0
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
                return Bad(_("names “%(name)s” twice.") % {"name": _short(item)})
            items.append(item)
        at = max(found.end(), at + 1)
    return tuple(items) or BLANK


def _named(item: str, fault: str) -> dict[str, str]:
    return {"name": _short(item), "fault": fault}


_MONEY = re.compile(r"[\d.,' \u00a0\u202f]+")


def money(text: str) -> Decimal | None:
    """``1200``, ``1.200,50``, ``1,200.5``, ``€ 1 200``: at most two decimals tell them apart."""
    bare = re.sub(r"^\s*(?:[A-Z]{3}|[€$£])\s*|\s*(?:[A-Z]{3}|[€$£])\s*$", "", text.strip())
    if not _MONEY.fullmatch(bare):
        return None
    digits = re.sub(r"[' \u00a0\u202f]", "", bare)
    whole, decimals = digits, ""
    if tail := re.search(r"[.,](\d{1,2})$", digits):
        whole, decimals = digits[: tail.start()], tail[1]
    if not re.fullmatch(r"\d+|\d{1,3}(?:[.,]\d{3})+", whole):
        return None
    try:
        amount = Decimal(f"{re.sub('[.,]', '', whole)}.{decimals or 0}")
    except InvalidOperation:
        return None
    return amount if amount < MAX_MONEY else None


def _impact(cell: Cell) -> Any:
    """``0: 1200; 4 h: 6000``; a lone amount counts from the start."""
    if isinstance(cell, int | float):
        cell = f"{cell:.2f}"
    steps: list[ImpactStep] = []
    for part in re.split(r"[;\n]", _plain(cell)):
        if not part.strip():
            continue
        when, colon, cost = part.rpartition(":")
        after = _minutes(when, 1) if colon else 0
        amount = money(cost)
        if isinstance(after, Bad) or amount is None:
            told = {"text": _short(part.strip())}
            return Bad(
                _("has “%(text)s”; write a time, a colon and a cost per hour: 4 h: 6000.") % told
            )
        if steps and after <= steps[-1].after_minutes:
            return Bad(_("goes back in time: each step must be later than the one before it."))
        steps.append(ImpactStep(after, amount))
    return tuple(steps) or BLANK


def _kind(cell: Cell) -> Any:
    word = _plain(cell).strip().lower()
    if word in KINDS:
        return word
    told = {"text": _short(word), "kinds": ", ".join(KINDS)}
    return Bad(_("is “%(text)s”; it must be one of %(kinds)s.") % told)
