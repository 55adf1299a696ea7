"""What a plan can say. Each is drawn by templates/plans/blocks/<name>.html."""

from dataclasses import dataclass, field
from typing import Any

MOST_ROWS = 400
MOST_TOGETHER = 4


@dataclass(frozen=True)
class Block:
    """``template``: the name of the file that draws it."""

    @property
    def template(self) -> str:
        return f"plans/blocks/{type(self).__name__.lower()}.html"


@dataclass(frozen=True)
class Lead(Block):
    """The one sentence that a section says first."""

    text: str


@dataclass(frozen=True)
class Text(Block):
    text: str


@dataclass(frozen=True)
class Rich(Block):
    """What people wrote, as Markdown; sanitised where it is drawn."""

    text: str


@dataclass(frozen=True)
class Heading(Block):
    text: str


@dataclass(frozen=True)
class Facts(Block):
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(Block):
    """``widths`` in percent, one a column; ``numeric``: places of columns set to the right.

    A row whose first cell is empty belongs to the one above and stays on its page; a long group
    is cut, and its name said again. No more than ``MOST_ROWS`` are printed; the record that is
    attached has them all.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...] = ()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return self._cells(self.head)

    @property
    def groups(self) -> list[list[list[tuple[str, bool]]]]:
        """Rows that stay together, each a list of ``(text, whether it is a number)``."""
        groups: list[list[list[tuple[str, bool]]]] = []
        name = ""
        for row in self.rows[:MOST_ROWS]:
            name = row[0] or name
            if row[0] or not groups or len(groups[-1]) >= MOST_TOGETHER:
                groups.append([])
            groups[-1].append(self._cells(row if groups[-1] else (name, *row[1:])))
        return groups

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - MOST_ROWS)

    def _cells(self, row: tuple[str, ...]) -> list[tuple[str, bool]]:
        return [(cell, at in self.numeric) for at, cell in enumerate(row)]


@dataclass(frozen=True)
class Bars(Block):
    """``(name, share 0 to 1, words)`` each, largest first."""

    title: str
    rows: tuple[tuple[str, float, str], ...]

    @property
    def drawn(self) -> list[dict[str, Any]]:
        return [{"name": n, "width": round(100 * s, 2), "words": w} for n, s, w in self.rows]


@dataclass(frozen=True)
class Shape:
    """One element of a picture: ``kind`` is rect, line, path or text; ``at`` its attributes."""

    kind: str
    at: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Figure(Block):
    """A picture of ``width`` by ``height`` units with its words.

    ``note`` says in words what it shows. ``size``: full, half (of a pair) or wide (a page on its
    side).
    """

    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    caption: str = ""
    size: str = "full"
    note: str = ""


@dataclass(frozen=True)
class Pairs(Block):
    """Small pictures, two beside each other."""

    figures: tuple[Figure, ...]

    @property
    def rows(self) -> list[tuple[Figure, ...]]:
        return [self.figures[at : at + 2] for at in range(0, len(self.figures), 2)]


@dataclass(frozen=True)
class Steps(Block):
    """What to do, one after the other."""

    steps: tuple[str, ...]


@dataclass(frozen=True)
class Index(Block):
    """A table whose rows lead to other pages: ``(anchor, cells)``; the page is the last column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Callout(Block):
    text: str
    tone: str = "watch"


@dataclass(frozen=True)
class Runbook(Block):
    """A runbook on a page of its own; ``number`` such as 9.3, ``edition`` says which version."""

    anchor: str
    number: str
    title: str
    edition: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    steps: tuple[dict[str, Any], ...]
    late: str = ""

    @property
    def fact_rows(self) -> list[tuple[tuple[str, str], ...]]:
        """Two facts a row: a runbook is to fit on its page."""
        padded = (*self.facts, ("", "")) if len(self.facts) % 2 else self.facts
        return [padded[at : at + 2] for at in range(0, len(padded), 2)]
