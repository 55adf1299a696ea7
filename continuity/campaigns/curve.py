"""The impact curve as four questions: what does an hour cost after 1 h, 4 h, a day, a week? Pure.

A curve is steps ``{"after_minutes": int, "cost_per_hour": number}``, ascending, as in the portable
form; what it costs at a minute is what the last step at or before that minute says.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

ASKED = (60, 240, 1440, 10080)
Steps = Sequence[Mapping[str, Any]]


def cost_at(steps: Steps, minute: int) -> Decimal | None:
    """What an hour costs when it has been down for so long. None: there is no curve."""
    if not steps:
        return None
    come = [step for step in steps if step["after_minutes"] <= minute]
    last = max(come, key=lambda step: step["after_minutes"], default=None)
    return money(last["cost_per_hour"]) if last else Decimal(0)


def reshaped(steps: Steps, said: Mapping[int, Decimal]) -> list[dict[str, Any]]:
    """The curve with what was said in it: it answers each question so, and every step between
    stays. What was said as it stands changes nothing."""
    made = [dict(step) for step in steps]
    for minute in sorted(said):
        if cost_at(made, minute) == said[minute]:
            continue
        made = [step for step in made if step["after_minutes"] != minute]
        made.append({"after_minutes": minute, "cost_per_hour": number(said[minute])})
    return sorted(made, key=lambda step: step["after_minutes"])


def money(value: Any) -> Decimal:
    return Decimal(str(value))


def number(amount: Decimal) -> int | float:
    """As JSON has it: whole where it is."""
    return int(amount) if amount == int(amount) else float(amount)
