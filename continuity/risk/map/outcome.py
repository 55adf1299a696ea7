"""What is told when components fail: who is hit, how hard, and by which way. No database here."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from continuity.core.graph import shortest

from .drawn.net import Key, Link, component_key, function_key
from .resting import ComponentFacts, FunctionFacts, Resting
from .whatif import Hit


@dataclass(frozen=True, slots=True)
class Row:
    """A function that is hit, and how."""

    function: FunctionFacts
    hit: Hit

    @property
    def late(self) -> int | None:
        """By how many minutes it comes back after its RTO, if it does."""
        back = self.hit.recovery_minutes
        return back - self.function.rto_minutes if back is not None else None


@dataclass(frozen=True)
class Outcome:
    """``rows``: the hardest hit first. ``down``: the components that fall with what failed.

    ``exposure``: so much of the critical business is hit, 0 to 100. ``first``: what passes its
    MTPD first. ``running``, ``fallen``: the ways down from functions, of what ran, and of fallbacks
    that share its fate.
    """

    failed: Sequence[ComponentFacts]
    rows: Sequence[Row]
    down: Collection[Key]
    exposure: float
    first: FunctionFacts | None
    running: set[Link]
    fallen: set[Link]

    @property
    def share(self) -> float:
        return self.exposure / 100

    @property
    def verdicts(self) -> dict[Key, str]:
        return {function_key(row.function.pk): row.hit.verdict for row in self.rows}


def outcome(rest: Resting, failed: Collection[Key], hits: Iterable[Hit]) -> Outcome:
    rows = [
        Row(rest.functions[key], hit)
        for hit in hits
        if (key := function_key(hit.function)) in rest.functions
    ]
    rows.sort(key=lambda row: (-row.hit.gap, -row.function.criticality, row.function.name))
    whole = sum(f.criticality for f in rest.functions.values())
    weight = sum(row.function.criticality * row.hit.gap for row in rows)
    lost = [row.function for row in rows if row.hit.verdict == "lost"]
    first = min(lost, key=lambda f: (f.mtpd_minutes, -f.criticality, f.pk), default=None)
    whys = [why for row in rows for why in _each(row.hit.why)]
    waits = {link for row in rows for link in _waits(rest, row)}
    return Outcome(
        failed=[c for key, c in rest.components.items() if key in failed],
        rows=rows,
        down=rest.net.above(failed) & rest.components.keys() - set(failed),
        exposure=100 * weight / whole if whole else 0.0,
        first=first,
        running=_links(whys, "running") | waits,
        fallen=_links(whys, "fallen"),
    )


def _each(why: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is served again last, then the other dependencies of the function that are hit."""
    if why:
        yield why
        yield from why.get("also", ())


def _waits(rest: Resting, row: Row) -> Iterator[Link]:
    """The way from a function to the one that it waits for, where that is the one that is hit."""
    start, end = function_key(row.function.pk), row.hit.why.get("function")
    if end is not None and end != row.function.pk:
        yield from itertools.pairwise(shortest(rest.net.needs, [start], function_key(end)))


def _links(whys: Iterable[Mapping[str, Any]], which: str) -> set[Link]:
    found: set[Link] = set()
    for why in whys:
        for fall in why.get(which, ()):
            down = (component_key(step["component"]) for step in fall["path"])
            found.update(itertools.pairwise([function_key(why["function"]), *down]))
    return found
