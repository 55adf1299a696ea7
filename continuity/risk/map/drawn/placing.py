"""Places for the boxes and lines of a map, in units of the picture. Pure."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from continuity.core.lettering import number

from .folding import Box
from .layering import Layers, is_lane, layers
from .net import Key, Link, Net

ROOMY = 5  # columns with wide gaps between them


@dataclass(frozen=True, slots=True)
class Measures:
    """How large things are. ``most``: boxes in a column; ``least``: rows that it has room for.

    ``first``: how much wider than the others the column of functions is. ``gap``: between columns
    while they are few, ``narrow`` when they are many, at most ``widest_gap``.
    """

    width: float
    head: float
    row: float
    box: float
    most: int
    least: int
    widest: float
    gap: float
    narrow: float
    widest_gap: float = float("inf")
    first: float = 1.0
    lane: float = 5.0
    lanes: float = 60.0  # how high all lanes of a column are together, at most
    bow: float = 14.0  # how far a bow bends to the left


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its place: left, top, and how wide and high it is."""

    box: Box
    column: int
    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """From one column to the next, or a bow; ``whole``: the links of the net it stands for."""

    link: Link
    d: str
    whole: frozenset[Link]


@dataclass(frozen=True, slots=True)
class Picture:
    """``heads``: the left of each column; ``columns``: its boxes, top to bottom."""

    width: float
    height: float
    heads: list[float]
    columns: list[list[Placed]]
    lines: list[Line]

    @property
    def boxes(self) -> list[Placed]:
        """As they are read: layer by layer, each top to bottom."""
        return [placed for column in self.columns for placed in column]


def draw(
    net: Net, measures: Measures, opened: Collection[str] = (), kept: Iterable[Key] = ()
) -> Picture:
    made = layers(net, measures.most, opened, kept)
    slots = [_slots(column, measures) for column in made.columns]
    height = measures.head + max(measures.row * measures.least, *map(sum, slots))
    spans, width = _spans(len(made.columns), measures, measures.bow * bool(made.bows))
    spots: dict[Key, tuple[int, float]] = {}
    columns: list[list[Placed]] = []
    for at, (column, sizes) in enumerate(zip(made.columns, slots, strict=True)):
        middles = _middles(sizes, height, measures.head)
        spots |= {key: (at, y) for key, y in zip(column, middles, strict=True)}
        x, wide = spans[at]
        columns.append(
            [
                Placed(made.boxes[key], at, x, y - measures.box / 2, wide, measures.box)
                for key, y in zip(column, middles, strict=True)
                if not is_lane(key)
            ]
        )
    lines = [*_lines(made, spots, spans), *_bows(made, spots, spans, measures)]
    return Picture(width, height + 1, [x for x, _w in spans], columns, lines)


def _spans(count: int, measures: Measures, left: float) -> tuple[list[tuple[float, float]], float]:
    """Left and width of each column, and the width of them all."""
    whole = measures.width - left
    gap = measures.gap if count <= ROOMY else measures.narrow
    shares = count - 1 + measures.first
    wide = min(measures.widest, (whole - gap * (count - 1)) / shares)
    if count > 1:
        gap = min(measures.widest_gap, (whole - wide * shares) / (count - 1))
    widths = [wide * measures.first, *[wide] * (count - 1)]
    lefts = list(itertools.accumulate((w + gap for w in widths), initial=left))
    return list(zip(lefts, widths, strict=False)), lefts[-1] - gap


def _slots(column: Sequence[Key], measures: Measures) -> list[float]:
    """How high each box and lane of a column stands."""
    lanes = sum(is_lane(key) for key in column)
    lane = min(measures.lane, measures.lanes / lanes) if lanes else 0.0
    return [lane if is_lane(key) else measures.row for key in column]


def _middles(slots: Sequence[float], height: float, head: float) -> list[float]:
    """The slots spread over the height, what is left over shared out between them."""
    spare = (height - head - sum(slots)) / max(1, len(slots))
    tops = itertools.accumulate((slot + spare for slot in slots), initial=head)
    return [top + (slot + spare) / 2 for top, slot in zip(tops, slots, strict=False)]


def _lines(
    made: Layers, spots: Mapping[Key, tuple[int, float]], spans: Sequence[tuple[float, float]]
) -> list[Line]:
    """From the right of one column to the left of the next; a lane is followed to its end."""
    found = []
    for link, whole in sorted(made.links.items()):
        (upper, y1), (lower, y2) = spots[link[0]], spots[link[1]]
        x1, (x2, wide) = sum(spans[upper]), spans[lower]
        bend = (x2 - x1) / 2
        ends = (x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2)
        a, b, c, d, e, f, g, h = (number(value) for value in ends)
        on = f" L{number(x2 + wide)} {h}" if is_lane(link[1]) else ""
        path = f"M{a} {b} C{c} {d} {e} {f} {g} {h}{on}"
        found.append(Line(link, path, frozenset(whole)))
    return found


def _bows(
    made: Layers,
    spots: Mapping[Key, tuple[int, float]],
    spans: Sequence[tuple[float, float]],
    measures: Measures,
) -> list[Line]:
    """From the left of a function to the left of one that it waits for."""
    found = []
    for link, whole in sorted(made.bows.items()):
        x, bent = number(spans[0][0]), number(spans[0][0] - measures.bow)
        (_at, y1), (_at, y2) = spots[link[0]], spots[link[1]]
        path = f"M{x} {number(y1)} C{bent} {number(y1)} {bent} {number(y2)} {x} {number(y2)}"
        found.append(Line(link, path, frozenset(whole)))
    return found
