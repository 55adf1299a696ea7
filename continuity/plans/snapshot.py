"""A plan frozen: all that the document says, as JSON without floats."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from continuity.audit.models import Event
from continuity.inventory.models import Function, Option
from continuity.orgs.models import Organization
from continuity.providers.catalogue import read_catalogue
from continuity.providers.models import Component, Edge, Outage
from continuity.risk.load import load
from continuity.risk.method.assess import assess
from continuity.risk.picture import METHOD, Findings, findings
from continuity.runbooks.models import Runbook
from continuity.runbooks.reading import Reading, read

from .models import Plan

FORMAT = "continuity.plan/1"
YEAR = timedelta(days=366)


def take(plan: Plan, day: date) -> dict[str, Any]:
    """The record of ``plan`` as of ``day`` at the organisation's."""
    org = plan.organization
    found = findings(assess(load(org, day)))
    functions = _functions(plan)
    components = _components(org, functions)
    record = {
        "format": FORMAT,
        "as_of": day.isoformat(),
        "method": METHOD,
        "catalogue": catalogue_version(),
        "chain": _chain(org),
        "organization": {
            "name": org.name,
            "currency": org.currency,
            "timezone": org.timezone,
            "test_cadence_days": org.test_cadence_days,
        },
        "plan": _plan(plan),
        "risk": {"score": f"{found.score:.1f}", **_risk(found)},
        "functions": [_function(f, found, components) for f in functions],
        "components": [
            {"name": c.name, "kind": c.kind, "provider": c.provider.name}
            for c in sorted(components.values(), key=lambda c: (c.name, c.pk))
        ],
        "edges": _edges(org, components),
        "runbooks": _runbooks(org, functions),
        "outages": _outages(org, components, day),
    }
    return plain(record)


def canonical(record: dict[str, Any]) -> bytes:
    """The bytes that are hashed and attached: sorted keys, no white space, UTF-8."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def sha256(record: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(record)).hexdigest()


def plain(value: Any) -> Any:
    """Without floats: numbers with a fraction as text, so that no machine reads them otherwise."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


@cache
def catalogue_version() -> str:
    return read_catalogue().version


def _chain(org: Organization) -> dict[str, Any]:
    head = Event.objects.for_org(org).order_by("-seq").values_list("seq", "hash").first()
    seq, value = head or (0, "")
    return {"seq": seq, "hash": value}


def _plan(plan: Plan) -> dict[str, Any]:
    texts = ["purpose", "scope", "assumptions", "scenarios", "roles", "distribution"]
    texts += ["start_criteria", "stop_criteria"]
    reviewed = plan.reviewed_on
    following = reviewed + timedelta(days=plan.review_every_days) if reviewed else None
    return {
        "key": plan.key,
        "title": plan.title,
        "owner": plan.owner_email,
        "next_review": following and following.isoformat(),
        **{name: getattr(plan, name) for name in texts},
    }


def _risk(found: Findings) -> dict[str, Any]:
    names = ("band", "exposure", "headline", "concentration", "verdicts")
    return {name: found.summary[name] for name in names}


def _functions(plan: Plan) -> list[Function]:
    chosen = set(plan.functions.values_list("pk", flat=True))
    rows = Function.objects.for_org(plan.organization).order_by(
        "-criticality", "rto_minutes", "name"
    )
    rows = rows.filter(pk__in=chosen) if chosen else rows
    return list(rows.prefetch_related("depends_on", "dependencies__options__on__provider"))


def _components(org: Organization, functions: Iterable[Function]) -> dict[int, Component]:
    """What the functions rest on, all the way down, by primary key."""
    below: dict[int, list[int]] = {}
    pairs = Edge.objects.for_org(org).effective(org).values_list("component_id", "runs_on_id")
    for upper, lower in pairs:
        below.setdefault(upper, []).append(lower)
    stack = [c.pk for o in _options(functions) for c in o.on.all()]
    seen: set[int] = set()
    while stack:
        if (at := stack.pop()) not in seen:
            seen.add(at)
            stack += below.get(at, [])
    rows = Component.objects.for_org(org).filter(pk__in=seen).select_related("provider")
    return {c.pk: c for c in rows}


def _options(functions: Iterable[Function]) -> list[Option]:
    return [o for f in functions for d in f.dependencies.all() for o in d.options.all()]


def _function(
    function: Function, found: Findings, components: dict[int, Component]
) -> dict[str, Any]:
    row = found.functions[function.pk]
    gaps = [
        (components[c], gap)
        for (f, c), gap in found.gaps.items()
        if f == function.pk and c in components and gap.verdict in ("late", "lost")
    ]
    return {
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
        "needs": sorted(other.name for other in function.depends_on.all()),
        "score": f"{row.score:.1f}",
        "verdict": row.verdict,
        "dependencies": [
            {
                "name": d.name,
                "essential": d.essential,
                "required": d.required,
                "options": [_option(o) for o in d.options.all()],
            }
            for d in function.dependencies.all()
        ],
        "points": [
            {
                "component": c.name,
                "verdict": gap.verdict,
                "recovery_minutes": gap.recovery_minutes,
                "why": gap.why,
            }
            for c, gap in sorted(gaps, key=lambda pair: (-pair[1].gap, pair[0].name))
        ],
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "on": sorted(c.name for c in option.on.all()),
        "capacity": option.capacity,
        "switch_minutes": option.switch_minutes,
        "runbook": option.runbook_id is not None,
        "tested_on": option.tested_on,
    }


def _edges(org: Organization, components: dict[int, Component]) -> list[dict[str, Any]]:
    rows = Edge.objects.for_org(org).effective(org).filter(component__in=components)
    edges = [
        {
            "component": components[e.component_id].name,
            "runs_on": components[e.runs_on_id].name,
            "evidence": e.evidence,
            "as_of": e.as_of,
            "own": e.organization_id is not None,
        }
        for e in rows
        if e.runs_on_id in components
    ]
    return sorted(edges, key=lambda e: (e["component"], e["runs_on"]))


def _runbooks(org: Organization, functions: list[Function]) -> list[dict[str, Any]]:
    """Those that the functions name, what hurts first in front; then the others."""
    covered = {f.pk for f in functions}
    readings = [read(r) for r in Runbook.objects.for_org(org).with_reading().order_by("title")]
    readings.sort(key=lambda r: _urgency(r, covered))
    return [_runbook(r, covered) for r in readings]


def _urgency(reading: Reading, covered: set[int]) -> tuple[Any, ...]:
    served = [f for f in reading.functions if f.pk in covered]
    if not served:
        return (1, 0, 0, reading.runbook.title)
    rto = min(f.rto_minutes for f in served)
    return (0, -max(f.criticality for f in served), rto, reading.runbook.title)


def _runbook(reading: Reading, covered: set[int]) -> dict[str, Any]:
    served = [f for f in reading.functions if f.pk in covered]
    book = reading.runbook
    return {
        "title": book.title,
        "summary": book.summary,
        "owner": book.owner_email,
        "version": book.version,
        "reviewed_on": book.reviewed_on,
        "minutes": reading.time.minutes,
        "rto_minutes": min((f.rto_minutes for f in served), default=None),
        "serves": [f.name for f in served],
        "steps": [
            {
                "key": s.key,
                "title": s.title,
                "role": s.role,
                "minutes": s.minutes,
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


def _outages(
    org: Organization, components: dict[int, Component], day: date
) -> list[dict[str, Any]]:
    rows = Outage.objects.for_org(org).filter(
        component__in=components, started_at__date__gte=day - YEAR, started_at__date__lte=day
    )
    return [
        {
            "component": components[o.component_id].name,
            "state": o.state,
            "title": o.title,
            "started_at": f"{o.started_at:%Y-%m-%d %H:%M}",
            "minutes": round((o.ended_at - o.started_at).total_seconds() / 60)
            if o.ended_at
            else None,
        }
        for o in rows.order_by("-started_at", "pk")
    ]
