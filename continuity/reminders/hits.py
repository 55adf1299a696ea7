"""What an outage does to one organisation: its functions, what carries each, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from continuity.inventory.models import Function, Option
from continuity.orgs.models import Organization
from continuity.providers.models import Outage
from continuity.risk.models import Gap
from continuity.runbooks.models import Runbook


@dataclass(frozen=True)
class Hit:
    """One function that feels an outage. ``carriers``: the options that serve it instead."""

    function: Function
    verdict: str
    recovery_minutes: int | None
    carriers: list[str]
    runbooks: list[Runbook]
    rto_at: datetime
    mtpd_at: datetime

    def path(self, org: Organization) -> str:
        """Where to begin: the first runbook's steps, else the function."""
        if self.runbooks:
            return reverse("runbooks:detail", args=[org.slug, self.runbooks[0].pk]) + "#steps"
        return reverse("inventory:function", args=[org.slug, self.function.pk])


def hits(org: Organization, outage: Outage) -> list[Hit]:
    """Functions of ``org`` that feel the outage, the most critical first; three queries."""
    gaps = list(
        Gap.objects.for_org(org)
        .filter(component=outage.component_id, function__removed_at=None)
        .exclude(verdict="unaffected")
        .select_related("function")
        .order_by("-function__criticality", "function__name")
    )
    options = (
        Option.objects.for_org(org)
        .filter(
            dependency__in={g.why["dependency"] for g in gaps if g.why},
            runbook__isnull=False,
            runbook__removed_at=None,
        )
        .select_related("runbook")
        .order_by("position", "pk")
    )
    by_dependency: dict[int, list[Option]] = {}
    for option in options:
        by_dependency.setdefault(option.dependency_id, []).append(option)
    return [_hit(outage, gap, by_dependency.get(gap.why.get("dependency"), [])) for gap in gaps]


def _hit(outage: Outage, gap: Gap, options: list[Option]) -> Hit:
    leans_on = gap.why.get("leans_on", [])
    carrying = {row["option"] for row in leans_on}
    called = [o for o in options if o.pk in carrying] or options
    start = outage.started_at
    return Hit(
        function=gap.function,
        verdict=gap.verdict,
        recovery_minutes=gap.recovery_minutes,
        carriers=[row["name"] for row in leans_on],
        runbooks=list({o.runbook_id: o.runbook for o in called if o.runbook}.values()),
        rto_at=start + timedelta(minutes=gap.function.rto_minutes),
        mtpd_at=start + timedelta(minutes=gap.function.mtpd_minutes),
    )
