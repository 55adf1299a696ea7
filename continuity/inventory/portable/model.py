"""The portable portfolio as values: what an organisation leans on, apart from any database.

Minutes are whole, shares lie between 0 and 1, money is a decimal in the organisation's currency,
dates are calendar days. A name that ends in ``_minutes`` may be 0.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FORMAT = "continuity.portfolio/1"
REVIEW_EVERY_DAYS = 180  # where a runbook does not say

UNIT = 10**12  # a whole, when shares are added up without rounding
_SLACK = 1000  # a billionth of the whole: three thirds are enough for one


def units(share: float | Decimal) -> int:
    """A share as a whole number of trillionths, so that sums do not depend on their order."""
    return round(share * UNIT)


def enough(held: int, minimum: int) -> bool:
    """Whether capacities that add up to ``held`` reach ``minimum``; both in `units`.

    A shortfall of a billionth is forgiven: it comes from writing thirds as decimals.
    """
    return held + _SLACK >= minimum


@dataclass(frozen=True, slots=True)
class Organization:
    """Whose portfolio it is; ``currency`` an ISO 4217 code, ``timezone`` an IANA name."""

    name: str
    currency: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why somebody believes that a component runs on ``runs_on``, and when that was so."""

    runs_on: str
    evidence: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """What of a provider's can fail as one. Kind ``internal`` is the organisation's own."""

    id: str
    name: str
    kind: str
    provider: str
    runs_on: tuple[str, ...] = ()
    provider_name: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def internal(self) -> bool:
        return self.kind == "internal"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to serve a dependency. On no component: by hand, and always up.

    ``capacity``: the share of the normal load that it sustains, above 0 up to 1.
    ``tested_on``: the day of the last passed exercise.
    """

    id: str
    name: str
    on: tuple[str, ...]
    capacity: float
    switch_minutes: int
    runbook: str | None = None
    tested_on: date | None = None


@dataclass(frozen=True, slots=True)
class Dependency:
    """One thing that a function asks of AI. The first ``required`` options run, in order.

    ``high_risk``: the organisation calls this use a high-risk AI system under the EU AI Act.
    """

    id: str
    name: str
    essential: bool
    options: tuple[Option, ...]
    required: int = 1
    description: str = ""
    high_risk: bool = False

    @property
    def running(self) -> tuple[Option, ...]:
        return self.options[: self.required]

    @property
    def fallbacks(self) -> tuple[Option, ...]:
        return self.options[self.required :]


@dataclass(frozen=True, slots=True)
class ImpactStep:
    """From ``after_minutes`` down, each hour costs ``cost_per_hour``."""

    after_minutes: int
    cost_per_hour: Decimal


@dataclass(frozen=True, slots=True)
class Function:
    """A business function with its impact analysis; criticality 1 (low) to 5 (vital)."""

    id: str
    name: str
    criticality: int
    rto_minutes: int
    mtpd_minutes: int
    minimum_capacity: float
    impact: tuple[ImpactStep, ...] = ()
    depends_on: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    description: str = ""
    rpo_minutes: int | None = None
    owner: str = ""
    deputy: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a runbook, once every step in ``waits_for`` is done.

    ``after_service``: it comes once the service is back, and does not count against the RTO.
    """

    key: str
    title: str
    role: str = ""
    minutes: int = 0
    instruction: str = ""
    proof: str = ""
    waits_for: tuple[str, ...] = ()
    after_service: bool = False


@dataclass(frozen=True, slots=True)
class Runbook:
    """What to do. ``owner`` is an e-mail address."""

    id: str
    title: str
    summary: str = ""
    owner: str = ""
    review_every_days: int = REVIEW_EVERY_DAYS
    reviewed_on: date | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that the method needs, on the day ``as_of``."""

    as_of: date
    test_cadence_days: int
    organization: Organization
    components: tuple[Component, ...] = ()
    functions: tuple[Function, ...] = ()
    runbooks: tuple[Runbook, ...] = ()
