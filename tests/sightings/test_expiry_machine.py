"""Whatever people press and however time goes, what stands is what a plain model says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.providers.models import Outage
from continuity.sightings import actions
from continuity.sightings.models import Sighting
from tests.examples import examples
from tests.factories import ComponentFactory, MembershipFactory
from tests.sightings.conftest import T0

PEOPLE = st.integers(0, 2)


class Words(RuleBasedStateMachine):
    """``until``: by person, how long their word counts; ``aside``: whose does not."""

    @initialize()
    def begin(self):
        self.now = T0
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(timezone, "now", lambda: self.now)
        seat = MembershipFactory(role=Role.EDITOR)
        seats = [seat, *(MembershipFactory(organization=seat.organization) for _ in range(2))]
        self.org = seat.organization
        self.people = [Actor(self.org, s.user, Role.EDITOR) for s in seats]
        self.part = ComponentFactory()
        self.until, self.aside, self.presses = {}, set(), 0

    def word(self, who):
        rows = Sighting.objects.for_org(self.org).filter(user=self.people[who].user)
        return rows.filter(ended_at=None).first()

    def _run_out(self):
        for who in [w for w, until in self.until.items() if until <= self.now]:
            del self.until[who]
            self.aside.discard(who)

    @rule(who=PEOPLE)
    def press(self, who):
        if self.presses > 15:
            return
        known, word = self.until.get(who), self.word(who)
        self.presses += who not in self.until
        actions.report(self.people[who], self.part)
        same = known and self.now - word.renewed_at < timedelta(minutes=1)
        self.until[who] = known if same else self.now + timedelta(hours=4)

    @rule(who=PEOPLE)
    def works_again(self, who):
        if who in self.until:
            actions.withdraw(self.people[who], self.word(who))
            del self.until[who]
            self.aside.discard(who)

    @rule(who=PEOPLE, by=PEOPLE)
    def set_aside(self, who, by):
        if who in self.until:
            changed = actions.set_aside(self.people[by], self.word(who))
            assert bool(changed) == (who not in self.aside)
            self.aside.add(who)

    @rule(who=PEOPLE, by=PEOPLE)
    def put_back(self, who, by):
        if who in self.until:
            changed = actions.put_back(self.people[by], self.word(who))
            assert bool(changed) == (who in self.aside)
            self.aside.discard(who)

    @rule(minutes=st.sampled_from([1, 30, 119, 240]))
    def time_goes_by(self, minutes):
        self.now += timedelta(minutes=minutes)
        self._run_out()
        actions.expire_words(self.now)

    @invariant()
    def what_stands_is_what_was_said(self):
        live = Sighting.objects.for_org(self.org).live(self.now)
        assert {w.user_id: w.until for w in live} == {
            self.people[who].user.pk: until for who, until in self.until.items()
        }
        going_on = Outage.objects.for_org(self.org).open().filter(organization=self.org)
        assert going_on.count() == bool(self.until.keys() - self.aside)

    def teardown(self):
        if hasattr(self, "patch"):
            self.patch.undo()


class TestWords(Words.TestCase, TestCase):
    settings = settings(
        max_examples=examples(25),
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
