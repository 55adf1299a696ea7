"""When an option was last shown to work: stated by hand, or by a passed exercise of its runbook.

A day still to come is no exercise yet: what is planned counts from the day on which it passed.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import Max

from continuity.orgs.models import Organization
from continuity.runbooks.models import Exercise


def last_passed(org: Organization, as_of: date) -> dict[int, date]:
    """For each runbook the day of its last passed exercise up to ``as_of``; one query."""
    rows = Exercise.objects.for_org(org).filter(passed=True, held_on__lte=as_of).order_by()
    days = rows.values("runbook").annotate(last=Max("held_on"))
    return dict(days.values_list("runbook", "last"))


def tested_on(
    stated: date | None, runbook: int | None, passed: Mapping[int, date], as_of: date
) -> date | None:
    """The later of the stated day and the runbook's last passed exercise.

    A stated day after ``as_of`` is kept only where there is nothing better: it counts for nothing.
    """
    exercised = passed.get(runbook) if runbook else None
    if exercised is None or (stated is not None and exercised <= stated <= as_of):
        return stated
    return exercised
