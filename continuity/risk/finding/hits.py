"""What outages do to organisations: their functions, what carries each now, and for how long.

A fixed number of queries, however many outages and organisations.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone

from continuity.inventory.models import Function, Option
from continuity.orgs.models import Organization
from continuity.providers.finding.states import Beneath, Known, beneath, states
from continuity.providers.models import Component, Outage
from continuity.risk.carrying import Carried, Carrier, carried, health
from continuity.risk.models import Gap
from continuity.runbooks.models import Runbook

WHY = "an outage hits many"
Felt = dict[tuple[int, int], list["Hit"]]


@dataclass(frozen=True)
class Ask:
    """One thing that a function asks of AI, and that ran on what fails.

    ``carried``: who serves it instead, as far as they are well themselves. ``runbooks``: how to
    get there; where nothing carries it, those of what still stands, though it falls short.
    """

    name: str
    recovery_minutes: int | None
    carried: Carried
    runbooks: list[Runbook]

    @property
    def carriers(self) -> list[str]:
        return [carrier.name for carrier in self.carried.now]

    @property
    def minutes(self) -> int | None:
        """Until it is carried: by those who step in, when the last of them is there."""
        if self.carried.instead:
            return max(carrier.minutes for carrier in self.carried.now)
        return self.recovery_minutes


@dataclass(frozen=True)
class Hit:
    """One function that feels an outage; what takes longest comes first among its ``asks``."""

    function: Function
    component: int
    verdict: str
    asks: list[Ask]
    rto_at: datetime
    mtpd_at: datetime

    @property
    def runbooks(self) -> list[Runbook]:
        return list({book.pk: book for ask in self.asks for book in ask.runbooks}.values())

    @property
    def is_carried(self) -> bool:
        return all(ask.carried.now for ask in self.asks)

    @property
    def is_late(self) -> bool:
        """Who carries it comes only after its RTO."""
        limit = self.function.rto_minutes
        return any(ask.minutes is None or ask.minutes > limit for ask in self.asks)

    @property
    def verdict_now(self) -> str:
        """The verdict, now that those who should carry it may be down themselves."""
        let_down = [ask for ask in self.asks if ask.carried.lame]
        if not all(ask.carried.now for ask in let_down):
            return "lost"
        return "late" if let_down and self.is_late and self.verdict != "lost" else self.verdict

    def path(self, org: Organization) -> str:
        """Where to begin: the first runbook's steps, else the function."""
        if self.runbooks:
            return steps_of(org, self.runbooks[0])
        return place("inventory:function", org.slug, self.function.pk)


def steps_of(org: Organization, runbook: Runbook) -> str:
    """The page of a runbook at its first step."""
    return place("runbooks:detail", org.slug, runbook.pk) + "#steps"


def place(route: str, slug: str, pk: int) -> str:
    """``reverse``, asked once a route: one outage may lead to ten thousand pages at once."""
    before, between, after = _parts(route)
    return f"{before}{slug}{between}{pk}{after}"


@cache
def _parts(route: str) -> tuple[str, str, str]:
    before, _slug, rest = reverse(route, args=["slug-here", 987654321]).partition("slug-here")
    between, _pk, after = rest.partition("987654321")
    return before, between, after


def hits(org: Organization, outage: Outage) -> list[Hit]:
    """Functions of ``org`` that feel the outage, the most critical first."""
    return felt([org.pk], [outage]).get((org.pk, outage.pk), [])


def felt(orgs: Iterable[int], outages: Sequence[Outage]) -> Felt:
    """By organisation and outage; at most eight queries, two where nobody feels any."""
    chosen = list(orgs)
    by_component: dict[int, list[Outage]] = defaultdict(list)
    for outage in outages:
        by_component[outage.component_id].append(outage)
    gaps = list(
        Gap.objects.across_orgs(WHY)
        .filter(
            organization__in=chosen,
            component__in=list(by_component),
            function__removed_at=None,
        )
        .exclude(verdict="unaffected")
        .select_related("function")
        .order_by("-function__criticality", "function__name", "pk")
    )
    if not gaps:
        return {}
    line = _line(chosen, {why["dependency"] for gap in gaps for why in _whys(gap)})
    found: Felt = defaultdict(list)
    for gap in gaps:
        asks = [_ask(gap, why, line) for why in _whys(gap)]
        for outage in by_component[gap.component_id]:
            if outage.organization_id in (None, gap.organization_id):
                found[gap.organization_id, outage.pk].append(_hit(outage, gap, asks))
    return dict(found)


def _hit(outage: Outage, gap: Gap, asks: list[Ask]) -> Hit:
    return Hit(
        function=gap.function,
        component=gap.component_id,
        verdict=gap.verdict,
        asks=asks,
        rto_at=outage.started_at + timedelta(minutes=gap.function.rto_minutes),
        mtpd_at=outage.started_at + timedelta(minutes=gap.function.mtpd_minutes),
    )


def _whys(gap: Gap) -> list[dict[str, Any]]:
    return [gap.why, *gap.why.get("also", ())] if gap.why else []


@dataclass
class _Line:
    """Each dependency's options in order, with their own health."""

    options: dict[int, list[Option]] = field(default_factory=lambda: defaultdict(list))
    required: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    carriers: dict[int, Carrier] = field(default_factory=dict)


def _line(orgs: list[int], dependencies: Iterable[int]) -> _Line:
    line, now = _Line(), timezone.now()
    rows = Option.objects.across_orgs(WHY).filter(
        organization__in=orgs, dependency__in=list(dependencies), removed_at=None
    )
    line.required.update(rows.values_list("dependency", "dependency__required").distinct())
    rows = rows.select_related("runbook").order_by("position", "pk")
    for row in rows:
        line.options[row.dependency_id].append(row)
    links = Option.on.through.objects.filter(option__in=[row.pk for row in rows])
    on: dict[int, list[int]] = defaultdict(list)
    for option, component in links.order_by("component_id").values_list("option", "component"):
        on[option].append(component)
    below = beneath(orgs)
    owners = {row.pk: row.organization_id for row in rows}
    needed = {pk for o, parts in on.items() for part in parts for pk in below.of(owners[o], part)}
    known = states(orgs, needed, now)
    names = dict(Component.objects.across_orgs(WHY).filter(pk__in=needed).values_list("pk", "name"))
    for row in rows:
        line.carriers[row.pk] = _carrier(row, on[row.pk], below, known, names)
    return line


def _carrier(
    row: Option, on: list[int], below: Beneath, known: Known, names: dict[int, str]
) -> Carrier:
    org = row.organization_id
    found = {names[pk]: known.state(org, pk) for part in on for pk in sorted(below.of(org, part))}
    how, because, state = health(found, [names[pk] for pk in on])
    return Carrier(row.pk, row.name, row.switch_minutes, float(row.capacity), how, because, state)


def _ask(gap: Gap, why: dict[str, Any], line: _Line) -> Ask:
    """What falls with the component is no way out: its runbook is left where it is."""
    options = line.options[why["dependency"]]
    fallbacks = options[line.required[why["dependency"]] :]
    leans_on = [row["option"] for row in why.get("leans_on", ())]
    fallen = {row["option"] for row in why.get("fallen", ())}
    planned = [line.carriers[pk] for pk in leans_on if pk in line.carriers]
    standing = [o for o in fallbacks if o.pk not in fallen]
    others = [line.carriers[o.pk] for o in standing if o.pk not in leans_on]
    found = carried(planned, others, float(gap.function.minimum_capacity))
    carrying = {carrier.option for carrier in found.now}
    lame = {carrier.option for carrier in found.lame}
    called = [o for o in standing if (o.pk in carrying if carrying else o.pk not in lame)]
    own = why["function"] == gap.function_id
    return Ask(
        name=why["dependency_name"] if own else f"{why['function_name']}: {why['dependency_name']}",
        recovery_minutes=why["recovery_minutes"],
        carried=found,
        runbooks=[o.runbook for o in called if o.runbook and o.runbook.removed_at is None],
    )
