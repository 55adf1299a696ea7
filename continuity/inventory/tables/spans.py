"""Lengths of time, days and impact curves, as people write them into cells."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.core.bounds import has_been
from continuity.core.durations import NotADuration, parse
from continuity.inventory.portable import ImpactStep
from continuity.inventory.portable.fields import MAX_MINUTES, MAX_MONEY

from .values import BLANK, Bad, Cell, number, plain, short

_UNITS = {
    "min": "min minuten minute minuut minuten",
    "h": "std std. stunde stunden heure heures uur uren",
    "d": "tag tage tagen jour jours dag dagen",
    "w": "woche wochen semaine semaines weken",
}
_WORDS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+\.?")


def minutes(cell: Cell, unit: int) -> Any:
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        length = cell.total_seconds() / 60
    elif (bare := number(cell)) is not None:
        length = round(bare * unit, 6)
    else:
        return _spelled(plain(cell))
    if not length.is_integer() or not 0 <= length <= MAX_MINUTES:
        told = {"text": short(plain(cell)), "most": MAX_MINUTES}
        return Bad(_("is “%(text)s”; it must be whole minutes, at most %(most)s.") % told)
    return int(length)


def _spelled(text: str) -> Any:
    words = text.strip().lower()
    english = _WORD.sub(lambda m: _WORDS.get(m[0], _WORDS.get(m[0].rstrip("."), m[0])), words)
    try:
        return parse(english)
    except NotADuration:
        told = {"text": short(text)}
        return Bad(_("is “%(text)s”, which is no length of time; write 90, 2 h or 1 d.") % told)


_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})")
_SLASHED = re.compile(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})")


def day(cell: Cell) -> Any:
    if isinstance(cell, date):
        return _been(cell.date() if isinstance(cell, datetime) else cell)
    text = plain(cell).strip()
    found = _ISO.fullmatch(text) or _DOTTED.fullmatch(text) or _SLASHED.fullmatch(text)
    if found is None:
        told = {"text": short(text)}
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


def impact(cell: Cell) -> Any:
    """``0: 1200; 4 h: 6000``; a lone amount counts from the start."""
    if isinstance(cell, int | float):
        cell = f"{cell:.2f}"
    steps: list[ImpactStep] = []
    for part in re.split(r"[;\n]", plain(cell)):
        if not part.strip():
            continue
        when, colon, cost = part.rpartition(":")
        after = minutes(when, 1) if colon else 0
        amount = money(cost)
        if isinstance(after, Bad) or amount is None:
            told = {"text": short(part.strip())}
            return Bad(
                _("has “%(text)s”; write a time, a colon and a cost per hour: 4 h: 6000.") % told
            )
        if steps and after <= steps[-1].after_minutes:
            return Bad(_("goes back in time: each step must be later than the one before it."))
        steps.append(ImpactStep(after, amount))
    return tuple(steps) or BLANK
