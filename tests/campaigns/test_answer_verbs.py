"""Who is asked answers, whatever their role; what was typed is kept; and nobody else may."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from continuity.audit.models import Event
from continuity.campaigns import actions
from continuity.core.errors import Conflict
from continuity.inventory import actions as inventory
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from tests.campaigns.conftest import fresh, function
from tests.factories import MembershipFactory

pytestmark = pytest.mark.postgres


def stranger_to_it(org):
    seat = MembershipFactory(organization=org, role=Role.VIEWER)
    return Actor(org, seat.user, Role.VIEWER)


def test_a_viewer_who_is_asked_may_answer(org, vera, answer):
    actions.keep(vera, answer, {"rto_minutes": "30 min"})
    actions.send(vera, answer, says={"rto_minutes": 30})
    now = fresh(answer)
    assert (now.state, now.answered_by, now.said["rto_minutes"]) == (
        "answered",
        "vera@example.org",
        30,
    )
    assert function(org).rto_minutes == 60  # not before somebody signs it off


def test_another_viewer_may_not(org, answer):
    other = stranger_to_it(org)
    for act in (
        lambda: actions.keep(other, answer, {}),
        lambda: actions.send(other, answer, says={}),
        lambda: actions.take_back(other, answer),
        lambda: actions.hand_over(other, answer, "ada@example.org"),
    ):
        with pytest.raises(PermissionDenied, match="Somebody else is asked"):
            act()


def test_an_editor_may_answer_for_them(actor, answer):
    assert actions.send(actor, answer, says={}).answered_by == "ada@example.org"


def test_only_the_first_word_is_an_entry_of_the_chain(org, vera, answer):
    for text in ("1", "1 h", "1 h 30 min"):
        actions.keep(vera, answer, {"rto_minutes": text})
    entries = Event.objects.for_org(org).filter(verb="answer.begin")
    assert entries.count() == 1
    assert "draft" not in entries.get().changes
    assert fresh(answer).draft == {"rto_minutes": "1 h 30 min"}


def test_two_tabs_do_not_overwrite_each_other(vera, answer):
    one, other = fresh(answer), fresh(answer)
    actions.keep(vera, one, {"rto_minutes": "30 min"})
    actions.keep(vera, other, {"description": "Letters"})
    actions.keep(vera, one, {"mtpd_minutes": "1 d"})
    assert set(fresh(answer).draft) == {"rto_minutes", "description", "mtpd_minutes"}
    actions.keep(vera, other, {"rto_minutes": None})
    assert set(fresh(answer).draft) == {"description", "mtpd_minutes"}


def test_confirming_all_changes_nothing(vera, answer):
    sent = actions.send(vera, answer, says={})
    assert sent.unchanged
    assert sent.said == sent.seen == sent.was


def test_a_remark_alone_is_not_nothing(vera, answer):
    assert not actions.send(vera, answer, says={}, remark="Copilot is missing.").unchanged


def test_an_rto_beyond_the_mtpd_is_refused(vera, answer):
    with pytest.raises(ValidationError, match="longer than the MTPD"):
        actions.send(vera, answer, says={"rto_minutes": 9999})
    assert fresh(answer).state == "asked"


def test_sent_twice_counts_once(vera, answer):
    actions.send(vera, answer, says={"rto_minutes": 30})
    with pytest.raises(Conflict):
        actions.send(vera, answer, says={})
    assert fresh(answer).said["rto_minutes"] == 30


def test_a_removed_function_is_not_answered_for(org, actor, vera, answer):
    inventory.remove_function(actor, function(org))
    with pytest.raises(ValidationError, match="was removed"):
        actions.send(vera, answer, says={})


def test_an_answer_is_taken_back_with_what_was_typed(vera, answer):
    actions.keep(vera, answer, {"rto_minutes": "30 min"})
    actions.send(vera, answer, says={"rto_minutes": 30})
    actions.take_back(vera, answer)
    now = fresh(answer)
    assert (now.state, now.draft) == ("begun", {"rto_minutes": "30 min"})


def test_somebody_else_is_asked_and_may_answer(org, vera, answer):
    other = stranger_to_it(org)
    actions.hand_over(vera, answer, other.user.email.upper())
    with pytest.raises(PermissionDenied):
        actions.send(vera, answer, says={})
    assert actions.send(other, answer, says={}).answered_by == other.user.email


def test_who_is_no_member_is_not_asked(vera, answer):
    with pytest.raises(ValidationError, match="no member here"):
        actions.hand_over(vera, answer, "nobody@example.com")
