"""What a plan freezes of the inventory, the providers and the runbooks, as plain rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.providers.models import Component, Edge, Outage
from continuity.risk.load import runs_on
from continuity.risk.picture import Findings, GapRow
from continuity.runbooks.models import Runbook
from continuity.runbooks.reading import Reading, read

from .models import Plan

YEAR = timedelta(days=366)
STOPPING = ("late", "lost")
LARGE = 10  # components, by exposure, of which each function says what then
Row = dict[str, Any]


@dataclass(frozen=True)
class Ground:
    """The components that the functions rest on, all the way down, and what runs on what."""

    components: dict[int, Component]
    names: dict[int, str]
    edges: list[Row]

    def rows(self) -> list[Row]:
        rows = [
            {
                "id": pk,
                "name": self.names[pk],
                "kind": c.kind,
                "provider": c.provider.name,
                "provider_id": c.provider_id,
            }
            for pk, c in self.components.items()
        ]
        return sorted(rows, key=lambda row: (row["name"].casefold(), row["id"]))


@dataclass(frozen=True)
class Leaning:
    """What a plan covers, row by row; the dictionaries are by primary key of what stands above."""

    functions: list[Function]
    dependencies: Mapping[int, list[Dependency]]
    options: Mapping[int, list[Option]]
    on: Mapping[int, list[int]]
    needs: Mapping[int, list[str]]

    @property
    def components(self) -> set[int]:
        """Those that an option rests on by itself."""
        asked = [d for f in self.functions for d in self.dependencies[f.pk]]
        return {pk for d in asked for option in self.options[d.pk] for pk in self.on[option.pk]}


def leaning(plan: Plan) -> Leaning:
    """The functions of the plan, what hurts first in front.

    Whole tables and no prefetch, which would make a query set for each row.
    """
    org = plan.organization
    chosen = set(plan.functions.values_list("pk", flat=True))
    every = Function.objects.for_org(org).order_by("-criticality", "rto_minutes", "name")
    names = {f.pk: f for f in every}
    dependencies, options = defaultdict(list), defaultdict(list)
    for dependency in Dependency.objects.for_org(org).order_by("position", "pk"):
        dependencies[dependency.function_id].append(dependency)
    for option in Option.objects.for_org(org).order_by("position", "pk"):
        options[option.dependency_id].append(option)
    on, needs = defaultdict(list), defaultdict(list)
    links = Option.on.through.objects.filter(option__organization=org)
    for upper, lower in links.order_by("component_id").values_list("option_id", "component_id"):
        on[upper].append(lower)
    pairs = Function.depends_on.through.objects.filter(from_function__organization=org)
    for upper, lower in pairs.values_list("from_function_id", "to_function_id"):
        if lower in names:
            needs[upper].append(names[lower].name)
    kept = [f for f in names.values() if not chosen or f.pk in chosen]
    return Leaning(kept, dependencies, options, on, needs)


def ground(org: Organization, leaning: Leaning) -> Ground:
    known = {
        c.pk: c for c in Component.objects.for_org(org).select_related("provider").order_by("pk")
    }
    below = runs_on(org, {str(pk) for pk in known})
    stack = [pk for pk in leaning.components if pk in known]
    seen: set[int] = set()
    while stack:
        if (at := stack.pop()) not in seen:
            seen.add(at)
            stack += [int(lower) for lower in below[str(at)]]
    held = {pk: c for pk, c in known.items() if pk in seen}
    names = _names(held)
    rows = Edge.objects.for_org(org).effective(org).order_by("component_id", "runs_on_id", "pk")
    edges = [
        {
            "component": e.component_id,
            "runs_on": e.runs_on_id,
            "evidence": e.evidence,
            "as_of": e.as_of,
            "own": e.organization_id is not None,
        }
        for e in rows
        if e.component_id in held and str(e.runs_on_id) in below[str(e.component_id)]
    ]
    edges.sort(key=lambda e: (names[e["component"]].casefold(), names[e["runs_on"]].casefold()))
    return Ground(held, names, edges)


def _names(components: Mapping[int, Component]) -> dict[int, str]:
    """Each by its name; with its provider's where two share one."""
    often = Counter(c.name for c in components.values())
    return {
        pk: c.name if often[c.name] == 1 else f"{c.name} ({c.provider.name})"
        for pk, c in components.items()
    }


def function_rows(
    leaning: Leaning, found: Findings, ground: Ground, books: list[Reading]
) -> list[Row]:
    gaps: dict[int, list[tuple[int, GapRow]]] = defaultdict(list)
    for (function, component), gap in found.gaps.items():
        if gap.verdict in STOPPING and component in ground.components:
            gaps[function].append((component, gap))
    passed = {r.runbook.pk: r.passed.held_on if r.passed else None for r in books}
    large = [row["component"] for row in found.summary["exposure"]][:LARGE]
    return [
        {
            **_function(f, found, gaps[f.pk], ground),
            "felt": [_felt(pk, found.gaps[f.pk, pk]) for pk in large if (f.pk, pk) in found.gaps],
            "needs": sorted(leaning.needs[f.pk]),
            "dependencies": [_dependency(d, leaning, passed) for d in leaning.dependencies[f.pk]],
        }
        for f in leaning.functions
    ]


def _felt(component: int, gap: GapRow) -> Row:
    leans_on = [row["option"] for row in gap.why.get("leans_on", ())]
    return {"component": component, "verdict": gap.verdict, "leans_on": leans_on}


def _function(
    function: Function,
    found: Findings,
    gaps: list[tuple[int, GapRow]],
    ground: Ground,
) -> Row:
    row = found.functions[function.pk]
    gaps.sort(key=lambda pair: (-pair[1].gap, ground.names[pair[0]], pair[0]))
    return {
        "id": function.pk,
        "name": function.name,
        "description": function.description,
        "criticality": function.criticality,
        "rto_minutes": function.rto_minutes,
        "mtpd_minutes": function.mtpd_minutes,
        "rpo_minutes": function.rpo_minutes,
        "minimum_capacity": function.minimum_capacity,
        "impact": function.impact,
        "owner": function.owner_email,
        "deputy": function.deputy_email,
        "assessed_on": function.assessed_on,
        "score": f"{row.score:.1f}",
        "verdict": row.verdict,
        "worst": ground.names.get(row.worst_id or 0, ""),
        "points": [
            {
                "component": pk,
                "name": ground.names[pk],
                "verdict": gap.verdict,
                "recovery_minutes": gap.recovery_minutes,
                "why": gap.why,
            }
            for pk, gap in gaps
        ],
    }


def _dependency(dependency: Dependency, leaning: Leaning, passed: Mapping[int, date | None]) -> Row:
    return {
        "id": dependency.pk,
        "name": dependency.name,
        "description": dependency.description,
        "essential": dependency.essential,
        "high_risk": dependency.high_risk,
        "required": dependency.required,
        "options": [
            {**_option(o, passed), "on": leaning.on[o.pk]} for o in leaning.options[dependency.pk]
        ],
    }


def _option(option: Option, passed: Mapping[int, date | None]) -> Row:
    """``tested_on``: what was stated, or the runbook's last passed exercise if that is later."""
    book = option.runbook_id if option.runbook_id in passed else None
    days = [day for day in (option.tested_on, passed[book] if book else None) if day]
    return {
        "id": option.pk,
        "name": option.name,
        "capacity": option.capacity,
        "switch_minutes": option.switch_minutes,
        "runbook": book,
        "tested_on": max(days, default=None),
    }


def books(org: Organization, functions: Iterable[Function]) -> list[Reading]:
    """Those that the functions name, what hurts first in front; then the others."""
    covered = {f.pk for f in functions}
    readings = [read(r) for r in Runbook.objects.for_org(org).with_reading().order_by("title")]
    return sorted(readings, key=lambda reading: _urgency(reading, covered))


def _urgency(reading: Reading, covered: set[int]) -> tuple[Any, ...]:
    served = [f for f in reading.functions if f.pk in covered]
    title = reading.runbook.title
    if not served:
        return (1, 0, 0, title)
    return (0, -max(f.criticality for f in served), min(f.rto_minutes for f in served), title)


def runbook_rows(books: Iterable[Reading], functions: Iterable[Function], day: date) -> list[Row]:
    covered = {f.pk for f in functions}
    return [_runbook(reading, covered, day) for reading in books]


def _runbook(reading: Reading, covered: set[int], day: date) -> Row:
    served = [f for f in reading.functions if f.pk in covered]
    book, time = reading.runbook, reading.time
    due = reading.next_review
    return {
        "id": book.pk,
        "title": book.title,
        "summary": book.summary,
        "owner": book.owner_email,
        "version": book.version,
        "reviewed_on": book.reviewed_on,
        "overdue": due is not None and due < day,
        "minutes": time.minutes,
        "rto_minutes": min((f.rto_minutes for f in served), default=None),
        "serves": [f.name for f in served],
        "steps": [
            {
                "key": s.key,
                "title": s.title,
                "role": s.role,
                "minutes": s.minutes,
                "starts": time.starts.get(s.key, 0),
                "longest": s.key in time.path,
                "instruction": s.instruction,
                "proof": s.proof,
                "waits_for": s.waits_for,
            }
            for s in reading.steps
        ],
        "exercises": [
            {
                "held_on": e.held_on,
                "passed": e.passed,
                "minutes": e.measured_minutes,
                "scenario": e.scenario,
                "lessons": e.lessons,
            }
            for e in reading.exercises
        ],
    }


def outages(org: Organization, ground: Ground, day: date) -> list[Row]:
    """Of those components, in the year to ``day``, newest first."""
    rows = Outage.objects.for_org(org).filter(
        started_at__date__gte=day - YEAR, started_at__date__lte=day
    )
    return [
        {
            "component": o.component_id,
            "name": ground.names[o.component_id],
            "state": o.state,
            "title": o.title,
            "started_at": f"{o.started_at:%Y-%m-%d %H:%M}",
            "minutes": round((o.ended_at - o.started_at).total_seconds() / 60)
            if o.ended_at
            else None,
        }
        for o in rows.order_by("-started_at", "pk")
        if o.component_id in ground.components
    ]
