"""Reading one JSON object, field by field: each answer is of its type, or a named fault."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from continuity.core.days import FIRST, LAST

from .faults import Fault
from .parsing import Twice

NAME_LENGTH = 120
TEXT_LENGTH = 20_000
EMAIL_LENGTH = 254
MAX_MINUTES = 52_560_000  # a hundred years
MAX_DAYS = 3650  # ten years
MAX_MONEY = 10**12
MAX_ROWS = 100_000  # in one list
MAX_NAMES = 1000  # in one list of ids
MAX_STEPS = 500  # of one runbook

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class Fields:
    """One JSON object at ``path``. A missing or wrong field adds a fault and answers a blank."""

    __slots__ = ("faults", "path", "raw")

    def __init__(self, raw: Any, path: str, faults: list[Fault], known: frozenset[str]) -> None:
        self.path, self.faults = path, faults
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        if not known.issuperset(self.raw):
            for key in sorted(self.raw.keys() - known, key=str):
                self.fault(_as_key(key), "is no field of the format.")
        if type(raw) is Twice:
            for key in raw.keys_twice:
                self.fault(_as_key(key), "is written twice.")

    def fault(self, key: str, sentence: str) -> None:
        self.faults.append(Fault(f"{self.path}.{key}" if key else self.path, sentence))

    def _get(self, key: str, default: Any) -> Any:
        value = self.raw.get(key, default)
        if value is _MISSING:
            self.fault(key, "is missing.")
        return value

    def text(self, key: str, *, default: Any = None, longest: int = NAME_LENGTH) -> str:
        """A line of text that says something; absent only where there is a default."""
        value = self._get(key, _MISSING if default is None else default)
        if value is _MISSING or (value is default and key not in self.raw):
            return "" if value is _MISSING else value
        if sentence := text_fault(value, longest, CONTROL):
            self.fault(key, sentence)
            return ""
        return value

    def prose(self, key: str, *, longest: int = TEXT_LENGTH) -> str:
        """Text of several lines, or none."""
        value = self.raw.get(key, "")
        if value == "" and isinstance(value, str):
            return ""
        if sentence := text_fault(value, longest, CONTROL_IN_TEXT):
            self.fault(key, sentence)
            return ""
        return value

    def email(self, key: str) -> str:
        value = self.text(key, default="", longest=EMAIL_LENGTH)
        if value and not EMAIL.fullmatch(value):
            self.fault(key, "must be an e-mail address.")
        return value

    def whole(self, key: str, low: int, high: int, *, default: Any = None) -> int:
        """A whole number between two bounds, both allowed; no boolean, no 1.0."""
        value = self.raw.get(key)
        if type(value) is int and low <= value <= high:
            return value
        value = self._get(key, _MISSING if default is None else default)
        if value is _MISSING:
            return low
        if type(value) is not int or not low <= value <= high:
            self.fault(key, f"must be a whole number from {low} to {high}.")
            return low
        return value

    def minutes(self, key: str) -> int:
        return self.whole(key, 0, MAX_MINUTES)

    def whole_or_none(self, key: str, low: int, high: int) -> int | None:
        return None if self.raw.get(key) is None else self.whole(key, low, high)

    def share(self, key: str) -> float:
        """A share above 0 and up to 1."""
        value = self._get(key, _MISSING)
        if value is _MISSING:
            return 1.0
        if type(value) not in (int, float) or not 0 < value <= 1:
            self.fault(key, "must be a number above 0 and at most 1.")
            return 1.0
        return float(value)

    def money(self, key: str) -> Decimal:
        value = self._get(key, _MISSING)
        if value is _MISSING:
            return Decimal(0)
        if type(value) not in (int, float) or not 0 <= value < MAX_MONEY:
            self.fault(key, "must be an amount from 0 to below 1000000000000.")
            return Decimal(0)
        amount = Decimal(repr(value))
        if amount != round(amount, 2):
            self.fault(key, "must have at most two decimals.")
        return amount

    def flag(self, key: str) -> bool:
        value = self._get(key, _MISSING)
        if value is _MISSING or isinstance(value, bool):
            return value is True
        self.fault(key, "must be true or false.")
        return False

    def day(self, key: str) -> date:
        if self._get(key, _MISSING) is None:
            self.fault(key, "must be a day written YYYY-MM-DD.")
        return self.day_or_none(key) or date.min

    def day_or_none(self, key: str) -> date | None:
        value = self.raw.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                day = None
            if day and FIRST <= day <= LAST:
                return day
            if day:
                self.fault(key, f"must be a day from {FIRST} to {LAST}.")
                return None
        self.fault(key, "must be a day written YYYY-MM-DD.")
        return None

    def names(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of different ids."""
        values = self.items(key, required=required, most=MAX_NAMES)
        if not values:
            return ()
        for at, value in enumerate(values):
            if sentence := text_fault(value, NAME_LENGTH, CONTROL):
                self.fault(f"{key}[{at}]", sentence)
                return ()
        if len(values) > 1 and len(set(values)) < len(values):
            self._twice(key, values)
        return tuple(values)

    def _twice(self, key: str, values: list[str]) -> None:
        seen: set[str] = set()
        for at, value in enumerate(values):
            if value in seen:
                self.fault(f"{key}[{at}]", f'names "{value}" twice.')
            seen.add(value)

    def items(self, key: str, *, required: bool = False, most: int = MAX_ROWS) -> list[Any]:
        value = self._get(key, _MISSING if required else [])
        if value is _MISSING:
            return []
        if not isinstance(value, list):
            self.fault(key, "must be a list.")
            return []
        if len(value) > most:
            self.fault(key, f"must have at most {most} entries; it has {len(value)}.")
            return []
        return value

    def each(
        self, key: str, build: Callable[[Any, str, list[Fault]], Any], most: int = MAX_ROWS
    ) -> tuple[Any, ...]:
        """Every object of a list, built; those that are no object are faults."""
        built = []
        for at, raw in enumerate(self.items(key, most=most)):
            path = f"{self.path}.{key}[{at}]"
            if isinstance(raw, dict):
                built.append(build(raw, path, self.faults))
            else:
                self.faults.append(Fault(path, "must be an object."))
                built.append(None)
        return tuple(built)


_MISSING: Any = object()


def _is_plain(value: str) -> bool:
    """Nothing but visible ASCII: most text, and quick to tell."""
    return value.isascii() and value.isprintable() and not value.isspace()


def _as_key(key: str) -> str:
    """A key as it may stand in a path on one line."""
    shown = key[:NAME_LENGTH]
    return shown if shown.isidentifier() else json.dumps(shown)


def text_fault(value: Any, longest: int, forbidden: re.Pattern[str]) -> str | None:
    """What is wrong with a piece of text, or None."""
    if type(value) is str and 0 < len(value) <= longest and _is_plain(value):
        return None
    if not isinstance(value, str):
        return "must be text."
    if not value or value.isspace():
        return "must not be empty."
    if len(value) > longest:
        return f"must be at most {longest} characters; it has {len(value)}."
    if forbidden.search(value):
        return "must not contain control characters."
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        return "must not contain half a character (a lone surrogate)."
    return None
