"""However people go about it, an answer is in one state, and the function says what was signed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from continuity.audit.models import Event
from continuity.campaigns import actions
from continuity.campaigns.models import Answer, Campaign
from continuity.inventory import actions as inventory
from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from tests.examples import examples
from tests.factories import FunctionFactory, MembershipFactory

RTOS = st.integers(1, 60)


class OneAnswer(RuleBasedStateMachine):
    """A model of one function in one campaign, beside the rows."""

    def __init__(self):
        super().__init__()
        seat = MembershipFactory(role=Role.OWNER)
        self.org = seat.organization
        self.boss = Actor(self.org, seat.user, Role.OWNER)
        vera = MembershipFactory(organization=self.org, role=Role.VIEWER)
        self.vera = Actor(self.org, vera.user, Role.VIEWER)
        FunctionFactory(organization=self.org, owner_email=vera.user.email, rto_minutes=60)
        day = timezone.localdate() + timedelta(days=7)
        campaign = actions.add_campaign(self.boss, title="BIA", due_on=day)
        actions.start(self.boss, campaign)
        self.state, self.open, self.rto, self.assessed = "asked", True, 60, None
        self.said = self.seen = None

    @property
    def answer(self):
        return Answer.objects.for_org(self.org).get()

    @property
    def campaign(self):
        return Campaign.objects.for_org(self.org).get()

    def attempt(self, allowed, act):
        """Done if it is allowed, else refused without an entry in the chain."""
        before = Event.objects.for_org(self.org).count()
        try:
            act()
        except ValidationError:
            assert not allowed
            assert Event.objects.for_org(self.org).count() == before
            return False
        assert allowed
        return True

    @property
    def owed(self):
        return self.open and self.state in ("asked", "begun", "sent_back")

    @rule(text=st.text("0123456789 hmin", max_size=8))
    def keep(self, text):
        if self.attempt(
            self.owed, lambda: actions.keep(self.vera, self.answer, {"rto_minutes": text})
        ):
            self.state = "begun" if self.state == "asked" else self.state

    @rule(rto=RTOS)
    def send(self, rto):
        if self.attempt(
            self.owed, lambda: actions.send(self.vera, self.answer, says={"rto_minutes": rto})
        ):
            self.state, self.said, self.seen = "answered", rto, self.rto

    @rule()
    def take_back(self):
        allowed = self.open and self.state == "answered"
        if self.attempt(allowed, lambda: actions.take_back(self.vera, self.answer)):
            self.state = "begun"

    @rule()
    def send_back(self):
        allowed = self.open and self.state == "answered"
        if self.attempt(allowed, lambda: actions.send_back(self.boss, self.answer, "Why?")):
            self.state = "sent_back"

    @rule(take=st.sampled_from(["", "answer", "inventory"]))
    def sign_off(self, take):
        ready = self.open and self.state == "answered"
        changed = ready and self.said != self.seen
        conflict = changed and self.rto not in (self.said, self.seen)
        chosen = {"rto_minutes": take} if take else {}
        if self.attempt(
            ready and (not conflict or bool(take)),
            lambda: actions.sign_off(self.boss, self.answer, take=chosen),
        ):
            self.state, self.assessed = "signed", True
            if changed and not (conflict and take == "inventory"):
                self.rto = self.said

    @rule(rto=RTOS)
    def edit_the_inventory(self, rto):
        inventory.edit_function(
            self.boss, Function.objects.for_org(self.org).get(), rto_minutes=rto
        )
        self.rto = rto

    @rule()
    def close(self):
        if self.attempt(self.open, lambda: actions.close(self.boss, self.campaign)):
            self.open = False

    @precondition(lambda self: not self.open)
    @rule()
    def reopen(self):
        actions.reopen(self.boss, self.campaign)
        self.open = True

    @rule()
    def start_again(self):
        self.attempt(False, lambda: actions.start(self.boss, self.campaign))

    @invariant()
    def the_rows_are_as_the_model_says(self):
        answer, function = self.answer, Function.objects.for_org(self.org).get()
        assert answer.state == self.state
        assert (self.campaign.state == "open") == self.open
        assert function.rto_minutes == self.rto
        assert (function.assessed_on is not None) == bool(self.assessed)
        assert (answer.signed_at is not None) == (self.state == "signed")
        assert answer.unchanged == (self.said is not None and self.said == self.seen)


@pytest.mark.django_db
class TestOneAnswer(TestCase, OneAnswer.TestCase):
    settings = settings(
        max_examples=examples(30),
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
