"""Signing off writes what the answer changed, and nothing that somebody else did meanwhile."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from continuity.audit.models import Event
from continuity.campaigns import actions
from continuity.campaigns.models import Answer
from continuity.core.errors import Conflict
from continuity.inventory import actions as inventory
from continuity.inventory.models import Dependency
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from tests.campaigns.conftest import fresh, function
from tests.factories import MembershipFactory

pytestmark = pytest.mark.postgres
SAYS = {"rto_minutes": 30, "owner": "ada@example.org"}


@pytest.fixture
def answered(vera, answer):
    return actions.send(vera, answer, says=SAYS)


def test_what_changed_is_written_with_the_day_of_the_answer(org, owner, answered):
    Answer.objects.for_org(org).filter(pk=answered.pk).update(
        answered_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    )
    org.timezone = "Europe/Amsterdam"
    org.save()
    actions.sign_off(owner, fresh(answered))
    now = function(org)
    assert (now.rto_minutes, now.owner_email) == (30, "ada@example.org")
    assert now.assessed_on.isoformat() == "2026-11-21"  # the day it was there
    assert (fresh(answered).state, fresh(answered).signed_by) == ("signed", "olga@example.org")


def test_each_write_is_an_entry_and_the_signature_says_who_answered(org, owner, answered):
    actions.sign_off(owner, answered)
    edit, sign = Event.objects.for_org(org).order_by("-seq")[:2][::-1]
    assert (edit.verb, edit.changes["rto_minutes"]) == ("function.edit", [60, 30])
    assert (sign.verb, sign.changes["answered_by"]) == ("answer.sign_off", "vera@example.org")
    assert sign.changes["written"] == "owner, rto_minutes"


def test_what_others_edited_of_the_rest_stands(org, owner, actor, answered):
    inventory.edit_function(actor, function(org), mtpd_minutes=900, description="Edited")
    actions.sign_off(owner, answered)
    now = function(org)
    assert (now.rto_minutes, now.mtpd_minutes, now.description) == (30, 900, "Edited")


def test_where_two_differ_somebody_must_choose(org, owner, actor, answered):
    inventory.edit_function(actor, function(org), rto_minutes=20)
    with pytest.raises(ValidationError, match=r"Edited in the inventory since: RTO\."):
        actions.sign_off(owner, answered)
    assert fresh(answered).state == "answered"
    assert function(org).owner_email == "vera@example.org"


@pytest.mark.parametrize(("whose", "rto"), [("answer", 30), ("inventory", 20)])
def test_the_one_chosen_counts(org, owner, actor, answered, whose, rto):
    inventory.edit_function(actor, function(org), rto_minutes=20)
    actions.sign_off(owner, answered, take={"rto_minutes": whose})
    assert (function(org).rto_minutes, function(org).owner_email) == (rto, "ada@example.org")


def test_what_the_inventory_refuses_leaves_nothing_half_written(org, owner, actor, answered):
    inventory.edit_function(actor, function(org), rto_minutes=10, mtpd_minutes=20)
    before = Event.objects.for_org(org).count()
    with pytest.raises(ValidationError, match="longer than the MTPD"):
        actions.sign_off(owner, answered, take={"rto_minutes": "answer"})
    assert function(org).owner_email == "vera@example.org"
    assert fresh(answered).state == "answered"
    assert Event.objects.for_org(org).count() == before


def test_what_is_no_longer_asked_of_ai_goes_and_may_come_back(org, owner, vera, answer):
    actions.send(vera, answer, says={}, gone=["sort"])
    actions.sign_off(owner, answer)
    assert [ask.key for ask in function(org).dependencies.all()] == ["draft"]
    assert Dependency.objects.removed(org).get().key == "sort"


def test_the_impact_curve_and_what_it_needs_are_written_as_the_inventory_has_them(
    org, owner, actor, campaign
):
    claims = Answer.objects.for_org(org).get(function__name="Claims")
    says = {"depends_on": ["letters"], "minimum_capacity": 0.625}
    actions.send(actor, claims, says=says, costs={60: Decimal("250.5")})
    actions.sign_off(owner, claims)
    now = function(org, "Claims")
    assert now.impact == [
        {"after_minutes": 0, "cost_per_hour": "100"},
        {"after_minutes": 60, "cost_per_hour": "250.5"},
        {"after_minutes": 300, "cost_per_hour": "900.5"},
    ]
    assert [row.key for row in now.depends_on.all()] == ["letters"]
    assert now.minimum_capacity == Decimal("0.625")


def test_a_circle_is_refused_with_its_way(org, owner, vera, actor, answer):
    inventory.edit_function(actor, function(org, "Claims"), depends_on=[function(org)])
    actions.send(vera, answer, says={"depends_on": ["claims"]})
    with pytest.raises(ValidationError, match="would depend on each other"):
        actions.sign_off(owner, answer)


def test_who_answered_does_not_sign_unless_nobody_else_may(org, owner, actor, answer):
    ada = Actor(org, actor.user, Role.APPROVER)
    actions.send(ada, answer, says={})
    with pytest.raises(ValidationError, match="somebody else signs it off"):
        actions.sign_off(ada, answer)
    org.memberships.filter(user=owner.user).delete()
    actions.sign_off(ada, answer)
    assert fresh(answer).signed_by == "ada@example.org"


def test_an_editor_does_not_sign_off(actor, answered):
    with pytest.raises(PermissionDenied):
        actions.sign_off(actor, answered)


def test_another_answer_than_the_one_that_was_read_is_not_signed(owner, vera, answered):
    read = answered.answered_at.isoformat()
    actions.take_back(vera, answered)
    actions.send(vera, answered, says={"rto_minutes": 1})
    with pytest.raises(Conflict, match="another by now"):
        actions.sign_off(owner, answered, of=read)


def test_an_older_answer_does_not_move_a_later_assessment_back(org, owner, answered):
    Answer.objects.for_org(org).filter(pk=answered.pk).update(
        answered_at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    inventory.edit_function(
        owner, function(org), assessed_on=datetime(2026, 2, 1, tzinfo=UTC).date()
    )
    actions.sign_off(owner, fresh(answered))
    assert function(org).assessed_on.isoformat() == "2026-02-01"


def test_sent_back_with_a_reason_it_is_asked_again_and_nothing_typed_is_lost(owner, vera, answer):
    actions.keep(vera, answer, {"rto_minutes": "30 min"})
    actions.send(vera, answer, says=SAYS)
    with pytest.raises(ValidationError):
        actions.send_back(owner, answer, "  ")
    actions.send_back(owner, answer, "Thirty minutes, really?")
    now = fresh(answer)
    assert (now.state, now.reason) == ("sent_back", "Thirty minutes, really?")
    assert now.draft == {"rto_minutes": "30 min"}
    actions.send(vera, answer, says={})
    assert (fresh(answer).state, fresh(answer).reason) == ("answered", "")


def test_those_with_nothing_changed_are_signed_off_at_once(org, owner, actor, vera, campaign):
    claims, letters = Answer.objects.for_org(org).order_by("function__name")
    actions.send(actor, claims, says={})
    actions.send(vera, letters, says=SAYS)
    assert actions.sign_off_unchanged(owner, campaign) == (1, 0)
    assert (fresh(claims).state, fresh(letters).state) == ("signed", "answered")
    assert function(org, "Claims").assessed_on is not None


def test_ones_own_are_left_to_somebody_else(org, owner, campaign):
    MembershipFactory(organization=org, role=Role.APPROVER)
    for row in Answer.objects.for_org(org):
        actions.send(owner, row, says={})
    assert actions.sign_off_unchanged(owner, campaign) == (0, 2)
