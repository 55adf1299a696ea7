"""Planned changes, their steps, their evidence."""

from datetime import UTC, datetime, timedelta

from continuity.changes import actions
from continuity.changes.models import Change, Evidence
from continuity.changes.reading import read
from continuity.orgs.models import Organization
from continuity.plans.actions import renders
from continuity.plans.render import Rendered
from tests.factories import DependencyFactory, OptionFactory


def change(w):
    return actions.add_change(w.actor, title="By hand, if need be")


def add_by_hand(w, planned, name="By hand"):
    dependency = DependencyFactory(organization=w.actor.org)
    OptionFactory(organization=w.actor.org, dependency=dependency)
    wanted = {
        "name": name,
        "on": [],
        "dependencies": [str(dependency.pk)],
        "leans_on": "",
        "capacity": "0.5",
        "switch_minutes": 30,
        "runbook": None,
    }
    return actions.add_step(w.actor, planned, "add", wanted, {})


def planned(w):
    row = change(w)
    add_by_hand(w, row)
    return row


def step(w):
    return add_by_hand(w, change(w))


def edited(w):
    row = step(w)
    actions.edit_step(w.actor, row, {**row.wanted, "switch_minutes": 5}, {})


def moved(w):
    row = planned(w)
    actions.move_step(w.actor, add_by_hand(w, row, "By letter"), 0)


def applied(w):
    row = planned(w)
    org = Organization.objects.get(pk=w.actor.org.pk)
    seen = read(org, Change.objects.for_org(org).get(pk=row.pk)).fingerprint
    actions.apply(w.actor, row, seen)


def back(w):
    row = change(w)
    actions.throw_away(w.actor, row)
    actions.bring_back(w.actor, row)


def rendered(w):
    actions.keep(w.actor, planned(w))
    now = datetime.now(UTC)
    actions.finish(renders.claim(now, Evidence), Rendered(b"%PDF-1.7", 1), now)


def remade(w):
    evidence = actions.keep(w.actor, planned(w))
    now = datetime.now(UTC)
    for _ in range(renders.MOST_TRIES):
        renders.fail(renders.claim(now, Evidence), "No fonts.", now)
        now += timedelta(hours=1)
    actions.remake(w.actor, evidence)


CASES = {
    "change.add": change,
    "change.edit": lambda w: actions.edit_change(w.actor, change(w), title="Other"),
    "change.add_step": step,
    "change.edit_step": edited,
    "change.move_step": moved,
    "change.remove_step": lambda w: actions.remove_step(w.actor, step(w)),
    "change.keep": lambda w: actions.keep(w.actor, planned(w)),
    "change.render": rendered,
    "change.remake": remade,
    "change.apply": applied,
    "change.throw_away": lambda w: actions.throw_away(w.actor, change(w)),
    "change.bring_back": back,
}
