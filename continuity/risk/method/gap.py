"""METHOD 3: how far a recovery falls short of what the function needs, and its verdict."""

from enum import StrEnum
from typing import NamedTuple

from continuity.inventory.portable import UNIT

from .recovery import NEVER, Recovery, Tier


class Verdict(StrEnum):
    """What the failure of one component does to one function, best first."""

    UNAFFECTED = "unaffected"
    COVERED = "covered"
    UNTESTED = "untested"
    UNDOCUMENTED = "undocumented"
    LATE = "late"
    LOST = "lost"

    @property
    def stops(self) -> bool:
        """Whether the component is a single point of failure of the function."""
        return self in (Verdict.LATE, Verdict.LOST)


PENALTIES = (0, UNIT // 5, 2 * UNIT // 5)  # by tier: tested 0, documented 0.2, any 0.4
_KEPT = (Verdict.COVERED, Verdict.UNTESTED, Verdict.UNDOCUMENTED)


class Judgement(NamedTuple):
    """A verdict with what it rests on.

    ``recovery_minutes`` is that of the tier that speaks, None for never. ``gap_units`` is the gap
    (0 to 1) in `units`, so that sums of gaps are exact whatever their order.
    """

    verdict: Verdict
    recovery_minutes: int | None
    gap_units: int
    tier: Tier

    @property
    def gap(self) -> float:
        return self.gap_units / UNIT


def late(recovery: float, rto_minutes: int, mtpd_minutes: int) -> int:
    """0 within the RTO, half to whole on the way from RTO to MTPD, whole beyond; in `units`.

    Where RTO and MTPD are the same there is no way between them: later is beyond.
    """
    if recovery <= rto_minutes:
        return 0
    if recovery > mtpd_minutes:
        return UNIT
    half = UNIT // 2
    return half + half * (int(recovery) - rto_minutes) // (mtpd_minutes - rto_minutes)


def judge(recovery: Recovery, rto_minutes: int, mtpd_minutes: int) -> Judgement:
    """The judgement on a function whose running options no longer carry it.

    The tier with the smallest gap speaks; on equal gaps the one that recovers sooner; then the
    stricter.
    """
    gap, minutes, tier = min(
        (max(late(minutes, rto_minutes, mtpd_minutes), PENALTIES[tier]), minutes, tier)
        for tier, minutes in enumerate(recovery)
    )
    if minutes > mtpd_minutes:
        verdict = Verdict.LOST
    elif minutes > rto_minutes:
        verdict = Verdict.LATE
    else:
        verdict = _KEPT[tier]
    return Judgement(verdict, None if minutes == NEVER else int(minutes), gap, Tier(tier))
