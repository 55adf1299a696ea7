"""The last day of a probe as places on a picture. Pure: no markup, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from continuity.core.charts import Segment, percent

APART = timedelta(minutes=45)  # beyond this nothing is known in between, and no line is drawn
BARS = 96  # failures are marked in quarters of an hour

Run = tuple[datetime, str, int | None, int | None]


@dataclass(frozen=True)
class Mark:
    """A quarter of an hour in which it failed, or answered wrongly."""

    x: str
    width: str
    bad: bool


@dataclass(frozen=True)
class Picture:
    """``line``: the time to the first token or byte, or the whole time where there is none."""

    line: list[Segment]
    marks: list[Mark]
    most_ms: int
    runs: int
    bad: int
    middle_ms: int | None


def day_of(runs: Sequence[Run], since: datetime, until: datetime) -> Picture:
    span = (until - since).total_seconds()

    def x(at: datetime) -> str:
        return percent((at - since).total_seconds(), span)

    timed = [(at, ms) for at, verdict, first, total in runs if (ms := _ms(verdict, first, total))]
    most = max((ms for _at, ms in timed), default=0)
    line = [
        Segment(x(a), percent(most - m, most), x(b), percent(most - n, most))
        for (a, m), (b, n) in pairwise(timed)
        if b - a <= APART
    ]
    middle = sorted(ms for _at, ms in timed)[len(timed) // 2] if timed else None
    bad = sum(verdict == "theirs" for _at, verdict, _f, _t in runs)
    return Picture(line, _marks(runs, since, span), most, len(runs), bad, middle)


def _ms(verdict: str, first: int | None, total: int | None) -> int | None:
    return (first if first is not None else total) if verdict in ("good", "wrong") else None


def _marks(runs: Sequence[Run], since: datetime, span: float) -> list[Mark]:
    found: dict[int, bool] = {}
    for at, verdict, _first, _total in runs:
        if verdict in ("theirs", "wrong"):
            place = min(max(int(BARS * (at - since).total_seconds() / span), 0), BARS - 1)
            found[place] = found.get(place, False) or verdict == "theirs"
    width = percent(1, BARS)
    return [Mark(percent(place, BARS), width, bad) for place, bad in sorted(found.items())]
