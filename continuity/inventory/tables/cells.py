"""One cell to a value, or to a `Bad` that says in a sentence what is wrong with it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from continuity.inventory.portable.fields import CONTROL_IN_TEXT, TEXT_LENGTH

from .escapes import untold
from .spans import day, impact, minutes
from .values import (
    BLANK,
    Bad,
    Cell,
    criticality,
    email,
    flag,
    kind,
    line,
    names,
    plain,
    share,
    text,
    whole,
)
from .vocabulary import Field

LONGEST_CELL = 32_767
MEMORY = 20_000


class Reader(dict):
    """Cells to values, each once: ``reader[cell]``. Of what is long or rare nothing is kept."""

    def __init__(self, field: Field, unit: int = 1) -> None:
        super().__init__()
        self._read = _reading(field, unit)

    def __missing__(self, cell: Cell) -> Any:
        value = self._value(cell)
        if len(self) < MEMORY:
            self[cell] = value
        return value

    def _value(self, cell: Cell) -> Any:
        if cell is None or cell == "":
            return BLANK
        if isinstance(cell, str):
            if len(cell) > LONGEST_CELL:
                told = {"n": len(cell), "most": LONGEST_CELL}
                return Bad(_("has %(n)s characters; a cell holds at most %(most)s.") % told)
            cell = untold(cell)
            if not cell or cell.isspace():
                return BLANK
        return self._read(cell)


def _reading(field: Field, unit: int) -> Callable[[Cell], Any]:
    sort, most = field.kind.rstrip("?"), field.most
    if sort == "prose":
        return lambda cell: text(plain(cell), most or TEXT_LENGTH, CONTROL_IN_TEXT)
    if sort == "minutes":
        return lambda cell: minutes(cell, unit)
    if sort == "whole":
        return lambda cell: whole(cell, 1, most)
    if sort == "share":
        return lambda cell: share(cell, unit)
    found: dict[str, Callable[[Cell], Any]] = {
        "email": email,
        "criticality": criticality,
        "flag": flag,
        "day": day,
        "names": names,
        "impact": impact,
        "kind": kind,
    }
    return found.get(sort, line)
