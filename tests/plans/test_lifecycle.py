"""From draft to in force, whatever people click and in whatever order."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.audit.models import Checkpoint, Event
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.plans import actions
from continuity.plans.lifecycle import NEXT, before
from continuity.plans.models import Approval, Version
from tests.factories import MembershipFactory, PlanFactory

REACHED = {"submit": "in_review", "approve": "approved", "reject": "rejected"}
ENDS = {state for state, following in NEXT.items() if not following}


def seat(org, role):
    return Actor(org, MembershipFactory(organization=org, role=role).user, role)


@pytest.fixture
def people(org):
    """An editor and two who may approve."""
    return seat(org, Role.EDITOR), seat(org, Role.APPROVER), seat(org, Role.APPROVER)


clicks = st.lists(
    st.one_of(
        st.tuples(st.just("freeze"), st.integers(0, 2), st.just(0)),
        st.tuples(st.sampled_from(sorted(REACHED)), st.integers(0, 2), st.integers(0, 3)),
    ),
    max_size=14,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(clicks)
def test_no_order_of_clicks_breaks_a_promise(people, clicks):
    org = people[0].org
    plan = PlanFactory(organization=org)
    rows = Version.objects.for_org(org).filter(plan=plan)
    for n, (click, who, which) in enumerate(clicks):
        if click == "freeze":
            plan.purpose = f"As of click {n}"
            plan.save()
            actions.freeze(people[who], plan)
            continue
        versions = list(rows.order_by("number"))
        if versions:
            decide(click, people[who], versions[which % len(versions)])
        keeps_its_promises(rows)


def decide(click, actor, version):
    """The verb, and what must be so after it, whether it was allowed or not."""
    was = version.state
    entries = Event.objects.for_org(actor.org)
    told = entries.count()
    allowed = was in before(REACHED[click])
    try:
        getattr(actions, click)(actor, version)
    except PermissionDenied:
        own = actor.label == version.created_by
        assert click != "submit"
        assert actor.role < Role.APPROVER or (click == "approve" and own)
        done = False
    except Conflict:
        assert not allowed
        done = False
    else:
        assert allowed
        done = True
    now = Version.objects.for_org(actor.org).get(pk=version.pk)
    assert now.state == (REACHED[click] if done else was)
    assert entries.count() == told + done


def keeps_its_promises(rows):
    versions = list(rows.order_by("number"))
    assert sum(v.state == "approved" for v in versions) <= 1
    for version in versions:
        said = list(version.approvals.all())
        assert [a.sha256 for a in said] == [version.sha256] * len(said)
        assert [a.approved for a in said] == {
            "approved": [True],
            "superseded": [True],
            "rejected": [False],
        }.get(version.state, [])
        assert all(a.user.email != version.created_by for a in said if a.approved)


def in_review(editor, plan, purpose):
    plan.purpose = purpose
    plan.save()
    return actions.submit(editor, actions.freeze(editor, plan))


def test_approval_dates_the_review_and_notes_the_chain(people, org):
    editor, approver, _other = people
    plan = PlanFactory(organization=org, reviewed_on=None)
    version = actions.approve(approver, in_review(editor, plan, "One"), "Read it all")
    plan.refresh_from_db()
    assert plan.reviewed_on == version.approved_at.date()
    (word,) = Approval.objects.for_org(org)
    assert (word.user, word.comment, word.approved) == (approver.user, "Read it all", True)
    head = Event.objects.for_org(org).get(verb="version.submit")
    assert [(c.seq, c.hash) for c in Checkpoint.objects.for_org(org)] == [(head.seq, head.hash)]


def test_sending_back_dates_nothing(people, org):
    editor, approver, _other = people
    plan = PlanFactory(organization=org, reviewed_on=None)
    actions.reject(approver, in_review(editor, plan, "One"), "Roles are missing")
    plan.refresh_from_db()
    assert plan.reviewed_on is None
    assert not Checkpoint.objects.for_org(org).exists()


def test_who_froze_it_may_approve_where_nobody_else_may(org):
    alone, other = seat(org, Role.OWNER), seat(org, Role.APPROVER)
    seat(org, Role.EDITOR)
    version = in_review(alone, PlanFactory(organization=org), "One")
    with pytest.raises(PermissionDenied):
        actions.approve(alone, version)
    other.user.is_active = False
    other.user.save()
    assert actions.approve(alone, version).state == "approved"


@pytest.mark.parametrize("click", ["approve", "reject"])
def test_an_editor_decides_nothing(people, org, click):
    editor = people[0]
    version = in_review(editor, PlanFactory(organization=org), "One")
    with pytest.raises(PermissionDenied):
        getattr(actions, click)(editor, version)


def test_two_who_decide_at_once_leave_one_word(people, org):
    """Both hold the row as it was when their page was drawn."""
    editor, first, second = people
    version = in_review(editor, PlanFactory(organization=org), "One")
    stale = Version.objects.for_org(org).get(pk=version.pk)
    actions.reject(first, version)
    with pytest.raises(Conflict):
        actions.approve(second, stale)
    assert [a.approved for a in Approval.objects.for_org(org)] == [False]
    assert Version.objects.for_org(org).get(pk=version.pk).state == "rejected"


def test_what_is_over_stays_over():
    assert {"rejected", "superseded"} == ENDS
    assert before("draft") == []
