"""A portfolio to sheets: rows of plain values under the vocabulary's own headers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from continuity.core.durations import LONGEST, spell
from continuity.inventory.portable import (
    Component,
    Dependency,
    Function,
    ImpactStep,
    Option,
    Portfolio,
    Runbook,
    Step,
)

from .vocabulary import (
    ABOUT,
    COMPONENT,
    DEPENDENCY,
    EVIDENCE,
    FUNCTION,
    OPTION,
    RUNBOOK,
    STEP,
    Field,
    Level,
)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """``rows``: text, numbers, truths, days, or None for an empty cell."""

    title: str
    head: tuple[str, ...]
    rows: Iterator[Row]


def tables(p: Portfolio) -> list[Table]:
    """A sheet a table: all of the portfolio."""
    return [
        Table("Functions", _head(FUNCTION.every), map(_function, p.functions)),
        Table("Dependencies", _head((FUNCTION.id, *DEPENDENCY.every)), _dependencies(p)),
        Table("Options", _head((FUNCTION.id, DEPENDENCY.id, *OPTION.every)), _options(p)),
        Table("Components", _head(COMPONENT.every), map(_component, p.components)),
        Table("Evidence", _head((COMPONENT.id, *EVIDENCE.every)), _evidence(p)),
        Table("Runbooks", _head(RUNBOOK.every), map(_runbook, p.runbooks)),
        Table("Steps", _head((RUNBOOK.id, *STEP.every)), _steps(p)),
        Table("Organisation", _head(ABOUT.levels[0].every), iter([_about(p)])),
    ]


def flat(p: Portfolio) -> Table:
    """Functions, dependencies and options in one table, a row a path.

    What is said of a function or a dependency stands in its first row.
    """
    levels = (FUNCTION, DEPENDENCY, OPTION)
    fields = tuple(field for level in levels for field in level.every)
    return Table("Functions", _head(fields), _paths(p))


def _paths(p: Portfolio) -> Iterator[Row]:
    no_ask, no_option = _nothing(DEPENDENCY), _nothing(OPTION)
    for f in p.functions:
        function = _function(f)
        if not f.dependencies:
            yield (*function, *no_ask, *no_option)
        for d in f.dependencies:
            ask = _dependency(d)
            for option in map(_option, d.options):
                yield (*function, *ask, *option)
                function, ask = _again(function), _again(ask)
            if not d.options:
                yield (*function, *ask, *no_option)
            function = _again(function)


def _nothing(level: Level) -> Row:
    return (None,) * len(level.every)


def _again(row: Row) -> Row:
    """The id alone."""
    return (row[0], *(None,) * (len(row) - 1))


def _head(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.header for field in fields)


def _time(minutes: int | None) -> Any:
    if minutes is None or minutes > LONGEST:
        return minutes
    return spell(minutes)


def _list(names: tuple[str, ...]) -> str | None:
    return "; ".join(map(_item, names)) or None


def _item(name: str) -> str:
    if name[0] != '"' and name == name.strip() and not any(c in name for c in ";\n"):
        return name
    return '"' + name.replace('"', '""') + '"'


def _impact(steps: tuple[ImpactStep, ...]) -> str | None:
    return "; ".join(f"{s.after_minutes}: {s.cost_per_hour:f}" for s in steps) or None


def _function(f: Function) -> Row:
    return (
        f.id,
        f.name,
        f.description or None,
        f.criticality,
        _time(f.rto_minutes),
        _time(f.rpo_minutes),
        _time(f.mtpd_minutes),
        f.minimum_capacity,
        _impact(f.impact),
        f.owner or None,
        f.deputy or None,
        f.assessed_on,
        _list(f.depends_on),
    )


def _dependency(d: Dependency) -> Row:
    return (d.id, d.name, d.essential, d.required, d.high_risk, d.description or None)


def _option(o: Option) -> Row:
    return (
        o.id,
        o.name,
        _list(o.on),
        o.capacity,
        _time(o.switch_minutes),
        o.runbook,
        o.tested_on,
    )


def _dependencies(p: Portfolio) -> Iterator[Row]:
    return ((f.id, *_dependency(d)) for f in p.functions for d in f.dependencies)


def _options(p: Portfolio) -> Iterator[Row]:
    return (
        (f.id, d.id, *_option(o)) for f in p.functions for d in f.dependencies for o in d.options
    )


def _component(c: Component) -> Row:
    return (c.id, c.name, c.kind, c.provider, c.provider_name or None, _list(c.runs_on))


def _evidence(p: Portfolio) -> Iterator[Row]:
    return (
        (c.id, e.runs_on, e.evidence or None, e.as_of) for c in p.components for e in c.evidence
    )


def _runbook(r: Runbook) -> Row:
    return (
        r.id,
        r.title,
        r.summary or None,
        r.owner or None,
        r.review_every_days,
        r.reviewed_on,
    )


def _step(s: Step) -> Row:
    return (
        s.key,
        s.title,
        s.role or None,
        _time(s.minutes),
        s.instruction or None,
        s.proof or None,
        _list(s.waits_for),
        s.after_service,
    )


def _steps(p: Portfolio) -> Iterator[Row]:
    return ((r.id, *_step(s)) for r in p.runbooks for s in r.steps)


def _about(p: Portfolio) -> Row:
    told = p.organization
    return (told.name, told.currency, told.timezone, p.test_cadence_days, p.as_of)
