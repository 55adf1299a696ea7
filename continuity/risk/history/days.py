"""What the score was on each day, and what moved it: from the days kept and the audit chain."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from continuity.audit.models import Event
from continuity.inventory.models import Function
from continuity.orgs.models import Organization
from continuity.providers.models import Component
from continuity.risk.models import Assessment

from .moves import Move, Sorted, joined, sort
from .phrases import changed
from .touching import TOUCHING

AT_MOST = 2000  # entries read for a page
SHOWN = 5  # a day, of each kind
COLUMNS = ("pk", "day", "at", "score", "revision", "seq", "method", "moved")


@dataclass(frozen=True)
class Span:
    """Days kept from the baseline (the last on or before ``since``, or the first) onwards."""

    since: date
    until: date
    days: list[Assessment]  # oldest first; the first is the baseline

    @property
    def baseline(self) -> Assessment:
        return self.days[0]

    @property
    def last(self) -> Assessment:
        return self.days[-1]

    @property
    def changes(self) -> list[tuple[Assessment, Assessment | None]]:
        """Days on which something moved, each beside the day before it, newest first; the
        baseline last."""
        pairs = list(zip(self.days[1:], self.days, strict=False))
        found = [(day, before) for day, before in reversed(pairs) if _differs(day, before)]
        return [*found, (self.baseline, None)]

    @property
    def untold(self) -> bool:
        """Whether some of it was before it was kept what moved."""
        return any(not day.moved for day in self.days[1:])


def _differs(day: Assessment, before: Assessment) -> bool:
    moved = day.moved.get("functions") or day.moved.get("aged")
    return bool(moved) or (day.score, day.method) != (before.score, before.method)


def span(org: Organization, since: date, until: date) -> Span | None:
    """None where nothing was kept by ``until``; two queries."""
    kept = Assessment.objects.for_org(org).only(*COLUMNS)
    inside = list(kept.filter(day__gt=since, day__lte=until).order_by("day"))
    before = kept.filter(day__lte=since).order_by("-day").first()
    days = [before, *inside] if before else inside
    return Span(since, until, days) if days else None


class Names:
    """Functions and components by primary key, as they are called now; what is removed, too."""

    def __init__(
        self, org: Organization, moves: Sequence[Move | list], functions: set[int]
    ) -> None:
        worst = {at[2] for move in moves for at in move if at and at[2]}
        rows = Function.objects.for_org(org) | Function.objects.removed(org)
        told = rows.order_by().values_list("pk", "name", "criticality", "removed_at")
        if len(functions) <= SHOWN * 40:
            told = told.filter(pk__in=functions)
        found = {pk: rest for pk, *rest in told}
        self.functions = {pk: str(name) for pk, (name, *_) in found.items()}
        self.weights: dict[int, int] = {pk: weight for pk, (_, weight, _gone) in found.items()}
        self.live = {pk for pk, (*_, gone) in found.items() if gone is None}
        parts = Component.objects.for_org(org)
        if len(worst) <= SHOWN * 40:
            parts = parts.filter(pk__in=worst)
        self.components: dict[int, str] = dict(parts.values_list("pk", "name"))


@dataclass(frozen=True)
class Moved:
    """One function that moved, in words; ``by`` None where it was not there, or is not."""

    pk: int
    name: str
    live: bool
    words: str
    by: float | None


@dataclass(frozen=True)
class Told:
    """What moved in one day, or over many."""

    sorted: Sorted
    moves: dict[int, Move]
    names: Names

    def first(self, kind: str, most: int = SHOWN) -> list[Moved]:
        return [self._moved(pk) for pk in getattr(self.sorted, kind)[:most]]

    def _moved(self, pk: int) -> Moved:
        was, now = self.moves[pk]
        name = self.names.functions.get(pk, f"#{pk}")
        by = now[0] - was[0] if was and now else None
        words = changed(was, now, self.names.components)
        return Moved(pk, name, pk in self.names.live, words, by)

    @cached_property
    def shown(self) -> list[Moved]:
        """Worse first, then better, new and gone; a few of each."""
        kinds = ("worse", "better", "new", "gone", "aside")
        return [row for kind in kinds for row in self.first(kind)]

    @property
    def more(self) -> int:
        return len(self.moves) - len(self.shown)


@dataclass
class Day:
    """One day kept, beside the one before it."""

    assessment: Assessment
    before: Assessment | None
    told: Told
    entries: list[dict[str, Any]] = field(default_factory=list)
    entries_in_all: int = 0

    @property
    def by(self) -> float | None:
        if self.before is None:
            return None
        return float(self.assessment.score) - float(self.before.score)

    @property
    def aged(self) -> list[dict[str, Any]]:
        """Options whose exercise grew too old, each with the name of its function."""
        rows = self.assessment.moved.get("aged", [])
        names = self.told.names.functions
        return [
            {
                "option": row["option"],
                "name": names.get(row["function"], ""),
                "day": date.fromisoformat(row["day"]),
            }
            for row in rows
        ]

    @property
    def method(self) -> bool:
        return self.before is not None and self.before.method != self.assessment.method

    @property
    def kept(self) -> bool:
        """Whether it is known what moved on it."""
        return bool(self.assessment.moved)

    @property
    def weights(self) -> bool:
        """The score moved and no function's did: some weigh otherwise now."""
        return self.kept and bool(self.by) and not self.told.moves and not self.method

    @property
    def elsewhere(self) -> bool:
        """Functions moved, and neither an entry nor the calendar says why: the shared catalogue."""
        if not self.kept or self.before is None or self.before.seq is None:
            return False
        told = self.entries_in_all or self.aged or self.method
        return bool(self.told.moves) and not told


def days(org: Organization, rows: Sequence[tuple[Assessment, Assessment | None]]) -> list[Day]:
    """Each day with what moved it; three queries however many there are."""
    moved = [day.moved.get("functions", {}) if before else {} for day, before in rows]
    joints = [joined([functions]) for functions in moved]
    aged = {row["function"] for day, _before in rows for row in day.moved.get("aged", [])}
    asked = {pk for moves in joints for pk in moves} | aged
    names = Names(org, [move for moves in joints for move in moves.values()], asked)
    found = [
        Day(day, before, Told(sort(moves, names.weights), moves, names))
        for (day, before), moves in zip(rows, joints, strict=True)
    ]
    _explain(org, found)
    return found


def _explain(org: Organization, found: list[Day]) -> None:
    """Entries between one assessment and the next: what can have moved the second."""
    spans = [
        (d.before.seq, d.assessment.seq, d)
        for d in found
        if d.before and d.before.seq is not None and d.assessment.seq is not None
    ]
    if not spans:
        return
    touching = Q()
    for beginning in TOUCHING:
        touching |= Q(verb__startswith=beginning)
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    rows = Event.objects.for_org(org).filter(seq__gt=low, seq__lte=high).filter(touching)
    at = sorted(spans, key=lambda s: -s[1])
    for entry in rows.order_by("-seq").values("seq", "verb", "label", "actor")[:AT_MOST]:
        while at and entry["seq"] <= at[0][0]:
            at.pop(0)
        if not at or entry["seq"] > at[0][1]:
            continue
        day = at[0][2]
        day.entries_in_all += 1
        if len(day.entries) < SHOWN:
            day.entries.append(entry)


@dataclass(frozen=True)
class Exposed:
    name: str
    was: float
    now: float


@dataclass(frozen=True)
class Compared:
    """A span in figures: the words are the page's."""

    span: Span
    told: Told
    exposure: list[Exposed]

    @property
    def by(self) -> float:
        return float(self.span.last.score) - float(self.span.baseline.score)

    @property
    def because(self) -> list[Moved]:
        """Functions that moved the way the whole did, those with the largest effect first."""
        kinds = ("worse", "new") if self.by > 0 else ("better", "gone")
        return [row for kind in kinds for row in self.told.first(kind, 3)][:3]

    @property
    def against(self) -> list[Moved]:
        return self.told.first("better" if self.by > 0 else "worse", 2)


def compare(org: Organization, held: Span) -> Compared:
    """Four queries: names, and the exposure on both ends."""
    moves = joined(day.moved.get("functions", {}) for day in held.days[1:])
    names = Names(org, list(moves.values()), set(moves))
    told = Told(sort(moves, names.weights), moves, names)
    return Compared(held, told, _exposure(org, held))


def _exposure(org: Organization, held: Span) -> list[Exposed]:
    """Components whose exposure moved most; only what is known on both days."""
    ends = [held.baseline.pk, held.last.pk]
    rows = Assessment.objects.for_org(org).filter(pk__in=ends).values_list("pk", "summary")
    summaries = dict(rows)
    if any("exposure" not in summaries[pk] for pk in ends):
        return []
    was, now = ({row["component"]: row for row in summaries[pk]["exposure"]} for pk in ends)
    whole = all(len(rows) < 50 for rows in (was, now))
    both = was.keys() | now.keys() if whole else was.keys() & now.keys()
    nothing = {"exposure": 0.0}
    found = [
        Exposed(
            (now.get(key) or was[key])["name"],
            was.get(key, nothing)["exposure"],
            now.get(key, nothing)["exposure"],
        )
        for key in both
    ]
    found = [row for row in found if round(row.was) != round(row.now)]
    return sorted(found, key=lambda row: (-abs(row.now - row.was), row.name))[:SHOWN]
