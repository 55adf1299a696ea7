"""METHOD 7, how much at worst: many years drawn by the same rules as the closed form (`loss`).

In a simulated year each component's rate is drawn from what is held of it, then its outages from
that rate; that is a negative binomial, drawn as Poisson many clusters of logarithmic size, so that
work is done for outages only and not for the years without. One number is drawn an outage for
all fallbacks: where those of one standing fail, those of worse standing fail too.

The same seed gives the same bytes: each component has its own stream, named by its id, so that
what a change leaves alone is drawn alike before and after it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .assess import Assessment
from .likelihood import Frequency
from .loss import DEFAULTS, Demand, Hit, hit, ties
from .recovery import NEVER

if TYPE_CHECKING:
    import numpy as np

YEARS = 20_000
SEED = 20_260_101
BLOCK = 1 << 13  # clusters of outages at a time: they stay in the processor's cache
FEW = 5  # kinks of a curve up to which it is summed kink by kink


@dataclass(frozen=True)
class Simulated:
    """``loss`` and ``hours`` of each simulated year, functions added up."""

    years: int
    seed: int
    loss: np.ndarray
    hours: np.ndarray

    @cached_property
    def mean_loss(self) -> float:
        return float(self.loss.mean())

    @cached_property
    def mean_hours(self) -> float:
        return float(self.hours.mean())

    @property
    def loss_error(self) -> float:
        """Standard error of the mean."""
        return float(self.loss.std(ddof=1)) / math.sqrt(self.years)

    @property
    def hours_error(self) -> float:
        return float(self.hours.std(ddof=1)) / math.sqrt(self.years)

    def loss_at(self, *percents: float) -> list[float]:
        """So much or less in so many of a hundred years."""
        import numpy as np

        return [float(x) for x in np.percentile(self.loss, percents)]

    def hours_at(self, *percents: float) -> list[float]:
        import numpy as np

        return [float(x) for x in np.percentile(self.hours, percents)]

    def exceedance(self, points: int = 24) -> list[tuple[float, float]]:
        """``(loss, chance that a year costs more)``, from none to that of the 20th costliest."""
        import numpy as np

        any_loss = float((self.loss > 0).mean())
        rarest = 20 / self.years
        found = [(0.0, any_loss)]
        if any_loss > rarest:
            chances = np.geomspace(any_loss, rarest, points)[1:]
            losses = np.quantile(self.loss, 1 - chances)
            found += [(float(a), float(b)) for a, b in zip(losses, chances, strict=True)]
        return found


@dataclass(frozen=True)
class Curve:
    """Piecewise linear in the minutes that an outage lasts: 0 at 0, and at each kink the slopes of
    hours and of loss change by so much."""

    kinks: tuple[float, ...]
    hours: tuple[float, ...]
    loss: tuple[float, ...]


@dataclass(frozen=True)
class Cause:
    """Outages of one component that do the same: the ``share`` of all that start in it.

    ``always``: what each does. ``failing``: what it does besides when fallbacks that fail with
    so much chance do fail; of one outage all up to some chance.
    """

    share: float
    always: Curve
    failing: tuple[tuple[float, Curve], ...]


def curve(hits: Sequence[tuple[Hit, float, float]]) -> Curve:
    """Of all functions together, each down from one minute of the outage to another."""
    hours: dict[float, float] = {}
    loss: dict[float, float] = {}
    for one, start, end in hits:
        _bend(hours, start, end, 1 / 60)
        for after, rise in one.rises:
            _bend(loss, max(start, after), end, rise)
    kinks = sorted(k for k in hours.keys() | loss.keys() if hours.get(k) or loss.get(k))
    return Curve(
        tuple(kinks),
        tuple(hours.get(k, 0.0) for k in kinks),
        tuple(loss.get(k, 0.0) for k in kinks),
    )


def _bend(slopes: dict[float, float], start: float, end: float, slope: float) -> None:
    if start < end:
        slopes[start] = slopes.get(start, 0.0) + slope
        if end != NEVER:
            slopes[end] = slopes.get(end, 0.0) - slope


def cause(share: float, hits: Sequence[Hit]) -> Cause:
    chances = sorted({one.fails for one in hits if one.fails})
    return Cause(
        share,
        curve([(one, 0.0, one.recovery) for one in hits]),
        tuple(
            (chance, curve([(one, one.recovery, NEVER) for one in hits if one.fails == chance]))
            for chance in reversed(chances)
        ),
    )


def causes(
    assessment: Assessment,
    rates: Mapping[str, Frequency],
    demand: Demand,
    beta: float,
    only: str | None = None,
) -> Iterator[tuple[str, list[Cause]]]:
    """By component in which outages start: what they do, to all functions or to one ``only``."""
    hurt: dict[str, list[Hit]] = {}
    for name, result in assessment.functions.items():
        if only in (None, name):
            for component, judgement in (*result.components.items(), *result.internal.items()):
                hurt.setdefault(component, []).append(hit(result.function, judgement, demand))
    common: dict[str, tuple[float, Cause]] = {}
    for tie in ties(assessment, rates, beta):
        functions = assessment.index.functions
        hits = [
            hit(functions[name], judgement, demand)
            for name, judgement in tie.felt.items()
            if only in (None, name)
        ]
        own = 1 - tie.share * len(tie.members)
        common |= dict.fromkeys(tie.members, (own, cause(tie.share, hits)))
    for name in sorted(hurt.keys() | common.keys()):
        own, shock = common.get(name, (1.0, None))
        yield name, [cause(own, hurt.get(name, [])), *([shock] if shock else [])]


def simulate(
    assessment: Assessment,
    rates: Mapping[str, Frequency],
    years: int = YEARS,
    seed: int = SEED,
    demand: Demand = DEFAULTS,
    beta: float = 0.0,
    only: str | None = None,
) -> Simulated:
    """Draw so many years of the organisation, or of one function ``only``."""
    import numpy as np

    loss, hours = np.zeros(years), np.zeros(years)
    for name, does in causes(assessment, rates, demand, beta, only):
        for in_years, minutes, pick in outages(name, rates[name], years, seed):
            low = 0.0
            for one in does:
                high = low + one.share
                whole = low == 0.0 and high >= 1
                mine = slice(None) if whole else (pick >= low) & (pick < high)
                _suffer(
                    one, in_years[mine], minutes[mine], (pick[mine] - low) / one.share, loss, hours
                )
                low = high
    return Simulated(years, seed, loss, hours)


def outages(
    name: str, frequency: Frequency, years: int, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Blocks of outages: the year of each, how long it lasts, and a number from 0 to 1."""
    import numpy as np

    dice = np.random.default_rng([seed, zlib.crc32(name.encode())])
    rate, duration = frequency.rate, frequency.duration
    left = int(dice.poisson(years * rate.shape * math.log1p(1 / rate.years)))
    again = 1 / (1 + rate.years)
    while left:
        clusters = min(left, BLOCK)
        left -= clusters
        sizes = dice.logseries(again, clusters)
        in_years = np.repeat(dice.integers(0, years, clusters), sizes)
        minutes = np.exp(duration.mu + duration.sigma * dice.standard_normal(len(in_years)))
        yield in_years, minutes, dice.random(len(in_years))


def _suffer(
    one: Cause,
    in_years: np.ndarray,
    minutes: np.ndarray,
    pick: np.ndarray,
    loss: np.ndarray,
    hours: np.ndarray,
) -> None:
    """Add up what the outages do, in the years in which they happen."""
    import numpy as np

    _add(one.always, in_years, minutes, loss, hours)
    for chance, more in one.failing:  # the larger chance first: each a part of the one before
        failed = np.flatnonzero(pick < chance)
        in_years, minutes, pick = in_years[failed], minutes[failed], pick[failed]
        _add(more, in_years, minutes, loss, hours)


def _add(
    curve: Curve, in_years: np.ndarray, minutes: np.ndarray, loss: np.ndarray, hours: np.ndarray
) -> None:
    import numpy as np

    if curve.kinks and len(minutes):
        along = _bent if len(curve.kinks) <= FEW else _looked_up
        cost, down = along(curve, minutes)
        np.add.at(loss, in_years, cost)
        np.add.at(hours, in_years, down)


def _bent(curve: Curve, minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Loss and hours after so many minutes, kink by kink."""
    import numpy as np

    cost, down = np.zeros(len(minutes)), np.zeros(len(minutes))
    for kink, more_hours, more_loss in zip(curve.kinks, curve.hours, curve.loss, strict=True):
        beyond = np.maximum(minutes - kink, 0) if kink else minutes
        if more_hours:
            down += more_hours * beyond
        if more_loss:
            cost += more_loss * beyond
    return cost, down


def _looked_up(curve: Curve, minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same where there are many kinks: between which two of them each outage ends."""
    import numpy as np

    at = np.searchsorted(curve.kinks, minutes)

    def along(slopes: tuple[float, ...]) -> np.ndarray:
        steep = np.concatenate(([0.0], np.cumsum(slopes)))
        behind = np.concatenate(([0.0], np.cumsum(np.multiply(slopes, curve.kinks))))
        return steep[at] * minutes - behind[at]

    return along(curve.loss), along(curve.hours)
