"""Who replays it: the page itself where that is quick, else a sweep."""

from django.utils import timezone

from continuity.inventory.models import Option
from continuity.inventory.portable import Portfolio, read_event, write_event
from continuity.orgs.models import Organization
from continuity.risk.load import load
from continuity.risk.picture import METHOD
from continuity.simulator.actions import runs
from continuity.simulator.models import Run

from .choice import Choice, onto
from .effect import Effect, effect

QUICK = 4_000  # options: loading and replaying them takes less than half a second


def replayed(org: Organization, choice: Choice) -> Effect | Run:
    """What the choice would do today; a large inventory answers with the row that waits for it."""
    day = timezone.localdate()
    if Option.objects.for_org(org).count() <= QUICK:
        return on(org, choice, load(org, day))
    key = choice.key(org, day, METHOD)
    row = runs.ask(org, key, write_event(choice.event), list(choice.held), day)
    if row.state != Run.State.DONE:
        return row
    return Run.objects.for_org(org).values_list("result", flat=True).get(pk=row.pk)


def on(org: Organization, choice: Choice, portfolio: Portfolio) -> Effect:
    """``portfolio``: as `load` gives it, or changed since; its components go by primary key."""
    event, held = onto(org, choice)
    return effect(portfolio, event, held)


def make(row: Run) -> bool:
    """A claimed replay, made; False: it was stopped or lost meanwhile."""
    choice = Choice(read_event(row.event), tuple(row.held))
    event, held = onto(row.organization, choice)
    if not runs.progress(row, 10):
        return False
    portfolio = load(row.organization, row.day)
    return runs.progress(row, 60) and runs.finish(row, effect(portfolio, event, held))
