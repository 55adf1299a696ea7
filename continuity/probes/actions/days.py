"""Runs become days once the day is over, and are forgotten after a week; days after a year."""

from datetime import date, datetime, timedelta

from django.db import transaction

from continuity.probes.days import over_everywhere, summed
from continuity.probes.models import Day, Result, Spend

from .leases import WHY

RAW, YEAR = timedelta(days=7), timedelta(days=400)
GROUPS, CHUNK = 200, 5000


def fold(now: datetime) -> int:
    """Sum up each day that is over for every component: how many days were written.

    Safe to stop at any point and to do twice: a day and the marks of its runs are written together,
    and a run that comes late has its day summed again from all that are still there.
    """
    waiting = Result.objects.across_orgs(WHY).filter(folded=False, day__lt=over_everywhere(now))
    groups = waiting.values_list("organization_id", "probe__component_id", "day").distinct()
    return sum(_fold_one(*group) for group in list(groups[:GROUPS]))


def _fold_one(org: int, component: int, day: date) -> int:
    with transaction.atomic():
        runs = Result.objects.across_orgs(WHY).filter(
            organization_id=org, probe__component_id=component, day=day
        )
        fields = summed(list(runs.values_list("verdict", "first_ms", "total_ms")))
        Day.objects.across_orgs(WHY).bulk_create(
            [Day(organization_id=org, component_id=component, day=day, **fields)],
            update_conflicts=True,
            unique_fields=["organization", "component", "day"],
            update_fields=list(fields),
        )
        runs.filter(folded=False).update(folded=True)
    return 1


def forget_old(now: datetime) -> int:
    """Let go of runs older than a week that are in their day, of days and spending after a year."""
    runs = Result.objects.across_orgs(WHY).filter(folded=True, at__lt=now - RAW)
    gone = runs.filter(pk__in=list(runs.values_list("pk", flat=True)[:CHUNK])).delete()[0]
    year = (now - YEAR).date()
    for model in (Day, Spend):
        rows = model.objects.across_orgs(WHY).filter(day__lt=year)  # type: ignore[attr-defined]
        gone += rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:CHUNK])).delete()[0]
    return gone
