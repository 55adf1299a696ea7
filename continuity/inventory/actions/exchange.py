"""Taking in a portfolio: all of it, or nothing.

A function, a runbook or a component of the file becomes as the file says; what the file does not
name stays, and what is so already is not touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.bounds import has_been
from continuity.inventory import portable
from continuity.inventory.against import Standing, problems
from continuity.inventory.comparing import bare
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch
from continuity.providers.actions.taking_in import take_in_components
from continuity.runbooks.actions.taking_in import take_in_runbooks
from continuity.runbooks.models import Runbook

from .rows import Writer, decimal


@dataclass(frozen=True)
class Taken:
    """What a portfolio changed. ``before``: what it found otherwise, as it was, ``changed`` the
    numbers of those functions; the rest are the numbers of what it made."""

    before: portable.Portfolio
    changed: list[int] = field(default_factory=list)
    functions: dict[str, int] = field(default_factory=dict)
    runbooks: list[int] = field(default_factory=list)
    components: list[int] = field(default_factory=list)
    providers: list[int] = field(default_factory=list)


@verb("portfolio.import", needs=Role.EDITOR)
def import_portfolio(actor: Actor, portfolio: portable.Portfolio) -> Organization | None:
    """One transaction; None if all of it is so already.

    Refuses two functions of one name, what is named and not there, what would go in a circle,
    shares finer than a billionth, and what is said to have been done on a day still to come.
    """
    if take_in(actor, portfolio) is None:
        return None
    actor.org.audit_note = counts(portfolio)  # type: ignore[attr-defined]
    return actor.org


def counts(portfolio: portable.Portfolio) -> dict[str, int]:
    return {
        "functions": len(portfolio.functions),
        "components": len(portfolio.components),
        "runbooks": len(portfolio.runbooks),
    }


@dataclass(frozen=True)
class Found:
    """What a portfolio meets: numbers and names of all functions by key, and what it tells of as
    it is held."""

    functions: dict[str, tuple[int, str]]
    held: portable.Portfolio


def refuse(actor: Actor, portfolio: portable.Portfolio) -> Found:
    """Raises ValidationError where the portfolio cannot be taken in as it is."""
    _refuse_fine_shares(portfolio)
    _refuse_days_to_come(portfolio)
    rows = Function.objects.for_org(actor.org).values_list("key", "pk", "name")
    known = {key: (pk, name) for key, pk, name in rows}
    held = export(
        actor.org,
        portfolio.as_of,
        every_component=True,
        only={f.id for f in portfolio.functions if f.id in known},
    )
    _refuse_problems(actor, portfolio, held, {key: name for key, (_pk, name) in known.items()})
    return Found(known, held)


def take_in(actor: Actor, portfolio: portable.Portfolio) -> Taken | None:
    """Inside a verb. None if all of it is so already."""
    found = refuse(actor, portfolio)
    known, held = found.functions, found.held
    was = {(type(row), row.id): row for row in _every(held)}
    differing = [
        row
        for row in _every(portfolio)
        if (old := was.get((type(row), row.id))) is None or bare(old) != bare(row)
    ]
    told = [row for row in differing if isinstance(row, portable.Function)]
    books = [row for row in differing if isinstance(row, portable.Runbook)]
    components = take_in_components(actor, [_component(c) for c in portfolio.components])
    take_in_runbooks(actor, [_runbook(r) for r in books])
    if not (told or books or components.written):
        return None
    runbooks = dict(Runbook.objects.for_org(actor.org).values_list("key", "pk"))
    writer = Writer(
        actor,
        portfolio.as_of,
        {key: row.pk for key, row in components.rows.items()},
        runbooks,
    )
    numbers = writer.write(told, {key: pk for key, (pk, _name) in known.items()})
    touch(actor.org)
    before = [was[type(row), row.id] for row in differing if (type(row), row.id) in was]
    return Taken(
        before=replace(
            held,
            functions=tuple(row for row in before if isinstance(row, portable.Function)),
            runbooks=tuple(row for row in before if isinstance(row, portable.Runbook)),
            components=tuple(row for row in before if isinstance(row, portable.Component)),
        ),
        changed=[pk for key, pk in numbers.items() if key in known],
        functions={key: pk for key, pk in numbers.items() if key not in known},
        runbooks=[runbooks[r.id] for r in books if (type(r), r.id) not in was],
        components=components.components,
        providers=components.providers,
    )


def _every(portfolio: portable.Portfolio) -> tuple[Any, ...]:
    return (*portfolio.functions, *portfolio.runbooks, *portfolio.components)


def _refuse_problems(
    actor: Actor, portfolio: portable.Portfolio, held: portable.Portfolio, names: dict[str, str]
) -> None:
    stands = Standing(
        names=names,
        needs=_needs(actor) if any(f.depends_on for f in portfolio.functions) else {},
        runs_on={c.id: c.runs_on for c in held.components},
        components={c.id for c in held.components},
        runbooks={r.id for r in held.runbooks},
    )
    for problem in problems(portfolio, stands):
        name = names.get(problem.path[0]) or next(
            (f.name for f in portfolio.functions if f.id == problem.path[0]), problem.path[0]
        )
        told = {"name": name, "sentence": problem.sentence}
        raise ValidationError(
            problem.sentence if problem.field == "name" else _("“%(name)s”: %(sentence)s") % told
        )


def _needs(actor: Actor) -> dict[str, tuple[str, ...]]:
    links = Function.depends_on.through.objects.filter(
        from_function__organization=actor.org,
        from_function__removed_at=None,
        to_function__removed_at=None,
    )
    needs: dict[str, tuple[str, ...]] = {}
    for upper, lower in links.values_list("from_function__key", "to_function__key"):
        needs[upper] = (*needs.get(upper, ()), lower)
    return needs


def _refuse_fine_shares(portfolio: portable.Portfolio) -> None:
    for name, share in _shares(portfolio):
        if decimal(share) != Decimal(str(share)):
            raise ValidationError(
                _("“%(name)s” has a share of more than nine decimals. Round it.") % {"name": name}
            )


def _shares(portfolio: portable.Portfolio) -> Iterator[tuple[str, float]]:
    """Each share once, under the first name that has it."""
    seen: set[float] = set()
    for f in portfolio.functions:
        for name, share in (
            (f.name, f.minimum_capacity),
            *((o.name, o.capacity) for d in f.dependencies for o in d.options),
        ):
            if share not in seen:
                seen.add(share)
                yield name, share


def _refuse_days_to_come(portfolio: portable.Portfolio) -> None:
    for day, name in {day: name for name, day in _days(portfolio)}.items():
        if day is not None:
            _refuse_to_come(name, day)


def _days(portfolio: portable.Portfolio) -> Iterator[tuple[str, date | None]]:
    yield from ((r.title, r.reviewed_on) for r in portfolio.runbooks)
    yield from ((c.name, e.as_of) for c in portfolio.components for e in c.evidence)
    for f in portfolio.functions:
        yield f.name, f.assessed_on
        yield from ((o.name, o.tested_on) for d in f.dependencies for o in d.options)


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
