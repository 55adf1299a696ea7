"""The order of a dependency's options, and who changes places across the line of what runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Option


@dataclass(frozen=True)
class Crossing:
    """``rises`` would run from now on, in the place of ``falls``."""

    rises: Option
    falls: Option


def moved(options: Sequence[Option], pk: int, to: int) -> list[Option]:
    """The options with one of them at place ``to``, from 0; beyond the ends is the end."""
    after = list(options)
    place = next(at for at, option in enumerate(after) if option.pk == pk)
    after.insert(max(0, min(to, len(after) - 1)), after.pop(place))
    return after


def crossing(required: int, before: Sequence[Option], after: Sequence[Option]) -> Crossing | None:
    """Of one move at most one option crosses the line each way; None: what runs stays the same."""
    was, now = before[:required], after[:required]
    rises = [option for option in now if option not in was]
    falls = [option for option in was if option not in now]
    return Crossing(rises[0], falls[0]) if rises and falls else None
