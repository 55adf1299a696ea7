"""METHOD 1-5 together: a portfolio in, every score with what it rests on out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from continuity.core.graph import bottom_up
from continuity.inventory.portable import Function, Portfolio

from .concentration import Concentration, Shares, concentrate, spread
from .gap import Judgement, judge
from .graph import Ground
from .recovery import Ladder, Recovery, latest
from .scores import percent

Disruptions = dict[str, Recovery]


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """One function, judged. ``components``: those that it feels, others leave it unaffected.

    ``internal``: the organisation's own components, which enter no score.
    ``own`` and ``disruptions`` are what depending functions and explanations build on.
    """

    function: Function
    components: Mapping[str, Judgement]
    internal: Mapping[str, Judgement]
    disruptions: Disruptions
    providers: Shares
    hosts: Shares

    @property
    def worst_units(self) -> int:
        return max((j.gap_units for j in self.components.values()), default=0)

    @property
    def score(self) -> float:
        """0 best, 100 worst."""
        return percent(self.worst_units)

    @property
    def worst(self) -> str | None:
        """The component with the largest gap; then the slowest recovery, then by name."""
        return worst_of(self.components)

    @property
    def single_points_of_failure(self) -> list[str]:
        return sorted(name for name, j in self.components.items() if j.verdict.stops)


def worst_of(components: Mapping[str, Judgement]) -> str | None:
    def badness(name: str) -> tuple[int, float, str]:
        judgement = components[name]
        minutes = judgement.recovery_minutes
        return -judgement.gap_units, -(float("inf") if minutes is None else minutes), name

    return min(components, key=badness, default=None)


class Index:
    """A portfolio made ready for questions.

    ``portfolio`` must satisfy the rules that `inventory.portable.read` checks.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.ground = Ground(portfolio.components)
        self.functions: dict[str, Function] = {f.id: f for f in portfolio.functions}
        self.internal = {c.id for c in portfolio.components if c.internal}
        self._judged: dict[tuple[Recovery, int, int], Judgement] = {}

    def disruptions(self, function: Function) -> Disruptions:
        """What the function's own essential dependencies make of each component's failure."""
        felt: Disruptions = {}
        for dependency in function.dependencies:
            if not dependency.essential:
                continue
            closures = [self.ground.closure(option.on) for option in dependency.options]
            ladder = Ladder(
                dependency,
                function.minimum_capacity,
                self.portfolio.as_of,
                self.portfolio.test_cadence_days,
            )
            for name in frozenset().union(*closures[: dependency.required]):
                fallen = sum(1 << at for at, closure in enumerate(closures) if name in closure)
                _worsen(felt, name, ladder.without(fallen))
        return felt

    def judgement(self, recovery: Recovery, function: Function) -> Judgement:
        key = (recovery, function.rto_minutes, function.mtpd_minutes)
        if (known := self._judged.get(key)) is None:
            known = self._judged[key] = judge(*key)
        return known


def _worsen(felt: Disruptions, name: str, recovery: Recovery) -> None:
    known = felt.get(name)
    felt[name] = recovery if known is None or known == recovery else latest(known, recovery)


def assess_function(
    index: Index, function: Function, results: Mapping[str, FunctionResult]
) -> FunctionResult:
    """One function, given the results of those that it depends on."""
    felt = index.disruptions(function)
    for name in function.depends_on:
        for component, recovery in results[name].disruptions.items():
            _worsen(felt, component, recovery)
    judged = {name: index.judgement(recovery, function) for name, recovery in felt.items()}
    internal = {name: judged.pop(name) for name in felt.keys() & index.internal}
    return FunctionResult(function, judged, internal, felt, *spread(function, index.ground))


@dataclass(slots=True)
class Totals:
    """Sums over functions, whole numbers all: exact in any order, and so they can be taken back."""

    criticality: int
    score: int
    exposure: Shares
    providers: Shares
    hosts: Shares

    def count(self, result: FunctionResult, sign: int = 1) -> None:
        weight = sign * result.function.criticality
        self.criticality += weight
        self.score += weight * result.worst_units
        for name, judgement in result.components.items():
            self.exposure[name] = self.exposure.get(name, 0) + weight * judgement.gap_units
        for total, part in ((self.providers, result.providers), (self.hosts, result.hosts)):
            for name, held in part.items():
                total[name] = total.get(name, 0) + sign * held


@dataclass(frozen=True, slots=True)
class Assessment:
    """A portfolio, judged. ``functions`` in an order in which none comes before one it needs."""

    index: Index
    functions: Mapping[str, FunctionResult]
    totals: Totals

    @property
    def score(self) -> float:
        """So much of our critical business hangs on a single provider; 0 best, 100 worst."""
        return percent(self.totals.score, self.totals.criticality)

    @property
    def exposure(self) -> dict[str, float]:
        """If it fails now, so much of the critical business is hit; for each component felt."""
        felt = {name for result in self.functions.values() for name in result.components}
        weight = self.totals.criticality
        return {n: percent(self.totals.exposure[n], weight) for n in sorted(felt)}

    @property
    def providers(self) -> Concentration:
        return concentrate(self.totals.providers)

    @property
    def hosts(self) -> Concentration:
        return concentrate(self.totals.hosts)


def assess(portfolio: Portfolio) -> Assessment:
    """The whole portfolio. Its rules are those that `inventory.portable.read` checks."""
    index = Index(portfolio)
    order = bottom_up({name: f.depends_on for name, f in index.functions.items()})
    results: dict[str, FunctionResult] = {}
    totals = Totals(0, 0, {}, {}, {})
    for name in order:
        results[name] = assess_function(index, index.functions[name], results)
        totals.count(results[name])
    return Assessment(index, results, totals)


def reassess(assessment: Assessment, changed: Function) -> Assessment:
    """The assessment with one function changed or added: it and those that depend on it anew.

    Components, cadence and day stay as they were; otherwise `assess`.
    """
    old = assessment.index
    functions = {**old.functions, changed.id: changed}
    index = Index.__new__(Index)
    index.portfolio = replace(old.portfolio, functions=tuple(functions.values()))
    index.ground, index.internal, index._judged = old.ground, old.internal, old._judged
    index.functions = functions
    results = dict(assessment.functions)
    held = assessment.totals
    totals = Totals(
        held.criticality, held.score, dict(held.exposure), dict(held.providers), dict(held.hosts)
    )
    for name in dependents(functions, changed.id):
        if name in results:
            totals.count(results[name], -1)
        results[name] = assess_function(index, functions[name], results)
        totals.count(results[name])
    return Assessment(index, results, totals)


def dependents(functions: Mapping[str, Function], start: str) -> list[str]:
    """A function and all that depend on it, each after what it depends on.

    Raises ValueError, naming the circle, where functions depend on each other.
    """
    above: dict[str, list[str]] = {}
    for function in functions.values():
        for name in function.depends_on:
            above.setdefault(name, []).append(function.id)
    reached = [start]
    seen = {start}
    for name in reached:
        fresh: Iterable[str] = (n for n in above.get(name, ()) if n not in seen)
        reached += (fresh := list(dict.fromkeys(fresh)))
        seen.update(fresh)
    return bottom_up({name: functions[name].depends_on for name in reached})
