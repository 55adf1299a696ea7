"""Plans, versions, approvals."""

from datetime import UTC, datetime, timedelta

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.plans import actions
from continuity.plans.actions import renders
from continuity.plans.models import Plan
from continuity.plans.render import Rendered
from tests.factories import MembershipFactory
from tests.factories_plans import PlanFactory


def plan(w):
    row = PlanFactory(organization=w.actor.org)
    return Plan.objects.for_org(w.actor.org).get(pk=row.pk)


def frozen(w):
    return actions.freeze(w.actor, plan(w))


def submitted(w):
    return actions.submit(w.actor, frozen(w))


def another(w):
    seat = MembershipFactory(organization=w.actor.org, role=Role.APPROVER)
    return Actor(w.actor.org, seat.user, Role.APPROVER)


def back(w):
    row = plan(w)
    actions.remove_plan(w.actor, row)
    actions.restore_plan(w.actor, row)


def rendered(w):
    frozen(w)
    now = datetime.now(UTC)
    actions.finish(actions.claim(now), Rendered(b"%PDF-1.7", 1), now)


def remade(w):
    version = frozen(w)
    now = datetime.now(UTC)
    for _ in range(renders.MOST_TRIES):
        claimed = renders.claim(now)
        renders.fail(claimed, "No fonts.", now)
        now += timedelta(hours=1)
    actions.remake(w.actor, version)


CASES = {
    "plan.add": lambda w: actions.add_plan(w.actor, title="Plan"),
    "plan.edit": lambda w: actions.edit_plan(w.actor, plan(w), title="Other"),
    "plan.remove": lambda w: actions.remove_plan(w.actor, plan(w)),
    "plan.restore": back,
    "plan.freeze": frozen,
    "plan.render": rendered,
    "version.submit": submitted,
    "version.remake": remade,
    "version.withdraw": lambda w: actions.withdraw(w.actor, frozen(w)),
    "version.approve": lambda w: actions.approve(another(w), submitted(w)),
    "version.reject": lambda w: actions.reject(another(w), submitted(w)),
}
