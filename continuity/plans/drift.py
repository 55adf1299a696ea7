"""What a plan takes for granted against what is observed. Pure."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

HOLDS, WEAKENED, BROKEN, UNKNOWN = "holds", "weakened", "broken", "unknown"
TWICE = 2.0  # as often down as the plan's figures say: people notice
LEAST_DAYS = 30  # of watching, before a share says anything
SOON, NOW = timedelta(days=180), timedelta(days=30)
BAD = ("degraded", "partial_outage", "major_outage")
YEAR_MINUTES = 525_960
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Observed:
    """What is known of a component. Shares 0 to 1, None where too little was seen; ``assumed``: the
    share of time up that the plan's expectations rest on; ``source``: whether what tells of it can
    be read: "read", "lost", or "none" where nothing tells of it."""

    assumed: float
    year: float | None = None
    quarter: float | None = None
    days: int = 0
    longest_minutes: int = 0
    source: str = "none"
    state: str = "unknown"
    retires_on: date | None = None
    retired: bool = False


@dataclass(frozen=True)
class Drift:
    """One assumption. ``kind`` names the sentence; ``promised`` and ``seen`` are values that a
    template puts in words; ``of``: the function, where it is about one."""

    kind: str
    what: str
    component: int
    provider: int
    promised: Any
    seen: Any
    verdict: str
    of: str = ""

    @property
    def drifts(self) -> bool:
        return self.verdict in (WEAKENED, BROKEN)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.component}"


def expected_share(outages_per_year: float, median_minutes: float, sigma: float) -> float:
    """The share of time up that a prior comes to; the mean of a log-normal length."""
    down = outages_per_year * median_minutes * math.exp(sigma * sigma / 2)
    return max(0.0, 1 - down / YEAR_MINUTES)


def drift(record: Record, seen: Mapping[int, Observed], today: date) -> list[Drift]:
    """Each assumption of a frozen plan, the worst first."""
    found = [
        row
        for part in record["components"]
        if (known := seen.get(part["id"])) is not None
        for row in (
            *_available(part, known),
            *_longest(record, part, known),
            *_source(part, known),
            *_retires(part, known, today),
        )
    ]
    found += _fallbacks(record, seen)
    order = (BROKEN, WEAKENED, UNKNOWN, HOLDS)
    return sorted(found, key=lambda row: (order.index(row.verdict), row.kind, row.what))


def _row(kind: str, part: Record, promised: Any, seen: Any, verdict: str, of: str = "") -> Drift:
    return Drift(kind, part["name"], part["id"], part["provider_id"], promised, seen, verdict, of)


def _available(part: Record, known: Observed) -> Iterator[Drift]:
    if known.year is None or known.days < LEAST_DAYS:
        return
    worst = min(known.year, known.quarter if known.quarter is not None else 1.0)
    verdict = WEAKENED if 1 - worst > TWICE * (1 - known.assumed) else HOLDS
    yield _row("availability", part, known.assumed, worst, verdict)


def _longest(record: Record, part: Record, known: Observed) -> Iterator[Drift]:
    """Of functions that it stops by itself: nothing carries them while it is down."""
    if not known.longest_minutes:
        return
    for function in record["functions"]:
        if any(point["component"] == part["id"] for point in function["points"]):
            longest = known.longest_minutes
            verdict, promised = HOLDS, function["rto_minutes"]
            if longest > function["mtpd_minutes"]:
                verdict, promised = BROKEN, function["mtpd_minutes"]
            elif longest > function["rto_minutes"]:
                verdict = WEAKENED
            yield _row("longest", part, promised, longest, verdict, function["name"])


def _source(part: Record, known: Observed) -> Iterator[Drift]:
    verdict = {"read": HOLDS, "lost": WEAKENED}.get(known.source, UNKNOWN)
    yield _row("source", part, "read", known.source, verdict)


def _retires(part: Record, known: Observed, today: date) -> Iterator[Drift]:
    if known.retired:
        yield _row("retired", part, None, known.retires_on, BROKEN)
    elif known.retires_on is not None:
        left = known.retires_on - today
        verdict = BROKEN if left <= NOW else WEAKENED if left <= SOON else HOLDS
        yield _row("retires", part, None, known.retires_on, verdict)


def _fallbacks(record: Record, seen: Mapping[int, Observed]) -> list[Drift]:
    """What each function would move to, as it does now: the component that it names."""
    parts = {part["id"]: part for part in record["components"]}
    found: dict[int, Drift] = {}
    for function in record["functions"]:
        for ask in function["dependencies"]:
            for option in ask["options"][ask["required"] :]:
                for pk in option["on"]:
                    if pk in seen and pk in parts and pk not in found:
                        state = seen[pk].state
                        verdict = BROKEN if state in BAD else HOLDS
                        verdict = UNKNOWN if state == "unknown" else verdict
                        found[pk] = _row(
                            "fallback", parts[pk], "well", state, verdict, function["name"]
                        )
    return list(found.values())
