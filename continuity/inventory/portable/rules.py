"""The rules that join fields, rows and lists: bounds, references, and nothing that goes round."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from continuity.core.graph import cycles

from .fields import Fault, Faults
from .model import Dependency, Function, Portfolio, Runbook, enough, units

MOST_CIRCLES = 20


def check_function(function: Function, path: str, faults: list[Fault]) -> None:
    """RTO within MTPD, and an impact curve that climbs in time."""
    if function.rto_minutes > function.mtpd_minutes:
        faults.append(
            Fault(
                f"{path}.rto_minutes",
                f"is {function.rto_minutes}, past the MTPD of {function.mtpd_minutes}: "
                "the RTO must not exceed the MTPD.",
            )
        )
    for at in range(1, len(function.impact)):
        if function.impact[at].after_minutes <= function.impact[at - 1].after_minutes:
            faults.append(
                Fault(
                    f"{path}.impact[{at}].after_minutes",
                    "must be later than the step before it.",
                )
            )


def check_dependency(
    dependency: Dependency, minimum_capacity: float, path: str, faults: list[Fault]
) -> None:
    """Enough options, the running ones at once and together at the minimum capacity."""
    if dependency.required > len(dependency.options):
        faults.append(
            Fault(
                f"{path}.required",
                f"is {dependency.required}, but there are {len(dependency.options)} options.",
            )
        )
        return
    for at, option in enumerate(dependency.running):
        if option.switch_minutes:
            faults.append(
                Fault(
                    f"{path}.options[{at}].switch_minutes",
                    "must be 0: this option runs in normal operation.",
                )
            )
    if not enough(sum(units(o.capacity) for o in dependency.running), units(minimum_capacity)):
        faults.append(
            Fault(
                f"{path}.options",
                f"do not reach the minimum capacity of {minimum_capacity:g} "
                "with those that run in normal operation.",
            )
        )


def check(portfolio: Portfolio, faults: Faults) -> None:
    """Every fault between rows. Rows that could not be read are None and are passed over."""
    faults.gather(_between(portfolio))


def _between(portfolio: Portfolio) -> Iterator[Fault]:
    components = _ids(portfolio.components)
    functions = _ids(portfolio.functions)
    runbooks = _ids(portfolio.runbooks)
    yield from _twice(portfolio.components, "$.components")
    yield from _twice(portfolio.functions, "$.functions")
    yield from _twice(portfolio.runbooks, "$.runbooks")
    for path, component in _rows(portfolio.components, "$.components"):
        yield from _unknown(component.runs_on, components, f"{path}.runs_on", "component")
    for path, function in _rows(portfolio.functions, "$.functions"):
        yield from _unknown(function.depends_on, functions, f"{path}.depends_on", "function")
        yield from _twice(function.dependencies, f"{path}.dependencies")
        for place, dependency in _rows(function.dependencies, f"{path}.dependencies"):
            yield from _options(dependency, place, components, runbooks)
    yield from _circles(portfolio.components, "runs_on", "$.components")
    yield from _circles(portfolio.functions, "depends_on", "$.functions")
    for path, runbook in _rows(portfolio.runbooks, "$.runbooks"):
        yield from _steps(runbook, path)


def _options(
    dependency: Dependency, path: str, components: set[str], runbooks: set[str]
) -> Iterator[Fault]:
    yield from _twice(dependency.options, f"{path}.options")
    for place, option in _rows(dependency.options, f"{path}.options"):
        if not components.issuperset(option.on):
            yield from _unknown(option.on, components, f"{place}.on", "component")
        if option.runbook and option.runbook not in runbooks:
            yield Fault(f"{place}.runbook", f'names the unknown runbook "{option.runbook}".')


def _steps(runbook: Runbook, path: str) -> Iterator[Fault]:
    keys = _ids(runbook.steps, "key")
    yield from _twice(runbook.steps, f"{path}.steps", "key")
    for place, step in _rows(runbook.steps, f"{path}.steps"):
        yield from _unknown(step.waits_for, keys, f"{place}.waits_for", "step")
    yield from _circles(runbook.steps, "waits_for", f"{path}.steps", "key")


def _rows(rows: Iterable[Any], path: str) -> Iterator[tuple[str, Any]]:
    return ((f"{path}[{at}]", row) for at, row in enumerate(rows) if row is not None)


def _ids(rows: Iterable[Any], key: str = "id") -> set[str]:
    return {getattr(row, key) for row in rows if row is not None}


def _twice(rows: tuple[Any, ...], path: str, key: str = "id") -> Iterator[Fault]:
    if len(_ids(rows, key)) == len(rows):
        return
    seen: set[str] = set()
    for place, row in _rows(rows, path):
        name = getattr(row, key)
        if name in seen and name:
            yield Fault(f"{place}.{key}", f'is "{name}", which an earlier entry has already.')
        seen.add(name)


def _unknown(names: tuple[str, ...], known: set[str], path: str, noun: str) -> Iterator[Fault]:
    for at, name in enumerate(names):
        if name not in known:
            yield Fault(f"{path}[{at}]", f'names the unknown {noun} "{name}".')


def _circles(rows: tuple[Any, ...], field: str, path: str, key: str = "id") -> Iterator[Fault]:
    places = {getattr(row, key): (place, row) for place, row in _rows(rows, path)}
    edges = {name: getattr(row, field) for name, (_, row) in places.items()}
    for circle in islice(cycles(edges), MOST_CIRCLES):
        place, _ = places[circle[0]]
        yield Fault(f"{place}.{field}", f"goes in a circle: {_round(circle)}.")


def _round(circle: tuple[str, ...]) -> str:
    """The circle, its middle left out where it is long."""
    shown = circle if len(circle) <= 12 else (*circle[:8], "…", *circle[-3:])
    return " → ".join(shown)
