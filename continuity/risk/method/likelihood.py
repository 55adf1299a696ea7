"""METHOD 7, how often: outages a year and how long they last, from a prior and from what was seen.

Gamma-Poisson for the rate, normal-inverse-gamma for the logarithm of the minutes.
Source: Gelman et al., Bayesian Data Analysis (3rd ed.), 2.6 and 3.3.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from continuity.inventory.portable import Portfolio

LONG_SHARE = 1.2815515655446004  # one in ten of a standard normal lies beyond
MOST_MINUTES = 5_256_000  # ten years: no outage counts as longer
SHAPE = 2.0  # of the prior on the variance: its weight is that of a few outages, its mean finite


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of a component's outages before any was observed; see priors.toml."""

    outages_per_year: float
    worth_years: float
    median_minutes: float
    long_minutes: float
    worth_outages: float = 4
    basis: str = "assumed"
    source: str = ""

    @property
    def sigma(self) -> float:
        """Of the logarithm of the minutes."""
        return math.log(self.long_minutes / self.median_minutes) / LONG_SHARE


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen of a component: outages that began within so many ``years`` of watching.

    ``minutes``: the lengths of those that are over. ``count``: all, one that goes on among them.
    """

    years: float = 0.0
    count: int = 0
    minutes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """Outages a year, a Gamma: as if ``shape`` outages had been seen in ``years``."""

    shape: float
    years: float

    @property
    def mean(self) -> float:
        return self.shape / self.years

    def seen(self, count: int, years: float) -> "Rate":
        return Rate(self.shape + count, self.years + years)

    def log_chance_of_none(self, share: float) -> float:
        """Logarithm of the chance that a year brings no outage of a kind that is ``share`` of all.

        The rate itself being uncertain, counts are negative binomial, not Poisson.
        """
        return -self.shape * math.log1p(share / self.years)


@dataclass(frozen=True, slots=True)
class Duration:
    """Minutes: lognormal, ``mu`` and ``sigma`` of their logarithm.

    Point estimates: with their own uncertainty in it the expected length would be infinite.
    """

    mu: float
    sigma: float

    @property
    def median(self) -> float:
        return math.exp(self.mu)

    @property
    def long(self) -> float:
        """One in ten lasts longer."""
        return math.exp(self.mu + LONG_SHARE * self.sigma)

    @property
    def mean(self) -> float:
        return math.exp(self.mu + self.sigma**2 / 2)

    def beyond(self, minutes: float) -> float:
        """The chance of lasting longer."""
        if minutes <= 0:
            return 1.0
        return 0.0 if math.isinf(minutes) else _above((math.log(minutes) - self.mu) / self.sigma)

    def capped(self, minutes: float) -> float:
        """Expected length where it is cut off at ``minutes``: E[min(D, minutes)]."""
        if minutes <= 0:
            return 0.0
        if math.isinf(minutes):
            return self.mean
        z = (math.log(minutes) - self.mu) / self.sigma
        return self.mean * _above(self.sigma - z) + minutes * _above(z)


def _above(z: float) -> float:
    """The share of a standard normal above ``z``, exact far out too."""
    return math.erfc(z / math.sqrt(2)) / 2


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often outages start in a component and how long they last, with what that rests on."""

    rate: Rate
    duration: Duration
    prior: Prior
    observed: Observed = Observed()


def update(prior: Prior, observed: Observed = Observed()) -> Frequency:
    """What is held after what was observed."""
    rate = Rate(prior.outages_per_year * prior.worth_years, prior.worth_years)
    logs = [math.log(min(max(m, 1.0), MOST_MINUTES)) for m in observed.minutes]
    return Frequency(
        rate.seen(observed.count, observed.years), _duration(prior, logs), prior, observed
    )


def _duration(prior: Prior, logs: Sequence[float]) -> Duration:
    """Posterior mean of mu and of the variance; shorter than a minute counts as one."""
    mu, weight, n = math.log(prior.median_minutes), prior.worth_outages, len(logs)
    if not n:
        return Duration(mu, prior.sigma)
    alpha = SHAPE + weight / 2
    beta = prior.sigma**2 * (alpha - 1)  # so that the prior's mean variance is sigma squared
    mean = sum(logs) / n
    beta += sum((log - mean) ** 2 for log in logs) / 2
    beta += weight * n * (mean - mu) ** 2 / (2 * (weight + n))
    return Duration((weight * mu + n * mean) / (weight + n), math.sqrt(beta / (alpha + n / 2 - 1)))


@cache
def shipped() -> Mapping[str, Prior]:
    """The priors of priors.toml by kind of component."""
    file = Path(__file__).with_name("priors.toml")
    return {kind: Prior(**row) for kind, row in tomllib.loads(file.read_text("utf-8")).items()}


def frequencies(
    portfolio: Portfolio,
    priors: Mapping[str, Prior] | None = None,
    observed: Mapping[str, Observed] | None = None,
) -> dict[str, Frequency]:
    """By component. ``priors``: by id of a component or by kind, the id first; else the shipped."""
    priors, observed, known = priors or {}, observed or {}, shipped()
    return {
        c.id: update(
            priors.get(c.id) or priors.get(c.kind) or known[c.kind],
            observed.get(c.id, Observed()),
        )
        for c in portfolio.components
    }
