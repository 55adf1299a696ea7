"""METHOD 4: scores, 0 best and 100 worst, from gaps weighted by criticality."""

from enum import StrEnum

from continuity.inventory.portable import UNIT


class Band(StrEnum):
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    SEVERE = "severe"


def band(score: float) -> Band:
    """Below 20 low, below 45 moderate, below 70 high, else severe."""
    if score < 20:
        return Band.LOW
    if score < 45:
        return Band.MODERATE
    return Band.HIGH if score < 70 else Band.SEVERE


def percent(weighted_units: int, weight: int = 1) -> float:
    """100 times a weighted sum of gaps, given in `units`, over its weight; 0 of nothing."""
    return 100 * weighted_units / (UNIT * weight) if weight else 0.0
