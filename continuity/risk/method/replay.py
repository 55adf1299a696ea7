"""METHOD 8: an event on a portfolio, to the minute: what was down, how long, and what it cost."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from continuity.core.graph import bottom_up
from continuity.inventory.portable import Dependency, Event, Function, ImpactStep, enough, units
from continuity.inventory.portable.event import joined, minutes_down

from .assess import Index

Spans = tuple[tuple[int, int], ...]
HOUR = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes of the event, from ``start`` up to ``end``, in which nothing changed.

    ``options``: what served the dependency, by id; nothing when it was not served.
    """

    start: int
    end: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the event did to one function. ``down``: its stretches, in minutes of the event.

    ``disrupted``: by dependency of its own, the stretches in which what runs did not suffice, and
    what carried it. ``cost`` in the organisation's currency, exact.
    """

    function: Function
    down: Spans
    disrupted: Mapping[str, tuple[Stretch, ...]]
    cost: Decimal

    @property
    def down_minutes(self) -> int:
        return sum(end - start for start, end in self.down)

    @property
    def longest_minutes(self) -> int:
        return max((end - start for start, end in self.down), default=0)

    @property
    def rto_breached(self) -> int | None:
        """The minute of the event at which a stretch passed the RTO, None when none did."""
        return self._passed(self.function.rto_minutes)

    @property
    def mtpd_breached(self) -> int | None:
        return self._passed(self.function.mtpd_minutes)

    def _passed(self, limit: int) -> int | None:
        return next((start + limit for start, end in self.down if end - start > limit), None)


@dataclass(frozen=True, slots=True)
class Replay:
    """``start``: the instant of minute 0. ``length``: minutes until the last component is back.

    ``strangers``: components of the event that the portfolio does not know; they touch nothing.
    """

    event: Event
    start: datetime
    length: int
    functions: Mapping[str, Outcome]
    strangers: tuple[str, ...]

    def at(self, minute: int | None) -> datetime | None:
        return None if minute is None else self.start + timedelta(minutes=minute)

    @property
    def cost(self) -> Decimal:
        return sum((o.cost for o in self.functions.values()), Decimal(0))


class _Downs:
    """When options are down, worked out once for each set of components that they stand on."""

    def __init__(self, index: Index, components: Mapping[str, Spans]) -> None:
        self.index, self.components = index, components
        self._known: dict[tuple[str, ...], Spans] = {}
        self._by_hit: dict[frozenset[str], Spans] = {}

    def of(self, on: tuple[str, ...]) -> Spans:
        if (known := self._known.get(on)) is None:
            hit = frozenset(self.index.ground.closure(on) & self.components.keys())
            if (known := self._by_hit.get(hit)) is None:
                known = joined([span for name in hit for span in self.components[name]])
                self._by_hit[hit] = known
            self._known[on] = known
        return known


def replay(index: Index, event: Event) -> Replay:
    """The event on the index's portfolio. Components that it does not name stay up."""
    start, spans = minutes_down(event)
    known = {n: found for n, found in spans.items() if n in index.ground.components}
    downs = _Downs(index, known)
    outcomes: dict[str, Outcome] = {}
    order = bottom_up({name: f.depends_on for name, f in index.functions.items()})
    for name in order:
        outcomes[name] = _outcome(index.functions[name], downs, outcomes)
    length = max((end for found in spans.values() for _, end in found), default=0)
    strangers = tuple(sorted(spans.keys() - known.keys()))
    return Replay(event, start, length, outcomes, strangers)


def _outcome(function: Function, downs: _Downs, known: Mapping[str, Outcome]) -> Outcome:
    disrupted = {}
    unserved: list[tuple[int, int]] = []
    for dependency in function.dependencies:
        if dependency.essential:
            if stretches := tuple(_stretches(dependency, function.minimum_capacity, downs)):
                disrupted[dependency.id] = stretches
                unserved += [(s.start, s.end) for s in stretches if not s.options]
    for name in function.depends_on:
        unserved += known[name].down
    down = joined(unserved)
    cost = sum((cost_of(function.impact, end - start) for start, end in down), Decimal(0))
    return Outcome(function, down, disrupted, cost)


def _stretches(dependency: Dependency, minimum: float, downs: _Downs) -> Iterator[Stretch]:
    """Where a running option is down, what runs does not suffice: they number what is required."""
    options = [(option, downs.of(option.on)) for option in dependency.options]
    disruptions = joined([span for _, spans in options[: dependency.required] for span in spans])
    for start, end in disruptions:
        edges = {start, end}
        for at, (option, spans) in enumerate(options):
            edges.update(edge for span in spans for edge in span)
            if at >= dependency.required:
                edges.add(start + option.switch_minutes)
        moments = sorted(edge for edge in edges if start <= edge <= end)
        yield from _merged(
            Stretch(a, b, _serving(dependency, minimum, options, start, a))
            for a, b in itertools.pairwise(moments)
        )


def _serving(
    dependency: Dependency, minimum: float, options: list, start: int, moment: int
) -> tuple[str, ...]:
    """The options that serve at a moment of the disruption that began at ``start``, if enough."""
    there = [
        option
        for at, (option, spans) in enumerate(options)
        if not any(a <= moment < b for a, b in spans)
        and (at < dependency.required or start + option.switch_minutes <= moment)
    ]
    held = sum(units(option.capacity) for option in there)
    served = len(there) >= dependency.required and enough(held, units(minimum))
    return tuple(option.id for option in there) if served else ()


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    held: Stretch | None = None
    for stretch in stretches:
        if held is not None and held.options == stretch.options:
            held = Stretch(held.start, stretch.end, held.options)
            continue
        if held is not None:
            yield held
        held = stretch
    if held is not None:
        yield held


def cost_of(impact: tuple[ImpactStep, ...], minutes: int) -> Decimal:
    """What it costs to be down for so long at a stretch, by the impact curve; exact."""
    cost = Decimal(0)
    for at, step in enumerate(impact):
        until = impact[at + 1].after_minutes if at + 1 < len(impact) else minutes
        spent = min(until, minutes) - step.after_minutes
        if spent > 0:
            cost += step.cost_per_hour * spent
    return cost / HOUR
