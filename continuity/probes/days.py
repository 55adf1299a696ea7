"""Days of an organisation: when one begins and ends, and what many runs of one come to."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from continuity.orgs.models import Organization

from .kinds import Verdict


def local_day(org: Organization, now: datetime) -> date:
    return now.astimezone(ZoneInfo(org.timezone)).date()


def next_midnight(org: Organization, now: datetime) -> datetime:
    """The instant at which the organisation's next day begins, even where midnight is skipped."""
    zone = ZoneInfo(org.timezone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(now.tzinfo)


def over_everywhere(now: datetime) -> date:
    """The first day that is perhaps not over yet somewhere on Earth."""
    return (now - timedelta(hours=12)).date()


def summed(runs: Sequence[tuple[str, int | None, int | None]]) -> dict[str, Any]:
    """The fields of a ``Day`` from ``(verdict, first_ms, total_ms)`` of each run.

    Times are those of good answers: how long a failure took says nothing of the service.
    """
    of = [verdict for verdict, _first, _total in runs]
    answered = {Verdict.GOOD, Verdict.WRONG}
    good, bad = sum(v in answered for v in of), of.count(Verdict.THEIRS)
    served = [run for run in runs if run[0] in answered]
    return {
        "good": good,
        "bad": bad,
        "wrong": of.count(Verdict.WRONG),
        "other": len(runs) - good - bad,
        "first_ms": middle([first for _v, first, _t in served]),
        "total_ms": middle([total for _v, _f, total in served]),
    }


def middle(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(median(known)) if known else None
