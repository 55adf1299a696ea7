"""What a plan can say. Each is drawn by templates/plans/blocks/<name>.html."""

from dataclasses import dataclass, field
from typing import Any


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
    """``widths`` in percent, one a column; ``numeric``: places of columns set to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...] = ()

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        return [[(cell, at in self.numeric) for at, cell in enumerate(row)] for row in self.rows]

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(cell, at in self.numeric) for at, cell in enumerate(self.head)]


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
    """One element of a picture: ``kind`` is rect, line or text; ``at`` its attributes."""

    kind: str
    at: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Figure(Block):
    """A picture of ``width`` by ``height`` units with its words."""

    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    caption: str = ""


@dataclass(frozen=True)
class Callout(Block):
    text: str
    tone: str = "watch"


@dataclass(frozen=True)
class Runbook(Block):
    """A runbook on a page of its own."""

    title: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    steps: tuple[dict[str, str], ...]
    late: str = ""
