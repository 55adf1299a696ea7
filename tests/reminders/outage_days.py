"""Days on which things fail in any order: what is done to a small world, and what must hold."""

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers import actions as providers
from continuity.providers.detect import Transition
from continuity.providers.feeds import State
from continuity.providers.models import Outage
from continuity.reminders import actions, tasks, telling
from continuity.reminders.finding import outages as finding
from continuity.reminders.models import Notification, Reminder
from continuity.risk.current import refresh
from tests import factories as make

WHY = "the test looks at all"
LASTS = timedelta(minutes=30)  # so long after its first, a group takes in what fails
PARTS = 6
NAME = re.compile(r"\b(?:Part|Task) \d\d\b")
# Person, function, and the part that it leans on; nobody: all administrators answer for it.
CAST = [
    ("ada", "Task 10", 0),
    ("ada", "Task 11", 1),
    ("ada", "Task 13", 3),
    ("bob", "Task 20", 0),
    ("bob", "Task 22", 2),
    ("bob", "Task 24", 4),
    ("", "Task 31", 1),
    ("", "Task 35", 5),
]
BELOW = {0: {0}, 1: {1}, 2: {2}, 3: {3, 0}, 4: {4}, 5: {5}}  # part 3 runs on part 0


class Died(Exception):
    pass


@dataclass
class World:
    orgs: list
    parts: list
    signals: dict
    now: object = None
    written: dict = field(default_factory=dict)  # outage: when
    looked: object = None

    def clock(self):
        return self.now

    def fails(self, part, org, state, ago, post):
        told = self._told("open", state, ago, post)
        signal = self.signals[part, org]
        outage = providers.open_outage(self._actor(org), signal, told, suspected=org is not None)
        if outage:
            self.written[outage.pk] = self.now

    def worsens(self, part, org):
        told = self._told("worsen", "major_outage", 0, "")
        providers.worsen_outage(self._actor(org), self.signals[part, org], told)

    def mends(self, part, org):
        whose = None if org is None else self.orgs[org]
        rows = Outage.objects.across_orgs(WHY).open().filter(organization=whose)
        for outage in rows.filter(component=self.parts[part]):
            providers.close_outage(self._actor(org), outage, self.now)

    def sweeps(self):
        tasks.answer_outages()
        holds_after_a_sweep(self)

    def dies(self, patch):
        """A sweep that told, and fell before it noted so."""

        def dies(*_):
            raise Died

        with patch.context() as now:
            now.setattr(actions, "settle_outages", dies)
            with pytest.raises(Died) if finding.look(self.now) else nothing():
                tasks.answer_outages()

    def fails_in_one(self, patch):
        def compose(org, ground, now):
            if org == self.orgs[0]:
                raise Died
            return composing(org, ground, now)

        composing = telling.compose
        with patch.context() as now:
            now.setattr(telling, "compose", compose)
            tasks.answer_outages()

    def looks(self):
        """A sweep begins, and goes on only later: another may have done its work by then."""
        self.looked = finding.look(self.now)

    def goes_on(self, patch):
        if self.looked is not None:
            with patch.context() as now:
                now.setattr(finding, "look", lambda _now: self.looked)
                tasks.answer_outages()
            self.looked = None

    def waits(self, minutes):
        self.now += timedelta(minutes=minutes)

    def _actor(self, org):
        return Actor.system(Organization.objects.platform() if org is None else self.orgs[org])

    def _told(self, kind, state, ago, post):
        since = self.now - timedelta(minutes=ago)
        return Transition(kind, State(state), since, self.now, incident=post)


@contextmanager
def nothing():
    yield


def world():
    providers_ = [make.ProviderFactory(name=f"Provider {n}") for n in range(2)]
    parts = [
        make.ComponentFactory(name=f"Part {n:02}", provider=providers_[n // 3])
        for n in range(PARTS)
    ]
    for upper, needs in BELOW.items():
        for lower in needs - {upper}:
            make.EdgeFactory(component=parts[upper], runs_on=parts[lower])
    orgs, signals = [_org(number, parts) for number in range(2)], {}
    for n, part in enumerate(parts):
        signals[n, None] = make.SignalFactory(component=part)
        for number, org in enumerate(orgs):
            signals[n, number] = make.SignalFactory(
                component=part, organization=org, feed=None, source="probe"
            )
    return World(orgs, parts, signals)


def _org(number, parts):
    org = make.OrganizationFactory(name=f"Org {number}")
    people = {"ada": Role.EDITOR, "bob": Role.EDITOR, "cy": Role.OWNER, "di": Role.OWNER}
    for person, role in people.items():
        make.MembershipFactory(organization=org, role=role, user__email=f"{person}@org{number}")
    for person, name, part in CAST:
        function = make.FunctionFactory(
            organization=org, name=name, owner_email=person and f"{person}@org{number}"
        )
        ask = make.DependencyFactory(organization=org, function=function)
        make.OptionFactory(organization=org, dependency=ask, position=0, on=[parts[part]])
    refresh(org)
    return org


def felt(world, outage):
    """Organisation, hearer and name of each function that it stops."""
    failed = world.parts.index(outage.component)
    for number, org in enumerate(world.orgs):
        if outage.organization_id not in (None, org.pk):
            continue
        for person, name, part in CAST:
            if failed in BELOW[part]:
                for who in [person] if person else ["cy", "di"]:
                    yield org.pk, f"{who}@org{number}", name


def all_outages():
    return list(Outage.objects.across_orgs(WHY).select_related("component").order_by("pk"))


def all_reminders():
    rows = Reminder.objects.across_orgs(WHY).select_related("cause__component")
    return list(rows.prefetch_related("functions").order_by("pk"))


def overlap(one, other):
    return (
        one.component_id == other.component_id
        and (one.ended_at is None or other.started_at < one.ended_at)
        and (other.ended_at is None or one.started_at < other.ended_at)
    )


def may_join(outage, row, outages):
    """Whether it may count as part of what a reminder tells of."""
    near = [o for o in outages if abs(o.started_at - row.cause.started_at) <= LASTS]
    if outage in near:
        return True
    chain, grows = near, True
    while grows:
        more = [o for o in outages if o not in chain and any(overlap(o, other) for other in chain)]
        chain, grows = [*chain, *more], bool(more)
    return outage in chain


def holds_after_a_sweep(world):
    """Who answers for what is down was told and waits for the end; nobody else waits for it."""
    outages, rows = all_outages(), all_reminders()
    waiting = [row for row in rows if row.over_at is None]
    down = [(o, *who) for o in outages if o.ended_at is None for who in felt(world, o)]
    names = {row.pk: {f.name for f in row.functions.all()} for row in waiting}
    for outage, org, hearer, function in down:
        assert any(
            row.organization_id == org
            and row.owner_email == hearer
            and function in names[row.pk]
            and may_join(outage, row, outages)
            for row in waiting
        ), f"{hearer} does not wait for the end of {outage}, felt by {function}"
    for row in waiting:
        assert any(
            (org, hearer) == (row.organization_id, row.owner_email)
            and may_join(outage, row, outages)
            for outage, org, hearer, _function in down
        ), f"{row.owner_email} is not told that {row} is over"


def holds_at_the_end(world):
    outages, rows = all_outages(), all_reminders()
    messages = list(Notification.objects.across_orgs(WHY).select_related("reminder").order_by("pk"))
    means = {who: set() for o in outages for *who_, _f in felt(world, o) for who in [tuple(who_)]}
    for outage in outages:
        for org, hearer, function in felt(world, outage):
            means[org, hearer] |= {function, outage.component.name}
    for message in messages:
        named = set(NAME.findall(f"{message.subject} {message.body}"))
        stray = named - means.get((message.organization_id, message.recipient), set())
        assert not stray, f"{stray} means nothing to {message.recipient}"
    _every_function_is_named(world, outages, rows, messages)
    _each_end_is_told_once(rows, messages)
    same = Counter((m.organization_id, m.recipient, m.subject, m.body) for m in messages)
    assert max(same.values(), default=1) == 1, "two messages say the same"


def _every_function_is_named(world, outages, rows, messages):
    telling = {
        row.pk: [m for m in messages if m.reminder_id == row.pk and not _is_over(m)][:1]
        for row in rows
    }
    for outage in outages:
        written = world.written[outage.pk]
        for org, hearer, function in felt(world, outage):
            assert any(
                row.organization_id == org
                and row.owner_email == hearer
                and (row.created_at >= written or row.over_at is None or row.over_at >= written)
                and may_join(outage, row, outages)
                and any(function in message.body for message in telling[row.pk])
                for row in rows
            ), f"{hearer} was not told of {outage}, felt by {function}"


def _each_end_is_told_once(rows, messages):
    owed = {(row.organization_id, row.owner_email, row.cause_id) for row in rows if _lasted(row)}
    told = Counter(
        (m.organization_id, m.recipient, m.reminder.cause_id) for m in messages if _is_over(m)
    )
    assert told == Counter(owed)
    once = Counter(
        (row.organization_id, row.owner_email, row.cause_id, function.name)
        for row in rows
        if _lasted(row)
        for function in row.functions.all()
    )
    assert max(once.values(), default=1) == 1, "a function is told of twice under one cause"


def _lasted(row):
    """Not one that was told of only once it was over."""
    return row.created_at != row.over_at


def _is_over(message):
    return message.subject.endswith(" is back")


def ends(world):
    for part in range(PARTS):
        for org in (None, 0, 1):
            world.mends(part, org)
    world.waits(1)
    world.sweeps()
    world.sweeps()
    holds_at_the_end(world)
    assert not finding.look(timezone.now())
