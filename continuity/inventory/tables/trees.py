"""Rows to a tree: each row names a path, and all that is said of one thing is put together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from continuity.inventory.portable import Fault
from continuity.inventory.portable.faults import Faults

from .cells import Reader
from .mapping import Column, Guess, tree_of
from .values import BLANK, Bad, Cell
from .vocabulary import Field, Level

MOST_ROWS = 100_000
UNSAID: Any = ...
"""No column says it; `BLANK`: a column does, and its cell is empty."""
EVERY = 2000  # rows between two words of progress


class Node:
    """One thing. ``values``: by the place of the field in its level. ``row``, ``sheet``: where it
    stands first; ``elsewhere``: the rows of what was said of it later."""

    __slots__ = ("below", "elsewhere", "id", "level", "name", "names", "row", "sheet", "values")

    def __init__(
        self, level: int, id_: Any, name: Any, values: list[Any], sheet: "Placed", row: int
    ) -> None:
        self.level, self.id, self.name, self.values = level, id_, name, values
        self.sheet, self.row = sheet, row
        self.below: dict[Any, Node] | None = None  # by id, or by name where no id is told
        self.names: dict[str, Node] | None = None
        self.elsewhere: dict[int, tuple[Placed, int]] | None = None


@dataclass
class Placed:
    """A sheet, its columns, and how to say where something stands in it."""

    guess: Guess
    kind: str
    headers: dict[str, str] = field(default_factory=dict)  # of each field

    def __post_init__(self) -> None:
        self.headers = {column.field: column.header for column in self.guess.columns}

    def place(self, row: int = 0, key: str = "") -> str:
        told = {"sheet": self.guess.sheet, "row": row, "column": self.headers.get(key, "")}
        if not self.guess.sheet:
            where = ""
        elif self.kind == "file":
            where = _("File “%(sheet)s”") % told
        else:
            where = _("Sheet “%(sheet)s”") % told
        if row:
            where = f"{where}, " if where else ""
            where += (_("row %(row)s") if where else _("Row %(row)s")) % told
        if told["column"]:
            where += ", " + _("column “%(column)s”") % told
        return where or "$"


@dataclass
class _Plan:
    """How a row gives one level: its readers by column, and where their values go."""

    depth: int
    level: Level
    id: tuple[int, Reader] | None
    name: tuple[int, Reader] | None
    cells: list[tuple[int, Reader]]
    slots: list[int]
    fields: list[Field]
    blank: list[Any]  # a node of which no column says anything

    @property
    def told(self) -> bool:
        return bool(self.id or self.name or self.cells)


class Forest:
    """The things of one tree, from all sheets that tell of it."""

    def __init__(self, levels: tuple[Level, ...], faults: Faults) -> None:
        self.levels, self.faults = levels, faults
        self.root = Node(-1, None, None, [], None, 0)  # type: ignore[arg-type]
        self.filled_down = 0
        self.rows = 0

    @property
    def nodes(self) -> list[Node]:
        return list((self.root.below or {}).values())

    def add(self, sheet: Placed, rows: Iterator[tuple[int, list[Cell]]], seen: Callable) -> None:
        plans = self._plans(sheet.guess.columns)
        width = len(sheet.guess.columns)
        above: list[Node] = []  # the path of the row before
        for number, row in rows:
            if not any(row):
                continue
            if len(row) < width:
                row = [*row, *[None] * (width - len(row))]
            elif len(row) > width and any(cell not in (None, "") for cell in row[width:]):
                self._fault(sheet, number, "", _("has more cells than there are columns."))
            self.rows += 1
            if self.rows % EVERY == 0:
                seen(self.rows)
                if self.rows > MOST_ROWS:
                    told = {"most": MOST_ROWS}
                    self._fault(sheet, number, "", _("is one too many: %(most)s are read.") % told)
                    return
            if path := self._path(plans, sheet, number, row, above):
                above = path

    def _plans(self, columns: tuple[Column, ...]) -> list[_Plan]:
        at = {column.field: column for column in columns if column.field}
        plans = []
        for depth, level in enumerate(self.levels):
            said = [(slot, one) for slot, one in enumerate(level.fields) if one.key in at]
            plans.append(
                _Plan(
                    depth,
                    level,
                    _cell(level.id, at),
                    _cell(level.name, at) if level.name else None,
                    [(at[one.key].at, Reader(one, at[one.key].unit)) for _slot, one in said],
                    [slot for slot, _one in said],
                    [one for _slot, one in said],
                    [UNSAID] * len(level.fields),
                )
            )
        while plans and not plans[-1].told:
            plans.pop()
        return plans

    def _path(
        self, plans: list[_Plan], sheet: Placed, number: int, row: list[Cell], above: list[Node]
    ) -> list[Node]:
        """The things that the row names, from the top; none of a row that says nothing."""
        path: list[Node] = []
        parent = self.root
        for plan in plans:
            id_ = plan.id[1][row[plan.id[0]]] if plan.id else BLANK
            name = plan.name[1][row[plan.name[0]]] if plan.name else BLANK
            values = [reader[row[at]] for at, reader in plan.cells]
            if id_ is BLANK and name is BLANK:
                if all(value is BLANK for value in values):
                    below = plans[plan.depth + 1 :]
                    if not any(_says(one, row) for one in below):
                        return path
                if len(above) <= plan.depth or (path and above[: len(path)] != path):
                    told = {"noun": plan.level.noun}
                    key = (plan.level.name or plan.level.id).key
                    self._fault(sheet, number, key, _("does not say which %(noun)s.") % told)
                    return []
                node = above[plan.depth]
                self.filled_down += 1
            elif (found := self._node(plan, parent, id_, name, sheet, number)) is not None:
                node = found
            else:
                return []
            self._say(node, plan, values, sheet, number)
            path.append(node)
            parent = node
        return path

    def _node(
        self, plan: _Plan, parent: Node, id_: Any, name: Any, sheet: Placed, number: int
    ) -> Node | None:
        """The thing under ``parent`` of this id, or else of this name; made where there is none."""
        for value, one in ((id_, plan.level.id), (name, plan.level.name)):
            if value.__class__ is Bad and one:
                self._fault(sheet, number, one.key, value.sentence)
                return None
        if parent.below is None or parent.names is None:
            parent.below, parent.names = {}, {}
        key = id_ if id_ is not BLANK else ("", name)
        node = parent.below.get(key) or (parent.names.get(name) if id_ is BLANK else None)
        if node is None:
            node = Node(plan.depth, id_, BLANK, plan.blank.copy(), sheet, number)
            parent.below[key] = node
        if name is not BLANK and name != node.name:
            self._call(plan, parent.names, node, name, sheet, number)
        return node

    def _call(
        self,
        plan: _Plan,
        names: dict[str, Node],
        node: Node,
        name: str,
        sheet: Placed,
        number: int,
    ) -> None:
        if node.name is BLANK:
            node.name = name
            names.setdefault(name, node)
        else:
            key = (plan.level.name or plan.level.id).key
            self._two(sheet, number, key, node, name, node.name)

    def _say(self, node: Node, plan: _Plan, values: list[Any], sheet: Placed, number: int) -> None:
        mine = node.values
        for place, value in enumerate(values):
            slot = plan.slots[place]
            if value.__class__ is Bad:
                self._fault(sheet, number, plan.fields[place].key, value.sentence)
                mine[slot] = value
                continue
            was = mine[slot]
            if was is UNSAID or (was is BLANK and value is not BLANK):
                mine[slot] = value
                if node.row != number or node.sheet is not sheet:
                    node.elsewhere = node.elsewhere or {}
                    node.elsewhere[slot] = (sheet, number)
            elif value is not BLANK and value != was and was.__class__ is not Bad:
                self._two(sheet, number, plan.fields[place].key, node, value, was, slot)

    def _two(
        self, sheet: Placed, number: int, key: str, node: Node, now: Any, was: Any, slot: int = -1
    ) -> None:
        first, row = (node.elsewhere or {}).get(slot, (node.sheet, node.row))
        told = {"now": shown(now), "was": shown(was), "place": first.place(row)}
        if first is sheet:
            told["place"] = _("row %(row)s") % {"row": row}
        self._fault(
            sheet,
            number,
            key,
            _("says “%(now)s”, and %(place)s says “%(was)s” of the same thing.") % told,
        )

    def _fault(self, sheet: Placed, row: int, key: str, sentence: str) -> None:
        self.faults.append(Fault(sheet.place(row, key), sentence))

    def where(self, node: Node, key: str = "") -> str:
        """The place of a field of ``node``, or of the node itself."""
        for slot, one in enumerate(self.levels[node.level].fields):
            if one.key == key and node.elsewhere and slot in node.elsewhere:
                sheet, row = node.elsewhere[slot]
                return sheet.place(row, key)
        return node.sheet.place(node.row, key)


def _cell(one: Field, at: dict[str, Column]) -> tuple[int, Reader] | None:
    return (at[one.key].at, Reader(one)) if one.key in at else None


def _says(plan: _Plan, row: list[Cell]) -> bool:
    cells = [*([plan.id] if plan.id else []), *([plan.name] if plan.name else []), *plan.cells]
    return any(reader[row[at]] is not BLANK for at, reader in cells)


def shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(shown(item) for item in value)
    if hasattr(value, "after_minutes"):
        return f"{value.after_minutes}: {value.cost_per_hour}"
    text = {True: _("yes"), False: _("no")}.get(value) if isinstance(value, bool) else str(value)
    return text if text and len(text) <= 60 else f"{str(text)[:59]}…"


def forest(faults: Faults, guess: Guess) -> Forest:
    return Forest(tree_of(guess).levels, faults)
