"""The times that status pages write. One that cannot be told for certain is None."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from ._text import certain, instant, plain

JAVASCRIPT = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})( \([^()]*\))?\Z"
)
YEARLESS = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{2}):(\d{2}) ([A-Z]{3,4})\Z")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# In hours from UTC, as mail has read these names since RFC 822.
ZONES = {"UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6} | {
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
}
MOST_UPDATES = 200


def epoch(value: Any) -> datetime | None:
    """Seconds since 1970, as a number or its digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 11:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**11:
        return None
    return certain(datetime.fromtimestamp(value, UTC)) if value < 253402300800 else None


def mailed(value: Any) -> datetime | None:
    """``Fri, 20 Nov 2026 02:10:00 PST``, as RSS has it; without a known zone it is no time."""
    if not isinstance(value, str) or not 10 < len(value) <= 60:
        return None
    try:
        return certain(parsedate_to_datetime(value.strip()))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def javascript(value: Any) -> datetime | None:
    """``Sat Jun 11 2022 18:55:50 GMT+0000 (Coordinated Universal Time)``."""
    found = JAVASCRIPT.match(value.strip()) if isinstance(value, str) and len(value) < 120 else None
    if found is None:
        return None
    try:
        return certain(datetime.strptime(f"{found[1]} {found[2]}", "%b %d %Y %H:%M:%S %z"))
    except (ValueError, OverflowError):
        return None


def told(value: Any) -> datetime | None:
    """A time in whichever of these ways."""
    return instant(value) or mailed(value) or javascript(value)


def yearless(html: str, near: datetime | None) -> datetime | None:
    """``Aug <var>21</var>, <var>00:37</var> UTC``: the last one not after ``near``, give a day."""
    found = YEARLESS.match(plain(html, 80).replace(" ,", ","))
    if found is None or near is None or found[5] not in ZONES or found[1] not in MONTHS:
        return None
    month, zone = MONTHS.index(found[1]) + 1, timedelta(hours=ZONES[found[5]])
    for year in (near.year + 1, near.year, near.year - 1):
        try:
            local = datetime(year, month, int(found[2]), int(found[3]), int(found[4]), tzinfo=UTC)
        except ValueError:
            continue
        if local - zone <= near + timedelta(days=1):
            return local - zone
    return None


def facts(updates: Iterable[tuple[datetime | None, Any]]) -> dict[str, Any]:
    """``updates`` and ``last_words`` of an incident, from its updates in any order, with what
    each says as it came."""
    found = sorted(((at, words) for at, words in updates if at), key=lambda pair: pair[0])
    return {
        "updates": tuple(at for at, _ in found[-MOST_UPDATES:]),
        "last_words": next((said for _, raw in reversed(found) if (said := plain(raw))), ""),
    }
