"""Values into the portable form: what `read` takes back without loss."""

from decimal import Decimal
from typing import Any

from .model import (
    FORMAT,
    REVIEW_EVERY_DAYS,
    Component,
    Dependency,
    Function,
    ImpactStep,
    Option,
    Portfolio,
    Runbook,
    Step,
)


def write(portfolio: Portfolio) -> dict[str, Any]:
    """The portfolio as JSON's own types; fields that hold their default are left out."""
    organization = portfolio.organization
    return {
        "format": FORMAT,
        "as_of": portfolio.as_of.isoformat(),
        "test_cadence_days": portfolio.test_cadence_days,
        "organization": {
            "name": organization.name,
            "currency": organization.currency,
            "timezone": organization.timezone,
        },
        "components": [_component(row) for row in portfolio.components],
        "functions": [_function(row) for row in portfolio.functions],
        "runbooks": [_runbook(row) for row in portfolio.runbooks],
    }


def _told(**fields: Any) -> dict[str, Any]:
    """Those fields that say something."""
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in fields.items()
        if value is not None and value != "" and value != {} and value != []
    }


def _unless(value: int, default: int) -> int | None:
    return None if value == default else value


def _component(row: Component) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "provider": row.provider,
        **_told(provider_name=row.provider_name),
        "runs_on": list(row.runs_on),
        **_told(
            runs_on_evidence={
                e.runs_on: _told(evidence=e.evidence, as_of=e.as_of) for e in row.evidence
            }
        ),
    }


def _function(row: Function) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        **_told(description=row.description, owner=row.owner, deputy=row.deputy),
        "criticality": row.criticality,
        "rto_minutes": row.rto_minutes,
        **_told(rpo_minutes=row.rpo_minutes, assessed_on=row.assessed_on),
        "mtpd_minutes": row.mtpd_minutes,
        "minimum_capacity": row.minimum_capacity,
        "impact": [_impact(step) for step in row.impact],
        "depends_on": list(row.depends_on),
        "dependencies": [_dependency(dependency) for dependency in row.dependencies],
    }


def _impact(row: ImpactStep) -> dict[str, Any]:
    return {"after_minutes": row.after_minutes, "cost_per_hour": _number(row.cost_per_hour)}


def _number(amount: Decimal) -> int | float:
    whole = int(amount)
    return whole if whole == amount else float(amount)


def _dependency(row: Dependency) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        **_told(description=row.description),
        "essential": row.essential,
        **_told(high_risk=row.high_risk or None),
        "required": row.required,
        "options": [_option(option) for option in row.options],
    }


def _option(row: Option) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "on": list(row.on),
        "capacity": row.capacity,
        "switch_minutes": row.switch_minutes,
        **_told(runbook=row.runbook, tested_on=row.tested_on),
    }


def _runbook(row: Runbook) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        **_told(
            summary=row.summary,
            owner=row.owner,
            review_every_days=_unless(row.review_every_days, REVIEW_EVERY_DAYS),
            reviewed_on=row.reviewed_on,
            steps=[_step(step) for step in row.steps],
        ),
    }


def _step(row: Step) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        **_told(role=row.role),
        "minutes": row.minutes,
        **_told(
            instruction=row.instruction,
            proof=row.proof,
            waits_for=list(row.waits_for),
            after_service=row.after_service or None,
        ),
    }
