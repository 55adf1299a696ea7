"""What a planned change comes to, today."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import caches
from django.utils import timezone

from continuity.inventory.portable import Portfolio
from continuity.orgs.models import Organization
from continuity.risk.current import today
from continuity.risk.load import load
from continuity.risk.method.assess import assess
from continuity.risk.outlook.frequency import rates

from . import steps, words
from .effect import effect, judged_after
from .models import Change, Step
from .planning import operations
from .writes import Add, Write

KEPT_SECONDS = 3600
cache = caches["process"]


@dataclass(frozen=True)
class Line:
    """A step with what it says, what it would write, and why it does not fit, if so."""

    step: Step
    said: str
    writes: list[dict[str, str]]
    added: list[tuple[str, str]]  # ids, of no row yet, and names of the options that it adds
    misfit: str = ""
    waits: bool = False  # for the mending of an earlier one


@dataclass(frozen=True)
class Reading:
    """``figures`` of `effect.effect`; None while a step does not fit, or there is none."""

    day: date
    lines: list[Line]
    figures: dict[str, Any] | None
    fingerprint: str
    count: int

    @property
    def fault(self) -> Line | None:
        return next((line for line in self.lines if line.misfit), None)


def portfolio_after(change: Change) -> Portfolio:
    """The organisation's portfolio of today with the change applied. Raises `draft.Misfit`."""
    return before_and_after(change)[1]


def before_and_after(change: Change) -> tuple[Portfolio, Portfolio]:
    """The organisation's portfolio of today, and with the change applied. Raises `draft.Misfit`."""
    org = change.organization
    day = today(org, timezone.now())
    portfolio = load(org, day)
    return portfolio, steps.carry_out(portfolio, _operations(org, change, day)).portfolio


def outcome(org: Organization, change: Change, day: date) -> tuple[Portfolio, steps.Outcome]:
    """Today's portfolio, and as much of the change as fits."""
    portfolio = load(org, day)
    return portfolio, steps.attempt(portfolio, _operations(org, change, day))


def _operations(org: Organization, change: Change, day: date) -> list[steps.Step]:
    return operations(org, rows_of(org, change), day)


def rows_of(org: Organization, change: Change) -> list[Step]:
    return list(Step.objects.for_org(org).filter(change=change).order_by("position", "pk"))


def read(org: Organization, change: Change) -> Reading:
    """Worked out again when the inventory, the change or the day has moved on."""
    day = today(org, timezone.now())
    asked = (org.pk, org.revision, org.test_cadence_days, change.pk, change.edited_at, day)
    key = f"change:{hashlib.sha256(repr(asked).encode()).hexdigest()}"
    if (known := cache.get(key)) is None:
        known = fresh(org, change, day)
        cache.set(key, known, KEPT_SECONDS)
    return known


def fresh(org: Organization, change: Change, day: date) -> Reading:
    rows = rows_of(org, change)
    portfolio = load(org, day)
    done = steps.attempt(portfolio, operations(org, rows, day))
    figures = None
    if rows and not done.misfit:
        before = assess(portfolio)
        figures = effect(before, judged_after(before, done.portfolio), rates(org, portfolio))
    return Reading(
        day=day,
        lines=_lines(rows, done, portfolio),
        figures=figures,
        fingerprint=fingerprint(done.writes),
        count=sum(map(len, done.writes)),
    )


def _lines(rows: list[Step], done: steps.Outcome, portfolio: Portfolio) -> list[Line]:
    lines = []
    kept = {name: said for row in rows for name, said in row.names.items()}
    names = words.Names(done.portfolio, portfolio, kept=kept)
    for at, row in enumerate(rows):
        said = words.of_step(row, names)
        if at < len(done.writes):
            writes = [words.of_write(write, names) for write in done.writes[at]]
            added = [w.option.id for w in done.writes[at] if isinstance(w, Add)]
            lines.append(Line(row, said, writes, [(pk, names.option(pk)) for pk in added]))
        elif at == len(done.writes) and done.misfit:
            lines.append(Line(row, said, [], [], words.of_misfit(done.misfit, names)))
        else:
            lines.append(Line(row, said, [], [], waits=True))
    return lines


def fingerprint(writes: tuple[tuple[Write, ...], ...]) -> str:
    """Of exactly these writes: what was looked at before they were agreed to."""
    told = [[type(write).__name__, repr(write)] for group in writes for write in group]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
