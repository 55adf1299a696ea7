"""METHOD 7, how much: expected hours down and loss a year, and the chance of passing RTO and MTPD.

Closed form, no simulation. What it takes for granted:

- An outage that starts in a component lasts D. A function that feels it is down for min(D, r), r
  being its recovery time at the tier that speaks. The organisation's own components count too:
  they enter no score, but they fail and it costs.
- A fallback that is needed fails on demand with a probability by that tier (`DEFAULTS`); the
  function is then down for D.
- The impact curve runs from the start of the stretch. Outages that overlap count each by itself.
- ``beta``: a share of outages has a cause that nobody knows of and that ties providers together.
  Of each outage of a component whose class (`together.classes`: all of its kind, of all
  providers) has k members, the share 1 - beta is its own; beta / k takes the whole class down for
  as long as it lasts; the rest it suffers from what starts in the others. So the class has as many
  outages a year, added up over its members, as without.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import expm1
from typing import NamedTuple

from continuity.inventory.portable import Function

from .assess import Assessment
from .failing import failing
from .gap import Judgement
from .likelihood import Duration, Frequency
from .recovery import NEVER
from .together import classes

Demand = tuple[float, float, float]
DEFAULTS: Demand = (0.05, 0.25, 0.5)
"""How probably a fallback fails when it is needed, by tier: tested, documented, any."""
BETAS = (0.0, 0.05, 0.2)


class Toll(NamedTuple):
    """What outages do: expected hours down and loss; how many pass the RTO and the MTPD."""

    hours: float = 0.0
    loss: float = 0.0
    past_rto: float = 0.0
    past_mtpd: float = 0.0

    def times(self, number: float) -> "Toll":
        return Toll(*(number * part for part in self))

    def plus(self, other: "Toll") -> "Toll":
        return Toll(*(a + b for a, b in zip(self, other, strict=True)))


NOTHING = Toll()


@dataclass(frozen=True)
class Hit:
    """A function that is down for min(D, ``recovery``), or with chance ``fails`` for all of D."""

    function: Function
    recovery: float
    fails: float

    @cached_property
    def rises(self) -> tuple[tuple[int, float], ...]:
        """From which minute on, a minute down costs how much more than before."""
        costs = [float(step.cost_per_hour) / 60 for step in self.function.impact]
        befores = [0.0, *costs]
        return tuple(
            (step.after_minutes, cost - before)
            for step, cost, before in zip(self.function.impact, costs, befores, strict=False)
        )


def hit(function: Function, judgement: Judgement, demand: Demand = DEFAULTS) -> Hit:
    if judgement.recovery_minutes is None:
        return Hit(function, NEVER, 0.0)
    return Hit(function, judgement.recovery_minutes, demand[judgement.tier])


class Tolls:
    """The toll of one outage of a given length, each figure of the lognormal worked out once."""

    def __init__(self) -> None:
        self._capped: dict[tuple[Duration, float], float] = {}
        self._beyond: dict[tuple[Duration, float], float] = {}

    def of(self, duration: Duration, hit: Hit) -> Toll:
        """Of one outage, by expectation."""
        carried = self._lasting(duration, hit, hit.recovery)
        if not hit.fails:
            return carried
        return carried.times(1 - hit.fails).plus(
            self._lasting(duration, hit, NEVER).times(hit.fails)
        )

    def _lasting(self, duration: Duration, hit: Hit, cut: float) -> Toll:
        minutes = self.capped(duration, cut)
        loss = sum(
            rise * (minutes - self.capped(duration, after))
            for after, rise in hit.rises
            if after < cut
        )
        rto, mtpd = hit.function.rto_minutes, hit.function.mtpd_minutes
        return Toll(
            minutes / 60,
            loss,
            self.beyond(duration, rto) if cut > rto else 0.0,
            self.beyond(duration, mtpd) if cut > mtpd else 0.0,
        )

    def capped(self, duration: Duration, minutes: float) -> float:
        key = duration, minutes
        if (known := self._capped.get(key)) is None:
            known = self._capped[key] = duration.capped(minutes)
        return known

    def beyond(self, duration: Duration, minutes: float) -> float:
        key = duration, minutes
        if (known := self._beyond.get(key)) is None:
            known = self._beyond[key] = duration.beyond(minutes)
        return known


@dataclass(frozen=True)
class Tie:
    """A class whose members fail together: ``share`` of each one's outages takes all of them."""

    members: frozenset[str]
    share: float
    frequencies: Mapping[Frequency, int]  # and how many members have each
    felt: Mapping[str, Judgement]


def ties(assessment: Assessment, rates: Mapping[str, Frequency], beta: float) -> list[Tie]:
    if not beta:
        return []
    return [
        Tie(
            members=found.members,
            share=beta / len(found.members),
            frequencies=Counter(rates[name] for name in found.members),
            felt=failing(assessment.index, found.members),
        )
        for found in classes(assessment)
    ]


@dataclass(frozen=True, slots=True)
class FunctionLoss:
    """A year of one function. ``parts``: by component in which the outages start, those of common
    causes apart (``tied``); there ``past_rto`` and ``past_mtpd`` are outages a year."""

    hours: float
    loss: float
    p_rto: float
    p_mtpd: float
    parts: Mapping[str, Toll]
    tied: Toll = NOTHING


@dataclass(frozen=True)
class Losses:
    """A year of the organisation; hours and losses of its functions added up."""

    functions: Mapping[str, FunctionLoss]
    beta: float = 0.0
    demand: Demand = DEFAULTS
    assumed: Mapping[str, Frequency] = field(default_factory=dict)

    @cached_property
    def hours(self) -> float:
        return sum(function.hours for function in self.functions.values())

    @cached_property
    def loss(self) -> float:
        return sum(function.loss for function in self.functions.values())

    @cached_property
    def tied(self) -> Toll:
        return _sum(function.tied for function in self.functions.values())

    @cached_property
    def parts(self) -> dict[str, Toll]:
        """By component in which the outages start."""
        found: dict[str, Toll] = {}
        for function in self.functions.values():
            for name, part in function.parts.items():
                found[name] = found.get(name, NOTHING).plus(part)
        return found


def _sum(tolls: Iterable[Toll]) -> Toll:
    total = NOTHING
    for toll in tolls:
        total = total.plus(toll)
    return total


def expect(
    assessment: Assessment,
    rates: Mapping[str, Frequency],
    demand: Demand = DEFAULTS,
    beta: float = 0.0,
) -> Losses:
    """The expected year. ``rates``: by component, as `likelihood.frequencies` makes them."""
    tied, tolls = ties(assessment, rates, beta), Tolls()
    functions = {
        name: expect_function(
            result.function, {**result.components, **result.internal}, rates, demand, tied, tolls
        )
        for name, result in assessment.functions.items()
    }
    return Losses(functions, beta, demand, rates)


def expect_function(
    function: Function,
    felt: Mapping[str, Judgement],
    rates: Mapping[str, Frequency],
    demand: Demand = DEFAULTS,
    tied: Sequence[Tie] = (),
    tolls: Tolls | None = None,
) -> FunctionLoss:
    """The expected year of one function. ``felt``: what it feels of each component's failure."""
    tolls = tolls or Tolls()
    alone: dict[str, Toll] = {}  # of one outage of the component
    for name, judgement in felt.items():
        own = 1 - sum(tie.share * len(tie.members) for tie in tied if name in tie.members)
        toll = tolls.of(rates[name].duration, hit(function, judgement, demand))
        alone[name] = toll.times(own)
    hits = [
        (tie, hit(function, tie.felt[function.id], demand))
        for tie in tied
        if function.id in tie.felt
    ]
    parts = {name: toll.times(rates[name].rate.mean) for name, toll in alone.items()}
    common, none_rto, none_mtpd = NOTHING, 0.0, 0.0
    each = dict(alone)  # with what the component sets off in its class
    for tie, hurt in hits:
        left = Counter(tie.frequencies)
        for name in alone.keys() & tie.members:
            each[name] = each[name].plus(tolls.of(rates[name].duration, hurt).times(tie.share))
            left[rates[name]] -= 1
        for frequency, number in tie.frequencies.items():
            toll = tolls.of(frequency.duration, hurt).times(tie.share)
            common = common.plus(toll.times(number * frequency.rate.mean))
            none_rto += left[frequency] * frequency.rate.log_chance_of_none(toll.past_rto)
            none_mtpd += left[frequency] * frequency.rate.log_chance_of_none(toll.past_mtpd)
    for name, toll in each.items():
        none_rto += rates[name].rate.log_chance_of_none(toll.past_rto)
        none_mtpd += rates[name].rate.log_chance_of_none(toll.past_mtpd)
    total = _sum(parts.values()).plus(common)
    return FunctionLoss(total.hours, total.loss, -expm1(none_rto), -expm1(none_mtpd), parts, common)
