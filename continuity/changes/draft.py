"""A portfolio while it is being changed: each dependency and option is found at once. Pure.

Ids are those of `risk.load`: primary keys as text, unique among all functions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from continuity.inventory.portable import Dependency, Function, Option, Portfolio
from continuity.risk.method.graph import Ground


class Fault(StrEnum):
    """Why a step does not fit the inventory as it is."""

    DEPENDENCY_GONE = "dependency_gone"
    OPTION_GONE = "option_gone"
    COMPONENT_GONE = "component_gone"
    RUNBOOK_GONE = "runbook_gone"
    NOT_ON_IT = "not_on_it"
    NOTHING_LEFT = "nothing_left"
    NOTHING_NEW = "nothing_new"
    SLOW = "slow"
    SHORT = "short"


@dataclass(eq=False)
class Misfit(Exception):
    """A step that does not fit. ``row``: the id of what is gone; ``name``: of what it is about."""

    fault: Fault
    row: str = ""
    name: str = ""


class Draft:
    """``functions`` by id, as they have become; the portfolio that it began with stays."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._began = portfolio
        self.functions: dict[str, Function] = {f.id: f for f in portfolio.functions}
        self._function_of = {d.id: f.id for f in portfolio.functions for d in f.dependencies}
        self._dependency_of = {
            o.id: d.id for f in portfolio.functions for d in f.dependencies for o in d.options
        }
        self._components = {c.id for c in portfolio.components}
        self._runbooks = {b.id for b in portfolio.runbooks}

    @cached_property
    def ground(self) -> Ground:
        return Ground(self._began.components)

    @property
    def portfolio(self) -> Portfolio:
        """What it has become; functions that nothing happened to are the very same values."""
        return replace(self._began, functions=tuple(self.functions.values()))

    def dependencies(self) -> Iterator[Dependency]:
        return (d for f in self.functions.values() for d in f.dependencies)

    def dependency(self, row: str) -> Dependency:
        if row not in self._function_of:
            raise Misfit(Fault.DEPENDENCY_GONE, row)
        return next(d for d in self.function_of(row).dependencies if d.id == row)

    def function_of(self, dependency: str) -> Function:
        return self.functions[self._function_of[dependency]]

    def holder(self, option: str) -> Dependency:
        """The dependency that has this option."""
        if option not in self._dependency_of:
            raise Misfit(Fault.OPTION_GONE, option)
        return self.dependency(self._dependency_of[option])

    def option(self, row: str) -> Option:
        return next(o for o in self.holder(row).options if o.id == row)

    def need_component(self, row: str) -> None:
        if row not in self._components:
            raise Misfit(Fault.COMPONENT_GONE, row)

    def need_runbook(self, row: str | None) -> None:
        if row and row not in self._runbooks:
            raise Misfit(Fault.RUNBOOK_GONE, row)

    def put(self, dependency: Dependency, options: tuple[Option, ...]) -> None:
        """Give it these options, by the rules of the inventory's verbs.

        What runs is there at once; and what was complete stays so.
        """
        after = replace(dependency, options=options)
        function = self.function_of(dependency.id)
        slow = next((o for o in after.running if o.switch_minutes), None)
        if slow:
            raise Misfit(Fault.SLOW, slow.id, slow.name)
        least = function.minimum_capacity
        if after.unfinished(least) and not dependency.unfinished(least):
            raise Misfit(Fault.SHORT, dependency.id, dependency.name)
        rows = tuple(after if d.id == dependency.id else d for d in function.dependencies)
        self.functions[function.id] = replace(function, dependencies=rows)
        for option in dependency.options:
            self._dependency_of.pop(option.id, None)
        self._dependency_of.update({option.id: dependency.id for option in options})


def ordered(ids: Any) -> tuple[str, ...]:
    """Primary keys as text, in the order of their numbers, as `risk.load` has them."""
    return tuple(sorted(set(ids), key=lambda row: (len(row), row)))
