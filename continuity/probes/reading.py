"""What pages, panels and other apps ask of probes. Nothing here touches a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from continuity.orgs.models import Organization

from . import words
from .days import local_day
from .drawing import Picture, day_of
from .models import Budget, Day, Probe, Result, Secret, Spend
from .ring import origin_of
from .spending import money

LATEST = 12
DRAWN = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One probe as a list shows it."""

    probe: Probe
    state: str
    word: str | Promise
    tone: str
    reason: str | Promise
    picture: Picture
    tokens: int
    spent: str


@dataclass(frozen=True)
class Spent:
    """What all probes of an organisation have come to today, beside what they may."""

    budget: Budget
    tokens: int
    money: Decimal

    @property
    def amount(self) -> str:
        return words.amount(self.money, self.budget.organization.currency)


def looks(probe: Probe, today: date) -> str:
    """The word for how a probe stands; what a person must do goes before what it saw."""
    if probe.paused:
        return "paused"
    if probe.is_canary and not _has_key(probe):
        return "no_key"
    if probe.spent_on == today:
        return "spent"
    return probe.looks


def _has_key(probe: Probe) -> bool:
    secret: Secret | None = getattr(probe, "secret", None)
    return secret is not None and secret.origin == origin_of(probe.url)


def all_of(org: Organization) -> Any:
    rows = Probe.objects.for_org(org).select_related(
        "organization", "component__provider", "secret"
    )
    return rows.defer("secret__sealed")


def lines(org: Organization, probes: Sequence[Probe], now: datetime) -> list[Line]:
    """Three queries, however many probes."""
    today = local_day(org, now)
    spends = Spend.objects.for_org(org).filter(day=today, probe__in=probes)
    spent = {row.probe_id: row for row in spends}
    runs: dict[int, list[Result]] = {probe.pk: [] for probe in probes}
    rows = Result.objects.for_org(org).filter(probe__in=probes, at__gt=now - DRAWN)
    for run in rows.only("probe_id", "at", "verdict", "first_ms", "total_ms").order_by("at"):
        runs[run.probe_id].append(run)
    return [_line(probe, today, runs[probe.pk], spent.get(probe.pk), now) for probe in probes]


def _line(
    probe: Probe, today: date, runs: list[Result], spent: Spend | None, now: datetime
) -> Line:
    state = looks(probe, today)
    word, tone = words.LOOKS[state]
    code = "cap_reached" if state == "spent" else probe.reason
    drawn = [(run.at, run.verdict, run.first_ms, run.total_ms) for run in runs]
    return Line(
        probe,
        state,
        word,
        tone,
        words.reason(code) if code else "",
        day_of(drawn, now - DRAWN, now),
        spent.tokens if spent else 0,
        words.amount(money(spent.micros if spent else 0), probe.organization.currency),
    )


def spent_today(org: Organization, now: datetime) -> Spent:
    budget = Budget.objects.for_org(org).first() or Budget(organization=org)
    row = Spend.objects.for_org(org).filter(probe=None, day=local_day(org, now)).first()
    return Spent(budget, row.tokens if row else 0, money(row.micros) if row else Decimal(0))


def latest(probe: Probe) -> list[dict[str, Any]]:
    """Its last runs in words, the newest first."""
    rows = Result.objects.for_org(probe.organization).filter(probe=probe).order_by("-at", "-pk")
    return [
        {
            "run": run,
            "word": words.VERDICTS[run.verdict][0],
            "tone": words.VERDICTS[run.verdict][1],
            "reason": words.reason(run.reason) if run.reason else "",
            "money": words.amount(money(run.micros), probe.organization.currency),
        }
        for run in rows[:LATEST]
    ]


def measured(org: Organization, first: date, last: date) -> Any:
    """How each component did on each day by the organisation's own probes, for the track record."""
    return Day.objects.for_org(org).between(first, last)
