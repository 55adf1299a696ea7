"""Taking in a portfolio: all of it, or nothing.

A function, a runbook or a component of the file becomes as the file says; what the file does not
name stays. ``portfolio`` has kept every rule: ``portable.read`` saw to that.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.bounds import has_been
from continuity.inventory import portable
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch
from continuity.providers.actions.taking_in import take_in_components
from continuity.runbooks.actions.taking_in import take_in_runbooks

BATCH = 500


@verb("portfolio.import", needs=Role.EDITOR)
def import_portfolio(actor: Actor, portfolio: portable.Portfolio) -> Organization | None:
    """One transaction; None if all of it is so already.

    Refuses two functions of one name, shares finer than a billionth, and what is said to have
    been done on a day still to come, naming them.
    """
    _refuse_namesakes(actor, portfolio)
    _refuse_fine_shares(portfolio)
    _refuse_days_to_come(portfolio)
    before = export(actor.org, portfolio.as_of)
    components = take_in_components(actor, [_component(c) for c in portfolio.components])
    runbooks = take_in_runbooks(actor, [_runbook(r) for r in portfolio.runbooks])
    functions = _functions(actor, portfolio)
    asks = _dependencies(actor, portfolio, functions)
    _options(actor, portfolio, asks, components, runbooks)
    if export(actor.org, portfolio.as_of) == before:
        return None
    touch(actor.org)
    actor.org.audit_note = {  # type: ignore[attr-defined]
        "functions": len(portfolio.functions),
        "components": len(portfolio.components),
        "runbooks": len(portfolio.runbooks),
    }
    return actor.org


def _refuse_namesakes(actor: Actor, portfolio: portable.Portfolio) -> None:
    rows = Function.objects.for_org(actor.org).values_list("key", "name")
    taken = dict(rows)
    taken |= {f.id: f.name for f in portfolio.functions}
    seen: set[str] = set()
    for name in taken.values():
        if name in seen:
            raise ValidationError(
                _("Two functions would be called “%(name)s”. Give one of them another name.")
                % {"name": name}
            )
        seen.add(name)


def _refuse_fine_shares(portfolio: portable.Portfolio) -> None:
    shares = [(f.name, f.minimum_capacity) for f in portfolio.functions]
    shares += [
        (o.name, o.capacity) for f in portfolio.functions for d in f.dependencies for o in d.options
    ]
    for name, share in shares:
        if _decimal(share) != Decimal(str(share)):
            raise ValidationError(
                _("“%(name)s” has a share of more than nine decimals. Round it.") % {"name": name}
            )


def _refuse_days_to_come(portfolio: portable.Portfolio) -> None:
    days = [(r.title, r.reviewed_on) for r in portfolio.runbooks]
    days += [(f.name, f.assessed_on) for f in portfolio.functions]
    days += [(c.name, e.as_of) for c in portfolio.components for e in c.evidence]
    days += [
        (o.name, o.tested_on)
        for f in portfolio.functions
        for d in f.dependencies
        for o in d.options
    ]
    for name, day in days:
        if day is not None:
            _refuse_to_come(name, day)


def _refuse_to_come(name: str, day: date) -> None:
    try:
        has_been(day)
    except ValidationError as refusal:
        told = {"name": name, "day": day.isoformat(), "why": refusal.messages[0]}
        raise ValidationError(_("“%(name)s” tells of %(day)s. %(why)s") % told) from refusal


def _component(row: portable.Component) -> dict[str, Any]:
    told = {e.runs_on: (e.evidence, e.as_of) for e in row.evidence}
    return {
        "key": row.id,
        "name": row.name,
        "kind": row.kind,
        "provider": row.provider,
        "provider_name": row.provider_name,
        "runs_on": {below: told.get(below, ("", None)) for below in row.runs_on},
    }


def _runbook(row: portable.Runbook) -> dict[str, Any]:
    steps = [
        {
            "key": s.key,
            "title": s.title,
            "role": s.role,
            "minutes": s.minutes,
            "instruction": s.instruction,
            "proof": s.proof,
            "waits_for": list(s.waits_for),
            "after_service": s.after_service,
        }
        for s in row.steps
    ]
    return {
        "key": row.id,
        "title": row.title,
        "summary": row.summary,
        "owner_email": row.owner,
        "review_every_days": row.review_every_days,
        "reviewed_on": row.reviewed_on,
        "steps": steps,
    }


def _functions(actor: Actor, portfolio: portable.Portfolio) -> dict[str, Function]:
    wanted = {
        f.id: {
            "name": f.name,
            "description": f.description,
            "criticality": f.criticality,
            "rto_minutes": f.rto_minutes,
            "rpo_minutes": f.rpo_minutes,
            "mtpd_minutes": f.mtpd_minutes,
            "minimum_capacity": _decimal(f.minimum_capacity),
            "impact": [
                {"after_minutes": s.after_minutes, "cost_per_hour": str(s.cost_per_hour)}
                for s in f.impact
            ],
            "owner_email": f.owner,
            "deputy_email": f.deputy,
            "assessed_on": f.assessed_on,
        }
        for f in portfolio.functions
    }
    rows = {f.key: f for f in Function.objects.for_org(actor.org).filter(key__in=list(wanted))}
    _write(actor, Function, rows, {(key,): fields for key, fields in wanted.items()}, ("key",))
    known = {f.key: f for f in Function.objects.for_org(actor.org).filter(key__in=list(wanted))}
    links = Function.depends_on.through
    links.objects.filter(from_function__in=[f.pk for f in known.values()]).delete()
    links.objects.bulk_create(
        [
            links(from_function=known[f.id], to_function=known[needed])
            for f in portfolio.functions
            for needed in f.depends_on
        ],
        batch_size=BATCH,
    )
    return known


def _dependencies(
    actor: Actor, portfolio: portable.Portfolio, functions: dict[str, Function]
) -> dict[tuple[str, str], Dependency]:
    wanted = {
        (functions[f.id].pk, d.id): {
            "name": d.name,
            "description": d.description,
            "essential": d.essential,
            "high_risk": d.high_risk,
            "required": d.required,
            "position": place,
        }
        for f in portfolio.functions
        for place, d in enumerate(f.dependencies)
    }
    parents = [f.pk for f in functions.values()]
    held = Dependency.objects.for_org(actor.org).filter(function__in=parents)
    rows = {(d.function_id, d.key): d for d in held}
    _write(actor, Dependency, rows, wanted, ("function_id", "key"))
    keys = {f.pk: f.key for f in functions.values()}
    return {
        (keys[d.function_id], d.key): d
        for d in Dependency.objects.for_org(actor.org).filter(function__in=parents)
    }


def _options(
    actor: Actor,
    portfolio: portable.Portfolio,
    asks: dict[tuple[str, str], Dependency],
    components: dict[str, Any],
    runbooks: dict[str, Any],
) -> None:
    told = {
        (asks[f.id, d.id].pk, o.id): (place, o)
        for f in portfolio.functions
        for d in f.dependencies
        for place, o in enumerate(d.options)
    }
    wanted = {
        key: {
            "name": o.name,
            "position": place,
            "capacity": _decimal(o.capacity),
            "switch_minutes": o.switch_minutes,
            "runbook_id": runbooks[o.runbook].pk if o.runbook else None,
            "tested_on": o.tested_on,
        }
        for key, (place, o) in told.items()
    }
    parents = [d.pk for d in asks.values()]
    held = Option.objects.for_org(actor.org).filter(dependency__in=parents)
    rows = {(o.dependency_id, o.key): o for o in held}
    _write(actor, Option, rows, wanted, ("dependency_id", "key"))
    links = Option.on.through
    now = list(Option.objects.for_org(actor.org).filter(dependency__in=parents))
    links.objects.filter(option__in=[o.pk for o in now]).delete()
    links.objects.bulk_create(
        [
            links(option=row, component=components[name])
            for row in now
            for name in told[row.dependency_id, row.key][1].on
        ],
        batch_size=BATCH,
    )


def _write(
    actor: Actor, model: Any, rows: dict[Any, Any], wanted: dict[Any, Any], names: tuple[str, ...]
) -> None:
    """Make the rows of ``model`` say what is wanted; those of the same parents not wanted go."""
    held = {key if isinstance(key, tuple) else (key,): row for key, row in rows.items()}
    fresh, changed = [], []
    for key, fields in wanted.items():
        row = held.get(key)
        if row is None:
            fresh.append(
                model(organization=actor.org, **dict(zip(names, key, strict=True)), **fields)
            )
        elif any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            changed.append(row)
    scoped = model.objects.for_org(actor.org)
    renamed = [row for row in changed if row.changes().get("name")] if model is Function else []
    for row in renamed:  # out of the way first: two may swap their names
        scoped.filter(pk=row.pk).update(name=f"~{row.pk}")
    scoped.bulk_create(fresh, batch_size=BATCH)
    if changed:
        fields = [name.removesuffix("_id") for name in next(iter(wanted.values()))]
        scoped.bulk_update(changed, fields, batch_size=BATCH)
    gone = [row.pk for key, row in held.items() if key not in wanted]
    if gone:
        scoped.filter(pk__in=gone).update(removed_at=timezone.now())


def _decimal(share: float) -> Decimal:
    return Decimal(str(share)).quantize(Decimal("0.000000001"))
