"""What an outage does to one organisation: its functions, what carries each, and for how long."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from continuity.inventory.models import Function, Option
from continuity.orgs.models import Organization
from continuity.providers.models import Outage
from continuity.risk.models import Gap
from continuity.runbooks.models import Runbook


@dataclass(frozen=True)
class Ask:
    """One thing that a function asks of AI, and that ran on what fails.

    ``carriers``: the options that serve it instead, none when nothing does. ``runbooks``: how to
    get there; where nothing carries it, those of what still stands, though it falls short.
    """

    name: str
    recovery_minutes: int | None
    carriers: list[str]
    runbooks: list[Runbook]


@dataclass(frozen=True)
class Hit:
    """One function that feels an outage; what takes longest comes first among its ``asks``."""

    function: Function
    verdict: str
    asks: list[Ask]
    rto_at: datetime
    mtpd_at: datetime

    @property
    def runbooks(self) -> list[Runbook]:
        return list({book.pk: book for ask in self.asks for book in ask.runbooks}.values())

    def path(self, org: Organization) -> str:
        """Where to begin: the first runbook's steps, else the function."""
        if self.runbooks:
            return steps_of(org, self.runbooks[0])
        return reverse("inventory:function", args=[org.slug, self.function.pk])


def steps_of(org: Organization, runbook: Runbook) -> str:
    """The page of a runbook at its first step."""
    return reverse("runbooks:detail", args=[org.slug, runbook.pk]) + "#steps"


def hits(org: Organization, outage: Outage) -> list[Hit]:
    """Functions of ``org`` that feel the outage, the most critical first; two queries."""
    gaps = list(
        Gap.objects.for_org(org)
        .filter(component=outage.component_id, function__removed_at=None)
        .exclude(verdict="unaffected")
        .select_related("function")
        .order_by("-function__criticality", "function__name")
    )
    fallbacks = _fallbacks(org, {why["dependency"] for gap in gaps for why in _whys(gap)})
    return [_hit(outage, gap, fallbacks) for gap in gaps]


def _whys(gap: Gap) -> list[dict[str, Any]]:
    return [gap.why, *gap.why.get("also", ())] if gap.why else []


def _fallbacks(org: Organization, dependencies: Iterable[int]) -> dict[int, list[Option]]:
    """Each dependency's options after those that run, in their order. One query."""
    rows: dict[int, list[Option]] = defaultdict(list)
    options = Option.objects.for_org(org).filter(dependency__in=list(dependencies))
    for option in options.select_related("runbook", "dependency").order_by("position", "pk"):
        rows[option.dependency_id].append(option)
    return {pk: found[found[0].dependency.required :] for pk, found in rows.items()}


def _hit(outage: Outage, gap: Gap, fallbacks: dict[int, list[Option]]) -> Hit:
    start = outage.started_at
    return Hit(
        function=gap.function,
        verdict=gap.verdict,
        asks=[_ask(gap, why, fallbacks.get(why["dependency"], [])) for why in _whys(gap)],
        rto_at=start + timedelta(minutes=gap.function.rto_minutes),
        mtpd_at=start + timedelta(minutes=gap.function.mtpd_minutes),
    )


def _ask(gap: Gap, why: dict[str, Any], fallbacks: list[Option]) -> Ask:
    """What falls with the component is no way out: its runbook is left where it is."""
    leans_on = why.get("leans_on", [])
    carrying = {row["option"] for row in leans_on}
    fallen = {row["option"] for row in why.get("fallen", ())}
    called = [o for o in fallbacks if (o.pk in carrying if carrying else o.pk not in fallen)]
    own = why["function"] == gap.function_id
    return Ask(
        name=why["dependency_name"] if own else f"{why['function_name']}: {why['dependency_name']}",
        recovery_minutes=why["recovery_minutes"],
        carriers=[row["name"] for row in leans_on],
        runbooks=[o.runbook for o in called if o.runbook and o.runbook.removed_at is None],
    )
