"""Take values out of one TOML table; what is wrong or left over becomes a fault with its place."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

HTTPS = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?\Z")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
NEEDED: Any = object()


class Taker:
    """Every method takes a key out and gives a usable value even where it notes a fault."""

    def __init__(self, file: str, table: Any, faults: list[str], place: str = "") -> None:
        self.file, self.faults = file, faults
        self.table = dict(table) if isinstance(table, dict) else {}
        name = self.table.get("key") or self.table.get("on") or self.table.get("url")
        self.place = f"{place} {name}".strip() if isinstance(name, str) else place
        if not isinstance(table, dict):
            self.fault("", "must be a table")

    def fault(self, key: str, sentence: str) -> None:
        where = ": ".join(part for part in (self.file, self.place, key) if part)
        self.faults.append(f"{where}: {sentence}")

    def finish(self) -> None:
        for key in self.table:
            self.fault(key, "is not a key that belongs here")

    def _take(self, key: str, kind: type, default: Any, words: str) -> Any:
        value = self.table.pop(key, NEEDED)
        if value is NEEDED:
            if default is NEEDED:
                self.fault(key, "is missing")
            return None if default is NEEDED else default
        if not isinstance(value, kind) or isinstance(value, bool):
            self.fault(key, f"must be {words}")
            return None if default is NEEDED else default
        return value

    def text(
        self,
        key: str,
        *,
        longest: int,
        default: Any = NEEDED,
        pattern: re.Pattern[str] | None = None,
    ) -> str:
        value = self._take(key, str, default, "text")
        if value is None or (value == "" and default == ""):
            return ""
        if not value.strip() or len(value) > longest:
            self.fault(key, f"must be 1 to {longest} characters")
        elif pattern and not pattern.match(value):
            self.fault(key, f"is not in the right form: {value}")
        return value

    def one_of(self, key: str, choices: Sequence[str], *, default: Any = NEEDED) -> str:
        value = self._take(key, str, default, "text")
        if value is not None and value not in choices:
            self.fault(key, f"is {value}, which is none of {', '.join(filter(None, choices))}")
        return value or ""

    def number(self, key: str, least: int, most: int, *, default: Any = NEEDED) -> Any:
        value = self._take(key, int, default, "a whole number")
        if value is not None and not least <= value <= most:
            self.fault(key, f"must be {least} to {most}")
        return value if value is not None or default is None else least

    def day(self, key: str) -> date:
        value = self._take(key, date, NEEDED, "a date")
        if isinstance(value, datetime):
            self.fault(key, "must be a date without a time")
            return value.date()
        return value or date.min

    def perhaps_day(self, key: str) -> date | None:
        """A date that need not be there."""
        return self.day(key) if key in self.table else None

    def instant(self, key: str) -> datetime | None:
        value = self._take(key, datetime, None, "a date and time")
        if value is not None and value.tzinfo is None:
            self.fault(key, "must say its zone, such as Z")
            return None
        return value

    def texts(self, key: str, *, at_least: int = 0) -> tuple[str, ...]:
        values = self._take(key, list, NEEDED if at_least else [], "a list of texts") or []
        if not all(isinstance(v, str) and v.strip() for v in values):
            self.fault(key, "must be a list of texts")
            return ()
        if len(set(values)) != len(values):
            self.fault(key, "names something twice")
        if len(values) < at_least:
            self.fault(key, f"must hold at least {at_least}")
        return tuple(values)

    def mapping(self, key: str) -> dict[str, str]:
        values = self._take(key, dict, {}, "a table of texts") or {}
        if not all(isinstance(v, str) and len(k) <= 120 for k, v in values.items()):
            self.fault(key, "must be a table of texts, its keys at most 120 characters")
            return {}
        return values

    def tables(self, key: str, *, at_least: int = 0) -> "list[Taker]":
        values = self._take(key, list, NEEDED if at_least else [], "a list of tables") or []
        inner = f"{self.place} {key}".strip()
        return [Taker(self.file, v, self.faults, place=inner) for v in values]
