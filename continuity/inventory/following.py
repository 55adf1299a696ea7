"""Which fallbacks have not followed the newest exercise of their runbook yet; two queries."""

from itertools import groupby
from operator import attrgetter

from continuity.orgs.models import Organization
from continuity.runbooks.models import Exercise

from .models import Option


def behind(org: Organization) -> list[tuple[Option, Exercise]]:
    """Fallbacks, each with the last passed exercise of its runbook whose time was measured, where
    its switch time followed an earlier one or none. What runs is there at once and follows none."""
    measured = Exercise.objects.for_org(org).filter(passed=True, measured_minutes__isnull=False)
    newest = {e.runbook_id: e for e in measured.order_by("held_on", "pk")}
    return [
        (option, newest[option.runbook_id])
        for option in _fallbacks(org, newest)
        if option.measured_by_id != newest[option.runbook_id].pk
    ]


def _fallbacks(org: Organization, newest: dict[int, Exercise]) -> list[Option]:
    if not newest:
        return []
    options = Option.objects.for_org(org)
    asks = options.filter(runbook__in=list(newest)).values("dependency")
    rows = (
        options.filter(dependency__in=asks)
        .select_related("dependency")
        .order_by("dependency_id", "position", "pk")
    )
    return [
        option
        for _, ordered in groupby(rows, attrgetter("dependency_id"))
        for place, option in enumerate(ordered)
        if place >= option.dependency.required and option.runbook_id in newest
    ]
