"""What taking in a portable portfolio would do, told before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from continuity.inventory.exporters.portable import export
from continuity.inventory.owners import strangers
from continuity.inventory.portable import Component, Dependency, Function, Portfolio
from continuity.orgs.models import Organization


@dataclass(frozen=True)
class Compared:
    """Names of what the file holds: not there yet, there but otherwise, and there just so."""

    new: list[str]
    changed: list[str]
    same: list[str]


@dataclass(frozen=True)
class Preview:
    """``ownerless``: functions nobody is told about. ``strangers``: owners who are no members."""

    functions: Compared
    runbooks: Compared
    components: Compared  # those that are new become the organisation's own
    ownerless: list[str]
    strangers: list[str]

    @property
    def nothing(self) -> bool:
        """All that the file says is so already."""
        held = (self.functions, self.runbooks, self.components)
        return not any(part.new or part.changed for part in held)


def compare(org: Organization, portfolio: Portfolio) -> Preview:
    only = {f.id for f in portfolio.functions}
    now = export(org, portfolio.as_of, every_component=True, only=only)
    return Preview(
        functions=_compared(portfolio.functions, now.functions),
        runbooks=_compared(portfolio.runbooks, now.runbooks),
        components=_compared(portfolio.components, now.components),
        ownerless=[f.name for f in portfolio.functions if not f.owner],
        strangers=sorted(strangers(org, (f.owner for f in portfolio.functions))),
    )


def _compared(told: Iterable[Any], held: Iterable[Any]) -> Compared:
    known = {row.id: bare(row) for row in held}
    found = Compared([], [], [])
    for row in told:
        if row.id not in known:
            place = found.new
        else:
            place = found.same if known[row.id] == bare(row) else found.changed
        place.append(getattr(row, "name", "") or row.title)
    return found


def bare(row: Any) -> Any:
    """A row as it is compared: without the order of what has none."""
    if isinstance(row, Function):
        return _function(row)
    return _component(row) if isinstance(row, Component) else row


def _function(row: Function) -> Function:
    """Without the order of what has none."""
    asks = tuple(_dependency(ask) for ask in row.dependencies)
    return replace(row, depends_on=tuple(sorted(row.depends_on)), dependencies=asks)


def _dependency(row: Dependency) -> Dependency:
    return replace(row, options=tuple(replace(o, on=tuple(sorted(o.on))) for o in row.options))


def _component(row: Component) -> Component:
    told = (e for e in row.evidence if e.evidence or e.as_of)
    evidence = tuple(sorted(told, key=lambda e: e.runs_on))
    return replace(row, runs_on=tuple(sorted(row.runs_on)), evidence=evidence)
