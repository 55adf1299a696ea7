"""Whose score moved between two assessments, and from what to what. Pure: no Django, no clock.

A state is ``[score, verdict, worst component, reason]`` as JSON keeps it; None is a function that
is not there. Days are kept as what moved on each, so that any span of them adds up exactly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from continuity.inventory.portable import Portfolio

State = list[Any] | None
Move = tuple[State, State]
MOST_AGED = 50


def state(
    score: Any, verdict: str, worst: int | None, why: Mapping[str, Any], filling: str
) -> list:
    """``verdict`` gives way to ``filling`` where nothing is felt for want of data."""
    known = filling == "complete" or float(score) > 0
    return [float(score), verdict if known else filling, worst, why.get("reason") or ""]


def kept(earlier: Mapping[str, Any], moves: Mapping[int, Move]) -> dict[str, list[State]]:
    """What moved since the day before: ``earlier`` on the same day, and then ``moves``."""
    found = {name: list(move) for name, move in earlier.items()}
    for function, (was, now) in moves.items():
        began = found[str(function)][0] if str(function) in found else was
        found[str(function)] = [began, now]
    return {name: move for name, move in found.items() if move[0] != move[1]}


def joined(days: Iterable[Mapping[str, Any]]) -> dict[int, Move]:
    """What moved over all of the days, oldest first: the first state, and the last."""
    found: dict[int, Move] = {}
    for function, (was, now) in chain.from_iterable(day.items() for day in days):
        began = found[int(function)][0] if int(function) in found else was
        found[int(function)] = (began, now)
    return {function: move for function, move in found.items() if move[0] != move[1]}


@dataclass(frozen=True)
class Sorted:
    """Primary keys of functions by what became of them, the largest move first."""

    better: list[int]
    worse: list[int]
    new: list[int]
    gone: list[int]
    aside: list[int]  # of the same score, for another reason

    @property
    def any(self) -> bool:
        return any((self.better, self.worse, self.new, self.gone, self.aside))


def sort(moves: Mapping[int, Move], weights: Mapping[int, int]) -> Sorted:
    """``weights``: criticality by function; the largest effect on the whole stands first."""
    found = Sorted([], [], [], [], [])
    for function, move in moves.items():
        _place(found, move).append(function)

    def effect(function: int) -> tuple[float, int]:
        was, now = moves[function]
        by = (now[0] if now else 0.0) - (was[0] if was else 0.0)
        return -abs(by) * weights.get(function, 1), function

    for rows in (found.better, found.worse, found.new, found.gone, found.aside):
        rows.sort(key=effect)
    return found


def _place(found: Sorted, move: Move) -> list[int]:
    was, now = move
    if was is None:
        return found.new
    if now is None:
        return found.gone
    if was[0] == now[0]:
        return found.aside
    return found.better if now[0] < was[0] else found.worse


def aged(portfolio: Portfolio, since: date, until: date) -> list[dict[str, Any]]:
    """Options whose last exercise counted on ``since`` and is too old on ``until``."""
    cadence = timedelta(days=portfolio.test_cadence_days)
    return [
        {"option": option.name, "function": int(f.id), "day": option.tested_on.isoformat()}
        for f in portfolio.functions
        for ask in f.dependencies
        for option in ask.fallbacks
        if option.tested_on
        and option.tested_on <= since
        and since <= option.tested_on + cadence < until
    ][:MOST_AGED]
