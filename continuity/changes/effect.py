"""Before and after: what a change does to every figure of the method. Pure.

All of it as plain rows, for the page and for the record that is frozen.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from continuity.inventory.portable import Portfolio
from continuity.risk.method.assess import Assessment, FunctionResult, assess, reassess, worst_of
from continuity.risk.method.concentration import Concentration
from continuity.risk.method.likelihood import Frequency
from continuity.risk.method.loss import FunctionLoss, Tolls, expect_function
from continuity.risk.method.pairs import pairs

Row = dict[str, Any]
Rates = Mapping[str, Frequency]
FEW = 20  # functions: so many are judged anew one by one
MOST_ROWS = 500  # of each list in a record; how many there are is said
LARGEST = 5


def judged_after(before: Assessment, after: Portfolio) -> Assessment:
    """The portfolio with the change; quick where few functions differ."""
    known = before.index.functions
    changed = [f for f in after.functions if f is not known.get(f.id)]
    if len(changed) > FEW:
        return assess(after)
    for function in changed:
        before = reassess(before, function)
    return before


def effect(before: Assessment, after: Assessment, rates: Rates) -> Row:
    """Scores, concentration, exposure, single points of failure, a year, the functions that differ.

    ``rates``: how often each component fails, as `likelihood.frequencies` makes them.
    """
    return Effect(before, after, rates).rows()


def reached(before: Assessment, after: Assessment) -> set[str]:
    """The functions that are another, and all that depend on them: no figure of others moves."""
    known, functions = before.index.functions, after.index.functions
    above: dict[str, list[str]] = {}
    for function in functions.values():
        for name in function.depends_on:
            above.setdefault(name, []).append(function.id)
    ahead = [name for name, function in functions.items() if function is not known.get(name)]
    found = set(ahead)
    for name in ahead:
        fresh = [other for other in above.get(name, ()) if other not in found]
        found.update(fresh)
        ahead += fresh
    return found


class Effect:
    """Two assessments of the same functions and components."""

    def __init__(self, before: Assessment, after: Assessment, rates: Rates) -> None:
        self.before, self.after, self.rates = before, after, rates
        self.reached = reached(before, after)
        held = before.index.portfolio
        self.components = {c.id: c.name for c in held.components}
        self.sellers = {c.provider: c.provider_name or c.provider for c in held.components}

    def rows(self) -> Row:
        functions = list(self._functions())
        return {
            "score": {
                "before": _score(self.before.score),
                "after": _score(self.after.score),
            },
            "concentration": {
                "provider": self._level(self.before.providers, self.after.providers, self.sellers),
                "host": self._level(self.before.hosts, self.after.hosts, self.components),
            },
            "exposure": self._exposure(),
            "points": self._points(),
            "pairs": self._pairs(),
            "year": self._year(),
            "functions": functions[:MOST_ROWS],
            "differ": len(functions),
            "of": len(self.after.functions),
        }

    def _level(self, before: Concentration, after: Concentration, names: dict[str, str]) -> Row:
        def side(held: Concentration) -> Row:
            shares = sorted(held.shares.items(), key=lambda item: (-item[1], item[0]))
            return {
                "hhi": round(held.hhi, 6),
                "effective": None if held.effective is None else round(held.effective, 4),
                "largest": [
                    {"name": names[key], "share": round(share, 6)}
                    for key, share in shares[:LARGEST]
                ],
            }

        return {"before": side(before), "after": side(after)}

    def _exposure(self) -> list[Row]:
        """The components that hit most, before or after; each with both."""
        was, now = self.before.exposure, self.after.exposure
        both = {name: (was.get(name, 0.0), now.get(name, 0.0)) for name in {*was, *now}}
        first = sorted(both.items(), key=lambda item: (-max(item[1]), item[0]))
        return [
            {"name": self.components[name], "before": round(b, 4), "after": round(a, 4)}
            for name, (b, a) in first[:LARGEST]
        ]

    def _points(self) -> Row:
        was, now = set(_points(self.before)), set(_points(self.after))
        return {
            "before": len(was),
            "after": len(now),
            "gone": self._named(was - now),
            "new": self._named(now - was),
            "gone_count": len(was - now),
            "new_count": len(now - was),
        }

    def _named(self, points: Iterable[tuple[str, str]]) -> list[Row]:
        functions = self.after.index.functions
        rows = [(functions[f].name, self.components[c]) for f, c in points]
        return [{"function": f, "component": c} for f, c in sorted(rows)[:MOST_ROWS]]

    def _pairs(self) -> Row:
        """How many pairs of components only together stop a function for longer than it bears."""
        was = {name: len(pairs(self.before, name)) for name in self.before.functions}
        now = was | {name: len(pairs(self.after, name)) for name in self.reached}
        return {"before": sum(was.values()), "after": sum(now.values())}

    def _year(self) -> Row:
        """Expected hours down and loss of a year, of all functions added up."""
        tolls = Tolls()

        def each(done: Assessment, names: Iterable[str]) -> dict[str, FunctionLoss]:
            results = ((name, done.functions[name]) for name in names)
            return {
                name: expect_function(
                    found.function, {**found.components, **found.internal}, self.rates, tolls=tolls
                )
                for name, found in results
            }

        was = each(self.before, self.before.functions)
        now = was | each(self.after, self.reached)
        return {"before": _added(was.values()), "after": _added(now.values())}

    def _functions(self) -> Iterable[Row]:
        """Those whose verdict, score or worst component differs; the most critical first."""
        both = ((self.before.functions[n], self.after.functions[n]) for n in self.reached)
        order = sorted(both, key=lambda p: (-p[1].function.criticality, p[1].function.name))
        for was, now in order:
            before, after = self._side(was), self._side(now)
            if before != after:
                yield {
                    "id": now.function.id,
                    "name": now.function.name,
                    "criticality": now.function.criticality,
                    "before": before,
                    "after": after,
                }

    def _side(self, result: FunctionResult) -> Row:
        felt = {**result.internal, **result.components}
        worst = result.worst or worst_of(result.internal)
        if worst is None:
            filling = result.function.filling
            word = "unaffected" if filling == "complete" else filling
            return {"score": 0.0, "verdict": word, "worst": "", "minutes": None}
        return {
            "score": _score(result.score),
            "verdict": str(felt[worst].verdict),
            "worst": self.components[worst],
            "minutes": felt[worst].recovery_minutes,
        }


def _points(assessment: Assessment) -> Iterable[tuple[str, str]]:
    """Function and component, the organisation's own among them."""
    for name, result in assessment.functions.items():
        for component, judgement in {**result.components, **result.internal}.items():
            if judgement.verdict.stops:
                yield name, component


def _added(years: Iterable[FunctionLoss]) -> Row:
    years = list(years)
    hours, loss = sum(y.hours for y in years), sum(y.loss for y in years)
    return {"hours": round(hours, 4), "loss": round(loss, 2)}


def _score(value: float) -> float:
    return round(value, 4)
