"""The map as a page draws it: where each box stands, what it says and where it leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from continuity.core.lettering import breadth, cut, number

from .asking import Asked
from .drawn.net import Key
from .drawn.placing import Measures, Picture, Placed
from .outcome import Outcome
from .resting import Resting
from .saying import Saying, Words

SCREEN = Measures(
    width=1156,
    head=34,
    row=37,
    box=29,
    most=24,
    least=1,
    widest=230,
    gap=62,
    narrow=46,
    widest_gap=150,
    first=1.4,
    lane=9,
    lanes=120,
    bow=26,
)
LETTERS, SMALL = 13.0, 11.0
TO_ID = str.maketrans(": ~", "---")
CROWDED = 150  # lines from which on each is drawn lighter
WORDY = 150  # a box narrower than this has no room for a word beside its name
MARKS = {
    "ok": "M5 0a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
    "watch": "M5 .5l4.8 9H.2z",
    "poor": "M5 0l5 5-5 5-5-5z",
    "bad": "M.8.8h8.4v8.4H.8z",
    "none": "M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
}


@dataclass(frozen=True)
class Shown:
    """A box: coordinates as text, ``name`` cut to its room, ``words`` what stands beside it.

    ``rests``: the names of what it rests on itself. ``fails``: it is failed now.
    """

    placed: Placed
    id: str
    href: str
    words: Words
    rests: Sequence[str]
    fails: bool

    @property
    def place(self) -> SafeString:
        """Where its rectangle is, as attributes: one piece, since a page has hundreds."""
        at = self.placed
        values = (number(value) for value in (at.x, at.y, at.wide, at.high))
        return format_html('x="{}" y="{}" width="{}" height="{}"', *values)

    @property
    def base(self) -> str:
        """The line that the letters stand on."""
        return number(self.placed.y + self.placed.high / 2 + 4.5)

    @property
    def mark(self) -> str:
        return MARKS.get(self.words.tone, "")

    @property
    def mark_at(self) -> str:
        middle = self.placed.y + self.placed.high / 2 - 5
        return f"translate({number(self.placed.x + 8)} {number(middle)})"

    @property
    def _left(self) -> float:
        return 24 if self.mark else 9

    @property
    def name_x(self) -> str:
        return number(self.placed.x + self._left)

    @property
    def word(self) -> str:
        return self.words.word if self.placed.wide >= WORDY else ""

    @property
    def word_x(self) -> str:
        return number(self.placed.x + self.placed.wide - 8)

    @property
    def name(self) -> str:
        """Cut to what room is left; how many a folded box holds is never cut away."""
        room = self.placed.wide - self._left - 8
        room -= breadth(self.word, SMALL) + 14 if self.word else 0
        many = f" · {len(self.placed.box.holds)}" if self.folded else ""
        return cut(self.placed.box.name, room - breadth(many, LETTERS), LETTERS) + many

    @property
    def folded(self) -> bool:
        return bool(self.placed.box.token)

    @property
    def kind(self) -> str:
        return "component" if self.placed.column else "function"


class Wire(NamedTuple):
    """``tone``: of what ran, of a fallback that falls too, or neither. Ends: boxes or lanes."""

    tone: str
    d: str
    upper: str
    lower: str


@dataclass(frozen=True)
class Layer:
    title: str
    x: str
    boxes: list[Shown]

    @property
    def holds(self) -> int:
        return sum(len(shown.placed.box.holds) for shown in self.boxes)


@dataclass(frozen=True)
class Showing:
    width: str
    height: str
    layers: list[Layer]
    wires: list[Wire]

    @property
    def drawn(self) -> SafeString:
        """The lines; a template would take as long for them as for all else."""
        line = '<path class="{}" d="{}" data-upper="{}" data-lower="{}"/>'
        return format_html_join("", line, self.wires)

    @property
    def crowded(self) -> bool:
        return len(self.wires) > CROWDED

    @property
    def folded(self) -> bool:
        return any(shown.folded for layer in self.layers for shown in layer.boxes)


def showing(
    slug: str, asked: Asked, rest: Resting, picture: Picture, happened: Outcome | None
) -> Showing:
    saying = Saying(rest, happened)
    titles = [_("Functions"), _("rest on"), *[_("which runs on")] * len(picture.heads)]
    layers = [
        Layer(title, number(x), [_shown(slug, asked, rest, saying, placed) for placed in column])
        for title, x, column in zip(titles, picture.heads, picture.columns, strict=False)
    ]
    layers = [layer for layer in layers if layer.boxes]
    wires = sorted(_wires(picture, happened), key=lambda wire: wire.tone)
    return Showing(number(picture.width), number(picture.height), layers, wires)


def _wires(picture: Picture, happened: Outcome | None) -> Iterator[Wire]:
    """Those that tell something last: they are drawn over the others."""
    running = happened.running if happened else set()
    fallen = happened.fallen if happened else set()
    for line in picture.lines:
        tell = " tell-bad" if line.whole & running else " tell-fate" if line.whole & fallen else ""
        yield Wire(f"wire{tell}", line.d, *(_id(key) for key in line.link))


def _id(key: Key) -> str:
    """In the page: of a box, or of a lane."""
    return f"box-{key}".translate(TO_ID)


def _shown(slug: str, asked: Asked, rest: Resting, saying: Saying, placed: Placed) -> Shown:
    box = placed.box
    (first, *_others) = box.holds
    below = [] if box.token else rest.net.rests.get(box.key, ())
    return Shown(
        placed,
        id=_id(box.key),
        href=asked.toggled("open", box.token) if box.token else _leads(slug, asked, first),
        words=saying.of(box),
        fails=box.key in saying.failed,
        rests=[rest.net.nodes[key].name for key in below if key in rest.net.nodes],
    )


def _leads(slug: str, asked: Asked, key: Key) -> str:
    """A component fails or is up again; a function is shown alone, then its page."""
    pk = key[1:]
    if key[0] == "c":
        return asked.toggled("fail", pk)
    if asked.function == pk:
        return reverse("inventory:function", args=[slug, pk])
    return asked.but(function=pk, q="", open=())
