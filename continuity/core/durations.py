"""Lengths of time as people write them; in data they are whole minutes. No Django here."""

import re

MINUTES = {"min": 1, "h": 60, "d": 1440, "w": 10080}
LONGEST = 10 * 365 * 1440
"""Ten years, in minutes: beyond it somebody has mistyped."""

_UNITS = {
    word: minutes
    for minutes, words in {
        1: "m min mins minute minutes",
        60: "h hr hrs hour hours",
        1440: "d day days",
        10080: "w wk week weeks",
    }.items()
    for word in words.split()
}
_PART = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\s*,?")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")


class NotADuration(ValueError):
    """``reason``: ``empty``, ``unclear``, ``unit`` (``word`` says which), ``whole``, ``long``."""

    def __init__(self, reason: str, word: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.word = word


def spell(minutes: int) -> str:
    """``160`` is ``2 h 40 min``, ``1500`` is ``1 d 1 h``, ``0`` is ``0 min``. Unit in: minutes."""
    if minutes < 0:
        return f"−{spell(-minutes)}"
    days, rest = divmod(minutes, MINUTES["d"])
    hours, rest = divmod(rest, MINUTES["h"])
    parts = [(days, "d"), (hours, "h"), (rest, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def parse(text: str) -> int:
    """Whole minutes of ``2h 40m``, ``2:40``, ``1.5 h``, ``1 d``, or of a bare ``90`` (minutes).

    Raises NotADuration with a reason; never guesses.
    """
    text = text.strip().lower()
    if not text:
        raise NotADuration("empty")
    if text.isascii() and text.isdigit():
        return _whole(int(text[:12]))
    if clock := _CLOCK.fullmatch(text):
        return _whole(60 * int(clock[1]) + int(clock[2]))
    total, place = 0.0, 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            raise NotADuration("unclear")
        if part[2] not in _UNITS:
            raise NotADuration("unit", part[2][:20])
        total += float(part[1][:12].replace(",", ".")) * _UNITS[part[2]]
        place = part.end()
    return _whole(total)


def _whole(minutes: float) -> int:
    if abs(minutes - round(minutes)) > 1e-9:
        raise NotADuration("whole")
    if minutes > LONGEST:
        raise NotADuration("long")
    return round(minutes)
