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
from tests.examples import examples
from tests.factories import MembershipFactory
from tests.factories_plans import PlanFactory

REACHED = {
    "submit": "in_review",
    "approve": "approved",
    "reject": "rejected",
    "withdraw": "withdrawn",
}
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
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
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
            Version.objects.for_org(org).update(render_state="done")  # nobody waits for a PDF
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
        own = actor.user.pk == version.frozen_by_id
        assert click != "submit"
        assert actor.role < Role.APPROVER or (click == "approve" and own)
        assert click != "withdraw" or was == "approved"
        done = False
    except Conflict:
        assert not allowed or (click == "approve" and later_approved(version))
        done = False
    else:
        assert allowed
        done = True
    now = Version.objects.for_org(actor.org).get(pk=version.pk)
    assert now.state == (REACHED[click] if done else was)
    assert entries.count() == told + done


def later_approved(version):
    later = Version.objects.for_org(version.organization).filter(
        plan=version.plan, number__gt=version.number
    )
    return later.exclude(approved_at=None).exists()


def keeps_its_promises(rows):
    versions = list(rows.order_by("number"))
    in_force = [v.number for v in versions if v.state == "approved"]
    ever = [v.number for v in versions if v.approved_at]
    assert in_force in ([], ever[-1:])
    for version in versions:
        said = list(version.approvals.all())
        assert [a.sha256 for a in said] == [version.sha256] * len(said)
        words = {"approved": [True], "superseded": [True], "rejected": [False]}
        words["withdrawn"] = [True] if version.approved_at else []
        assert [a.approved for a in said] == words.get(version.state, [])
        assert all(a.user_id != version.frozen_by_id for a in said if a.approved)


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
    entry = Event.objects.for_org(org).get(verb="version.approve")
    assert [(c.seq, c.hash) for c in Checkpoint.objects.for_org(org)] == [(entry.seq, entry.hash)]
    assert entry.changes["sha256"] == version.sha256
    assert entry.changes["comment"] == "Read it all"
    assert entry.changes["state"] == ["in_review", "approved"]


def test_an_earlier_version_never_takes_the_place_of_a_later_one(people, org):
    editor, approver, _other = people
    plan = PlanFactory(organization=org)
    first, second = (in_review(editor, plan, words) for words in ("One", "Two"))
    actions.approve(approver, second)
    with pytest.raises(Conflict, match="later version"):
        actions.approve(approver, first)
    actions.withdraw(editor, first)
    actions.withdraw(approver, second)
    states = Version.objects.for_org(org).order_by("number").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "withdrawn"]


def test_what_is_in_force_is_withdrawn_and_removed_by_who_may_approve_alone(people, org):
    editor, approver, _other = people
    plan = PlanFactory(organization=org)
    version = actions.approve(approver, in_review(editor, plan, "One"))
    for click, row in ((actions.withdraw, version), (actions.remove_plan, plan)):
        with pytest.raises(PermissionDenied):
            click(editor, row)
    assert actions.withdraw(approver, version).state == "withdrawn"
    assert actions.remove_plan(editor, plan).removed_at


def test_one_withdrawn_while_somebody_approves_it_is_not_taken_out_of_force(people, org):
    editor, approver, _other = people
    version = in_review(editor, PlanFactory(organization=org), "One")
    stale = Version.objects.for_org(org).get(pk=version.pk)
    actions.approve(approver, version)
    with pytest.raises(Conflict):
        actions.withdraw(editor, stale)


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
    assert Approval.objects.for_org(org).get().alone


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
    assert {"rejected", "superseded", "withdrawn"} == ENDS
    assert before("draft") == []
