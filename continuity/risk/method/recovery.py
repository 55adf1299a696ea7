"""METHOD 2: how long until a dependency is served again, at each tier of trust."""

import math
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from continuity.inventory.portable import Dependency, Option, enough, units

NEVER = math.inf


class Tier(IntEnum):
    """Which fallbacks are believed; each tier believes those of the tiers before it too."""

    TESTED = 0
    DOCUMENTED = 1
    ANY = 2


class Recovery(NamedTuple):
    """Minutes until it is served again at each tier, `NEVER` when it is not.

    Never shorter at a stricter tier: ``any <= documented <= tested``.
    """

    tested: float
    documented: float
    any: float


AT_ONCE = Recovery(0, 0, 0)


def tier_of(option: Option, as_of: date, test_cadence_days: int) -> Tier:
    """The strictest tier at which a fallback counts.

    Tested asks for a runbook and for an exercise at most ``test_cadence_days`` before ``as_of``.
    One after ``as_of`` has not been passed yet: it is ignored, not refused, as plans carry dates.
    """
    if option.runbook is None:
        return Tier.ANY
    if option.tested_on is None:
        return Tier.DOCUMENTED
    fresh = 0 <= (as_of - option.tested_on).days <= test_cadence_days
    return Tier.TESTED if fresh else Tier.DOCUMENTED


class Ladder:
    """A dependency made ready: its options by switch time, each a bit in masks of what fails."""

    __slots__ = ("_known", "minimum", "required", "rungs")

    def __init__(
        self, dependency: Dependency, minimum_capacity: float, as_of: date, test_cadence_days: int
    ) -> None:
        self.required = dependency.required
        self.minimum = units(minimum_capacity)
        rungs = []
        for at, option in enumerate(dependency.options):
            runs = at < dependency.required
            tier = Tier.TESTED if runs else tier_of(option, as_of, test_cadence_days)
            switch = 0 if runs else option.switch_minutes
            rungs.append((switch, 1 << at, units(option.capacity), int(tier)))
        self.rungs = sorted(rungs)
        self._known: dict[int, Recovery] = {0: AT_ONCE}

    def without(self, fallen: int) -> Recovery:
        """The recovery when the options in the bit mask ``fallen`` are gone for good."""
        if (known := self._known.get(fallen)) is None:
            left = [rung for rung in self.rungs if not rung[1] & fallen]
            known = self._known[fallen] = Recovery(
                *(self._served(left, tier) for tier in (Tier.TESTED, Tier.DOCUMENTED, Tier.ANY))
            )
        return known

    def _served(self, left: Iterable[tuple[int, int, int, int]], tier: int) -> float:
        count = held = 0
        for switch, _bit, capacity, strictest in left:
            if strictest <= tier:
                count += 1
                held += capacity
                if count >= self.required and enough(held, self.minimum):
                    return switch
        return NEVER


def latest(one: Recovery, other: Recovery) -> Recovery:
    """When both are there again, tier by tier."""
    return Recovery(*map(max, one, other))
