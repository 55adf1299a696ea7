"""The impact curve as it is kept: steps with whole minutes, ascending, money as text."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_STEPS = 50
MOST_MINUTES = 5_256_000  # ten years
MOST_MONEY = Decimal(10) ** 12
MOST_PLACES = 2  # as the portable form has it: what is kept can be taken along


def checked_impact(steps: Any) -> list[dict[str, Any]]:
    """The steps in order of time. Refuses two at one minute, and what is no minute or money."""
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise ValidationError({"impact": _("An impact curve is a list of at most 50 steps.")})
    read = sorted((_step(step) for step in steps), key=lambda step: step["after_minutes"])
    minutes = [step["after_minutes"] for step in read]
    if len(set(minutes)) != len(minutes):
        raise ValidationError({"impact": _("Two steps of the impact curve begin at one minute.")})
    return read


def _step(step: Any) -> dict[str, Any]:
    try:
        minutes, cost = step["after_minutes"], Decimal(str(step["cost_per_hour"]))
    except (TypeError, KeyError, InvalidOperation) as fault:
        raise ValidationError(
            {"impact": _("Each step of the impact curve has a time and a cost per hour.")}
        ) from fault
    whole = isinstance(minutes, int) and not isinstance(minutes, bool)
    if not whole or not 0 <= minutes <= MOST_MINUTES:
        raise ValidationError({"impact": _("A step begins after whole minutes, 0 or more.")})
    if not cost.is_finite() or not 0 <= cost < MOST_MONEY:
        raise ValidationError({"impact": _("A cost per hour is an amount of 0 or more.")})
    exponent = cost.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_PLACES:
        raise ValidationError({"impact": _("A cost per hour has at most 2 decimal places.")})
    return {"after_minutes": minutes, "cost_per_hour": f"{abs(cost):f}"}
