"""Which column is which field: guessed by what people call them, and corrected by a person."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from continuity.inventory.portable import Fault, PortableError

from .values import Cell
from .vocabulary import TREES, Field, Tree

MOST_COLUMNS = 200
SAMPLES = 3
LONGEST_SAMPLE = 80
UNITS = {"min": 1, "h": 60, "d": 1440, "w": 10080, "%": 100}
_UNIT_WORDS = {
    word: unit
    for unit, words in {
        "min": "min mins minute minutes minuten",
        "h": "h hr hrs hour hours std stunde stunden heures uur uren",
        "d": "d day days tag tage tagen jour jours dag dagen",
        "w": "w week weeks wochen semaines weken",
        "%": "% percent prozent pourcent procent",
    }.items()
    for word in words.split()
}
_SPLIT = re.compile(r"^(.*?)[\s_]*[\(\[]?\s*(?:in\s+)?([^\W\d_]+|%)\.?\s*[\)\]]?$")


@dataclass(frozen=True)
class Column:
    """``at``: its place from 0. ``field``: what it is, or nothing. ``unit``: of bare numbers."""

    at: int
    header: str
    field: str = ""
    unit: int = 1
    samples: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        at, letters = self.at + 1, ""
        while at:
            at, rest = divmod(at - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True)
class Guess:
    """What a sheet was understood as. ``tree`` empty: it is passed over."""

    sheet: str
    tree: str
    columns: tuple[Column, ...] = field(default=())

    @property
    def sure(self) -> bool:
        """Every column that is called anything is understood."""
        return bool(self.tree) and all(column.field for column in self.columns if column.header)


def plain(header: str) -> str:
    """``  Recovery_Time objective: `` is ``recovery time objective``."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return re.sub(r"[\s_:*]+", " ", text.replace("’", "'")).strip(" .-–")


@cache
def _words(tree: str) -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    for one in TREES[tree].every:
        for word in (one.header, *one.words.split(",")):
            if word := plain(word):
                found.setdefault(word, one)
    return found


def _meant(tree: str, header: str) -> tuple[Field | None, int]:
    """The field that a header means, and the unit of its bare numbers."""
    words, word = _words(tree), plain(header)
    if word in words:
        return words[word], 1
    if parts := _SPLIT.match(word):
        stem, unit = parts[1].strip(" -–/"), _UNIT_WORDS.get(parts[2])
        one = words.get(stem)
        if one and unit and (unit == "%") == (one.kind == "share"):
            if unit == "%" or one.kind.startswith("minutes"):
                return one, UNITS[unit]
    return None, 1


def guess(
    sheet: str,
    headers: list[Cell],
    chosen: Mapping[str, Any] | None = None,
    tree: str | None = None,
) -> Guess:
    """``chosen``: ``{"tree": …, "columns": {header: field}}``, as a person corrected it; or the
    ``tree`` alone."""
    names = ["" if h is None else str(h).strip() for h in headers]
    if chosen:
        tree = str(chosen["tree"])
    elif tree is None:
        tree = _tree(sheet, names)
    columns = []
    taken: set[str] = set()
    for at, header in enumerate(names):
        one, unit = _meant(tree, header) if tree and header else (None, 1)
        key = one.key if one else ""
        if chosen:
            key = chosen["columns"].get(header, "")
            unit = unit if one and one.key == key else 1
        elif key in taken and plain(header) != plain(one.header if one else ""):
            key = ""  # another word for what a column before it says already
        taken.add(key)
        columns.append(Column(at, header, key, unit))
    return Guess(sheet, tree, tuple(columns))


def _tree(sheet: str, names: list[str]) -> str:
    """The tree that understands most of the columns; the sheet's own name decides a draw."""
    scores = {
        tree: sum(_meant(tree, name)[0] is not None for name in names if name) for tree in TREES
    }
    own = {
        word: tree.name
        for tree in TREES.values()
        for word in (tree.name, *(f"{one.noun}s" for one in tree.levels))
    }
    own |= {"dependencies": "functions", "evidence": "components"}
    by_name = own.get(plain(sheet), "")
    if scores.get(by_name):
        return by_name
    best = max(scores, key=lambda name: (scores[name], name == "functions"))
    return best if scores[best] else ""


def with_samples(found: Guess, rows: list[list[Cell]]) -> Guess:
    def of(at: int) -> tuple[str, ...]:
        cells = (row[at] for row in rows if at < len(row))
        told = [str(cell)[:LONGEST_SAMPLE] for cell in cells if cell not in (None, "")]
        return tuple(told[:SAMPLES])

    columns = tuple(replace(column, samples=of(column.at)) for column in found.columns)
    return replace(found, columns=columns)


def check(found: Guess, place: str) -> Iterator[Fault]:
    """Two columns of one name or one meaning, and a sheet that nobody can read."""
    if len(found.columns) > MOST_COLUMNS:
        many = {"n": len(found.columns), "most": MOST_COLUMNS}
        raise PortableError(
            [Fault(place, _("has %(n)s columns; at most %(most)s are read.") % many)]
        )
    by_header: dict[str, Column] = {}
    by_field: dict[str, Column] = {}
    for column in found.columns:
        first = by_header.setdefault(plain(column.header), column) if column.header else column
        if first is not column:
            told = {"one": first.letter, "two": column.letter, "name": column.header}
            yield Fault(place, _("calls both columns %(one)s and %(two)s “%(name)s”.") % told)
        elif column.field and by_field.setdefault(column.field, column) is not column:
            told = {"one": by_field[column.field].header, "two": column.header}
            yield Fault(place, _("has two columns for one thing: “%(one)s” and “%(two)s”.") % told)


def tree_of(found: Guess) -> Tree:
    return TREES[found.tree]
