"""What outages do to organisations: their functions, what carries each now, and for how long.

A fixed number of queries, however many outages and organisations.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from continuity.inventory.models import Option
from continuity.orgs.models import Organization
from continuity.providers.finding.states import Beneath, Known, beneath, states
from continuity.providers.models import Component, Outage
from continuity.risk.carrying import Carried, Carrier, carried, health
from continuity.risk.models import Gap

WHY = "an outage hits many"
Felt = dict[tuple[int, int], list["Hit"]]


class Feeler(NamedTuple):
    """What is to be known of a function that feels an outage."""

    pk: int
    name: str
    rto_minutes: int
    mtpd_minutes: int
    minimum_capacity: Decimal
    owner_email: str
    deputy_email: str

    def __str__(self) -> str:
        return self.name


class Book(NamedTuple):
    """A runbook that is called for."""

    pk: int
    title: str

    def __str__(self) -> str:
        return self.title


class Ask(NamedTuple):
    """One thing that a function asks of AI, and that ran on what fails.

    ``carried``: who serves it instead, as far as they are well themselves. ``runbooks``: how to
    get there; where nothing carries it, those of what still stands, though it falls short.
    """

    name: str
    recovery_minutes: int | None
    carried: Carried
    runbooks: list[Book]

    @property
    def carriers(self) -> list[str]:
        return [carrier.name for carrier in self.carried.now]

    @property
    def minutes(self) -> int | None:
        """Until it is carried: by those who step in, when the last of them is there."""
        if self.carried.instead:
            return max(carrier.minutes for carrier in self.carried.now)
        return self.recovery_minutes


@dataclass
class Hit:
    """One function that feels an outage; what takes longest comes first among its ``asks``."""

    function: Feeler
    component: int
    verdict: str
    asks: list[Ask]
    rto_at: datetime
    mtpd_at: datetime

    @cached_property
    def runbooks(self) -> list[Book]:
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


def steps_of(org: Organization, runbook: Book) -> str:
    """The page of a runbook at its first step."""
    return place("runbooks:detail", org.slug, runbook.pk) + "#steps"


def home_of(org: Organization) -> str:
    """``org.get_absolute_url()``."""
    before, after, _nothing = _parts("home")
    return f"{before}{org.slug}{after}"


def place(route: str, slug: str, pk: int) -> str:
    """``reverse``, asked once a route: one outage may lead to ten thousand pages at once."""
    before, between, after = _parts(route, "987654321")
    return f"{before}{slug}{between}{pk}{after}"


@cache
def _parts(route: str, *pk: str) -> tuple[str, str, str]:
    before, _slug, rest = reverse(route, args=["slug-here", *pk]).partition("slug-here")
    between, _pk, after = rest.partition(*pk or "?")
    return before, between, after


def hits(org: Organization, outage: Outage) -> list[Hit]:
    """Functions of ``org`` that feel the outage, the most critical first."""
    return felt([org.pk], [outage]).get((org.pk, outage.pk), [])


class _Gap(NamedTuple):
    organization: int
    component: int
    verdict: str
    why: dict[str, Any]
    function: Feeler


FEELER = [f"function__{name}" for name in ("pk", *Feeler._fields[1:])]


def felt(orgs: Iterable[int], outages: Sequence[Outage]) -> Felt:
    """By organisation and outage; at most seven queries, one where nobody feels any."""
    chosen = set(orgs)
    by_component: dict[int, list[Outage]] = defaultdict(list)
    for outage in outages:
        by_component[outage.component_id].append(outage)
    rows = (
        Gap.objects.across_orgs(WHY)
        .filter(
            organization__among=chosen,
            component__among=by_component,
            function__removed_at=None,
        )
        .exclude(verdict="unaffected")
        .order_by("-function__criticality", "function__name", "pk")
        .values_list("organization", "component", "verdict", "why", *FEELER)
    )
    gaps = [_Gap._make((*row[:4], Feeler._make(row[4:]))) for row in rows]
    if not gaps:
        return {}
    line = _line(chosen, {why["dependency"] for gap in gaps for why in _whys(gap)})
    found: Felt = defaultdict(list)
    for gap in gaps:
        asks = [_ask(gap, why, line) for why in _whys(gap)]
        for outage in by_component[gap.component]:
            if outage.organization_id in (None, gap.organization):
                found[gap.organization, outage.pk].append(_hit(outage, gap, asks))
    return dict(found)


def _hit(outage: Outage, gap: _Gap, asks: list[Ask]) -> Hit:
    return Hit(
        function=gap.function,
        component=gap.component,
        verdict=gap.verdict,
        asks=asks,
        rto_at=outage.started_at + timedelta(minutes=gap.function.rto_minutes),
        mtpd_at=outage.started_at + timedelta(minutes=gap.function.mtpd_minutes),
    )


def _whys(gap: _Gap) -> list[dict[str, Any]]:
    return [gap.why, *gap.why.get("also", ())] if gap.why else []


class _Option(NamedTuple):
    pk: int
    organization: int
    dependency: int
    name: str
    switch_minutes: int
    capacity: Decimal
    required: int
    runbook: int | None
    title: str
    removed_at: datetime | None

    @property
    def book(self) -> Book | None:
        if self.runbook is None or self.removed_at is not None:
            return None
        return Book(self.runbook, self.title)


OPTION = (
    *("pk", "organization", "dependency", "name", "switch_minutes", "capacity"),
    *("dependency__required", "runbook", "runbook__title", "runbook__removed_at"),
)


@dataclass
class _Line:
    """Each dependency's options in order, with their own health."""

    options: dict[int, list[_Option]] = field(default_factory=lambda: defaultdict(list))
    carriers: dict[int, Carrier] = field(default_factory=dict)


def _line(orgs: set[int], dependencies: set[int]) -> _Line:
    line, now = _Line(), timezone.now()
    read = Option.objects.across_orgs(WHY).filter(
        organization__among=orgs, dependency__among=dependencies, removed_at=None
    )
    rows = [_Option._make(row) for row in read.order_by("position", "pk").values_list(*OPTION)]
    for row in rows:
        line.options[row.dependency].append(row)
    links = Option.on.through.objects.filter(option__among={row.pk for row in rows})
    on: dict[int, list[int]] = defaultdict(list)
    for option, component in links.order_by("component_id").values_list("option", "component"):
        on[option].append(component)
    below = beneath(orgs)
    needed = {pk for row in rows for part in on[row.pk] for pk in below.of(row.organization, part)}
    known = states(orgs, needed, now)
    names = dict(Component.objects.across_orgs(WHY).filter(pk__in=needed).values_list("pk", "name"))
    for row in rows:
        line.carriers[row.pk] = _carrier(row, on[row.pk], below, known, names)
    return line


def _carrier(
    row: _Option, on: list[int], below: Beneath, known: Known, names: dict[int, str]
) -> Carrier:
    org = row.organization
    found = {names[pk]: known.state(org, pk) for part in on for pk in sorted(below.of(org, part))}
    how, because, state = health(found, [names[pk] for pk in on])
    return Carrier(row.pk, row.name, row.switch_minutes, float(row.capacity), how, because, state)


def _ask(gap: _Gap, why: dict[str, Any], line: _Line) -> Ask:
    """What falls with the component is no way out: its runbook is left where it is."""
    options = line.options[why["dependency"]]
    fallbacks = options[options[0].required :] if options else []
    leans_on = [row["option"] for row in why.get("leans_on", ())]
    fallen = {row["option"] for row in why.get("fallen", ())}
    planned = [line.carriers[pk] for pk in leans_on if pk in line.carriers]
    standing = [o for o in fallbacks if o.pk not in fallen]
    others = [line.carriers[o.pk] for o in standing if o.pk not in leans_on]
    found = carried(planned, others, float(gap.function.minimum_capacity))
    carrying = {carrier.option for carrier in found.now}
    lame = {carrier.option for carrier in found.lame}
    called = [o for o in standing if (o.pk in carrying if carrying else o.pk not in lame)]
    own = why["function"] == gap.function.pk
    return Ask(
        name=why["dependency_name"] if own else f"{why['function_name']}: {why['dependency_name']}",
        recovery_minutes=why["recovery_minutes"],
        carried=found,
        runbooks=[book for o in called if (book := o.book)],
    )
