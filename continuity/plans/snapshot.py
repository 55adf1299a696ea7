"""A plan frozen: all that the document says, as JSON without floats."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from continuity.orgs.models import Organization
from continuity.providers.catalogue import read_catalogue
from continuity.risk.load import load
from continuity.risk.method.assess import assess
from continuity.risk.picture import METHOD, Findings, findings

from . import facts
from .models import Plan

FORMAT = "continuity.plan/2"
TEXTS = [
    "purpose",
    "scope",
    "assumptions",
    "scenarios",
    "roles",
    "start_criteria",
    "stop_criteria",
    "distribution",
]


def take(plan: Plan, day: date) -> dict[str, Any]:
    """The record of ``plan`` as of ``day`` at the organisation's; a fixed number of queries."""
    org = plan.organization
    found = findings(assess(load(org, day)))
    leaning = facts.leaning(plan)
    ground = facts.ground(org, leaning)
    books = facts.books(org, leaning.functions)
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
        "functions": facts.function_rows(leaning, found, ground, books),
        "components": ground.rows(),
        "edges": ground.edges,
        "runbooks": facts.runbook_rows(books, leaning.functions, day),
        "outages": facts.outages(org, ground, day),
    }
    return plain(record)


def canonical(record: dict[str, Any]) -> bytes:
    """The bytes that are hashed and attached: sorted keys, no white space, UTF-8."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def sha256(record: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(record)).hexdigest()


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records say the same; the chain grows by itself and says nothing of the plan."""
    return {**one, "chain": None} == {**other, "chain": None}


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
    seq, value = Organization.objects.values_list("chain_seq", "chain_hash").get(pk=org.pk)
    return {"seq": seq, "hash": value}


def _plan(plan: Plan) -> dict[str, Any]:
    """Its words; not its dates, which its approval moves after the record was frozen."""
    return {
        "key": plan.key,
        "title": plan.title,
        "owner": plan.owner_email,
        "review_every_days": plan.review_every_days,
        **{name: getattr(plan, name) for name in TEXTS},
    }


def _risk(found: Findings) -> dict[str, Any]:
    names = ("band", "exposure", "headline", "concentration", "verdicts")
    return {name: found.summary[name] for name in names}
