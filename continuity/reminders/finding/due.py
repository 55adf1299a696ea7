"""What is due in organisations: noted, said in time, moved with the clock, taken off when done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Any

from continuity.orgs.models import Organization
from continuity.reminders import actions
from continuity.reminders.actions.due import say_stage, stage_key
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.schedule import (
    AHEAD,
    LEAVING,
    RETIRING,
    SHORTLY,
    STAGES,
    morning_of,
    stages,
)

from . import system
from .ahead import ahead
from .approvals import approvals
from .campaigns import asked
from .reviews import reviews

Kind = Reminder.Kind
WHY = "one sweep serves all"
FOUND_HERE = (
    Kind.RUNBOOK_REVIEW,
    Kind.PLAN_REVIEW,
    Kind.APPROVAL,
    Kind.CAMPAIGN,
    Kind.RETIREMENT,
    Kind.MAINTENANCE,
)
CLOCKS = timedelta(days=2)  # further than any change of zone moves a morning


@dataclass
class Work:
    """What one organisation has to do about what is due; empty when nothing changed."""

    org: Organization
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    over: list[Reminder] = field(default_factory=list)
    again: list[Reminder] = field(default_factory=list)
    moved: list[tuple[Reminder, datetime]] = field(default_factory=list)
    to_say: list[tuple[Reminder, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.over or self.again or self.moved or self.to_say)


def due(orgs: Sequence[Organization], now: datetime) -> list[Work]:
    """Which of ``orgs`` have something to note, close, move or say; a few queries for all."""
    found = {org.pk: Work(org) for org in orgs}
    wanted = {
        (org_id, key): fields
        for org_id, key, fields in chain(
            reviews(orgs), approvals(orgs, now), asked(orgs, now), ahead(orgs, now)
        )
        if _is_near(fields, now + CLOCKS)
    }
    known = _known(orgs, {key for _org, key in wanted})
    for (org_id, key), fields in wanted.items():
        if (org_id, key) not in known and _is_near(fields, now):
            found[org_id].new[key] = fields
    waiting = [
        (reminder, stage)
        for place, reminder in known.items()
        for stage in _look_at(found[reminder.organization_id], reminder, place in wanted, now)
    ]
    for reminder, stage in _unsaid(waiting):
        found[reminder.organization_id].to_say.append((reminder, stage))
    return [work for work in found.values() if work]


def settle(work: Work, now: datetime) -> int:
    """Note what is due, close what was done, queue the messages whose time has come."""
    actor, to_say = system(work.org), list(work.to_say)
    for reminder in work.over:
        actions.settle(actor, reminder)
    for reminder in work.again:
        actions.reopen(actor, reminder)
    for reminder, due_at in work.moved:
        actions.move(actor, reminder, due_at)
    for key, fields in work.new.items():
        if noted := actions.remind(actor, key=key, **fields):
            to_say += [(noted, stage) for stage in _stages(noted, work.org, now)]
    return sum(say_stage(work.org, reminder, stage) for reminder, stage in to_say)


def note_drift(org: Organization, new: dict[str, dict[str, Any]], over: list[Reminder]) -> int:
    """Note and say what is new, and close what is no longer so."""
    actor = system(org)
    for reminder in over:
        actions.settle(actor, reminder)
    noted = [actions.remind(actor, key=key, **fields) for key, fields in new.items()]
    return sum(say_stage(org, reminder, "asked") for reminder in noted if reminder)


def _is_near(fields: dict[str, Any], now: datetime) -> bool:
    """A month ahead; what a campaign asks, as soon as it asks; what retires, half a year."""
    early = {Kind.RETIREMENT: RETIRING, Kind.MAINTENANCE: SHORTLY}.get(fields["kind"], AHEAD)
    return fields["kind"] == Kind.CAMPAIGN or fields["due_at"] <= now + early


def _look_at(work: Work, reminder: Reminder, wanted: bool, now: datetime) -> Iterable[str]:
    """Note what to do about one that is known; the messages of it whose time has come."""
    if reminder.done_at is not None:
        if wanted and reminder.kind == Kind.CAMPAIGN:  # the answer was given, and sent back
            work.again.append(reminder)
        return ()
    if not wanted:
        work.over.append(reminder)
        return ()
    if (due_at := _by_the_clock(reminder, work.org)) != reminder.due_at:
        work.moved.append((reminder, due_at))
    return _stages(reminder, work.org, now) if _awake(reminder, now) else ()


def _stages(reminder: Reminder, org: Organization, now: datetime) -> Iterable[str]:
    """What is due on a day is said around that day; what somebody asks for is said at once.

    Campaigns have letters of their own.
    """
    if reminder.kind == Kind.CAMPAIGN:
        return ()
    table = LEAVING if reminder.kind == Kind.RETIREMENT else STAGES
    return stages(reminder.due_on, org.timezone, now, table) if reminder.due_on else ("asked",)


def _by_the_clock(reminder: Reminder, org: Organization) -> datetime:
    """Its moment, by the clock that the organisation has now."""
    return morning_of(reminder.due_on, org.timezone) if reminder.due_on else reminder.due_at


def _awake(reminder: Reminder, now: datetime) -> bool:
    return reminder.snoozed_until is None or reminder.snoozed_until <= now


def _known(orgs: Sequence[Organization], keys: set[str]) -> dict[tuple[int, str], Reminder]:
    """Reminders of these kinds: those still open, and those of ``keys`` that are done."""
    rows = Reminder.objects.across_orgs(WHY).filter(organization__in=orgs, kind__in=FOUND_HERE)
    found = list(rows.filter(done_at=None))
    for some in _pieces(keys - {r.key for r in found}):
        found += rows.filter(key__in=some)
    return {(r.organization_id, r.key): r for r in found}


def _unsaid(waiting: list[tuple[Reminder, str]]) -> Iterator[tuple[Reminder, str]]:
    """Those of which nobody was written to yet."""
    said: set[str] = set()
    for some in _pieces(reminder.pk for reminder, _stage in waiting):
        keys = Notification.objects.across_orgs(WHY).filter(reminder__in=some)
        said.update(key.rpartition(":")[0] for key in keys.values_list("key", flat=True))
    for reminder, stage in waiting:
        if stage_key(reminder, stage) not in said:
            yield reminder, stage


def _pieces(values: Iterable[Any], size: int = 5_000) -> Iterator[list[Any]]:
    """A database takes only so many parameters at once."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
