"""What an event would do to an organisation: METHOD 8, told function by function.

Plain types in and out, so that the same answer is drawn on a page, kept in a row and sent as a
file. Knows nothing of Django.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from continuity.inventory.portable import Event, Function, Option, Portfolio
from continuity.risk.method.assess import Index
from continuity.risk.method.replay import Outcome, Replay, Stretch, replay

FORMAT = "continuity.replay/1"
Effect = dict[str, Any]
"""JSON's own types. Minutes count from ``start``; moments are text of ISO 8601 in UTC.

``functions``: how many there are. ``hit``: those that fell, or that something carried; the worst
first. ``components``: what the event brings down and how many functions rest on each.
``held``: what stayed up, with who runs on it and was not hit. ``strangers``: what is not known.
"""


def effect(portfolio: Portfolio, event: Event, held: Iterable[str] = ()) -> Effect:
    """``event`` and ``held`` (what is said to have stayed up) name components of ``portfolio``."""
    index = Index(portfolio)
    done = replay(index, event)
    resting = _resting(index, {span.component for span in event.down})
    hit = [o for o in done.functions.values() if o.down or o.disrupted]
    hit.sort(key=_worst_first)
    books = {book.id: book.title for book in portfolio.runbooks}
    return {
        "format": FORMAT,
        "name": event.name,
        "source": event.source,
        "start": done.start.isoformat(),
        "length_minutes": done.length,
        "currency": portfolio.organization.currency,
        "functions": len(portfolio.functions),
        "cost": round(float(done.cost), 2),
        "stopped": sum(bool(o.down) for o in hit),
        "carried": sum(not o.down for o in hit),
        "late": sum(o.rto_breached is not None for o in hit),
        "lost": sum(o.mtpd_breached is not None for o in hit),
        "unpriced": sum(bool(o.down) and not o.function.impact for o in hit),
        "hit": [_told(done, outcome, books) for outcome in hit],
        "components": _components(index, event, done, resting),
        "held": _held(index, held, {o.function.id for o in hit}),
        "strangers": list(done.strangers),
    }


def _worst_first(outcome: Outcome) -> tuple[Any, ...]:
    function = outcome.function
    passed = (outcome.mtpd_breached is None, outcome.rto_breached is None)
    return *passed, -outcome.down_minutes, -function.criticality, function.name, function.id


def _told(done: Replay, outcome: Outcome, books: Mapping[str, str]) -> dict[str, Any]:
    function = outcome.function
    rto, mtpd = done.at(outcome.rto_breached), done.at(outcome.mtpd_breached)
    carriers = _carriers(function, outcome)
    return {
        "id": function.id,
        "name": function.name,
        "criticality": function.criticality,
        "rto_minutes": function.rto_minutes,
        "mtpd_minutes": function.mtpd_minutes,
        "down_minutes": outcome.down_minutes,
        "longest_minutes": outcome.longest_minutes,
        "rto_breached_at": rto.isoformat() if rto else None,
        "mtpd_breached_at": mtpd.isoformat() if mtpd else None,
        "cost": round(float(outcome.cost), 2),
        "priced": bool(function.impact),
        "down": [list(span) for span in outcome.down],
        "bars": _bars(function, outcome, done.length),
        "asked": [d.name for d in function.dependencies if d.id in outcome.disrupted],
        "through": [
            done.functions[name].function.name
            for name in function.depends_on
            if done.functions[name].down
        ],
        "carried_by": list(dict.fromkeys(option.name for option in carriers)),
        "runbooks": [
            {"id": book, "title": books[book]}
            for book in dict.fromkeys(option.runbook for option in carriers if option.runbook)
        ],
    }


def _carriers(function: Function, outcome: Outcome) -> list[Option]:
    """The fallbacks that carried some of it, in their order."""
    found = []
    for dependency in function.dependencies:
        serving = {o for s in outcome.disrupted.get(dependency.id, ()) for o in s.options}
        found += [o for o in dependency.options[dependency.required :] if o.id in serving]
    return found


def _bars(function: Function, outcome: Outcome, length: int) -> list[dict[str, Any]]:
    """The event end to end: ``served``, ``carried`` (and ``by`` what), or ``down``."""
    stretches = [
        (stretch, _names(function, key, stretch))
        for key, found in outcome.disrupted.items()
        for stretch in found
        if stretch.options
    ]
    edges = {0, length} | {edge for span in outcome.down for edge in span}
    edges |= {edge for stretch, _ in stretches for edge in (stretch.start, stretch.end)}
    bars: list[dict[str, Any]] = []
    for start, end in pairwise(sorted(edges)):
        if any(a <= start < b for a, b in outcome.down):
            state, by = "down", []
        else:
            found = [names for s, names in stretches if s.start <= start < s.end]
            by = list(dict.fromkeys(name for names in found for name in names))
            state = "carried" if by else "served"
        if bars and (bars[-1]["state"], bars[-1]["by"]) == (state, by):
            bars[-1]["end"] = end
        else:
            bars.append({"start": start, "end": end, "state": state, "by": by})
    return bars


def _names(function: Function, dependency_id: str, stretch: Stretch) -> list[str]:
    """What of it is a fallback, by name; what runs anyway carries nothing over."""
    dependency = next(d for d in function.dependencies if d.id == dependency_id)
    fallbacks = dependency.options[dependency.required :]
    return [option.name for option in fallbacks if option.id in stretch.options]


def _resting(index: Index, wanted: set[str]) -> Mapping[str, set[str]]:
    """For each component, the functions of which any option rests on it."""
    resting: dict[str, set[str]] = defaultdict(set)
    touched = _Touched(index, wanted)
    for function in index.functions.values():
        for dependency in function.dependencies:
            for option in dependency.options:
                for name in touched.by(option):
                    resting[name].add(function.id)
    return resting


class _Touched:
    """Which of some components an option rests on; worked out once for each set of them."""

    def __init__(self, index: Index, wanted: set[str]) -> None:
        self.ground, self.wanted = index.ground, wanted
        self._known: dict[tuple[str, ...], frozenset[str]] = {}

    def by(self, option: Option) -> frozenset[str]:
        if (known := self._known.get(option.on)) is None:
            known = self._known[option.on] = self.ground.closure(option.on) & self.wanted
        return known


def _components(
    index: Index, event: Event, done: Replay, resting: Mapping[str, set[str]]
) -> list[dict[str, Any]]:
    """Those that hit something first, then those in use."""
    found: dict[str, dict[str, Any]] = {}
    for span in sorted(event.down, key=lambda s: (s.start, s.component)):
        known = index.ground.components.get(span.component)
        if known is None:
            continue
        row = found.setdefault(
            span.component,
            {
                "id": known.id,
                "name": known.name,
                "provider": known.provider_name,
                "spans": [],
                "functions": len(resting.get(known.id, ())),
                "hit": [],
            },
        )
        row["spans"].append([span.start.isoformat(), span.end.isoformat()])
    for name, row in found.items():
        fell = [done.functions[f] for f in resting.get(name, ())]
        row["hit"] = sorted(o.function.name for o in fell if o.down or o.disrupted)
    return sorted(found.values(), key=lambda row: (-len(row["hit"]), -row["functions"]))


def _held(index: Index, held: Iterable[str], hit: set[str]) -> list[dict[str, Any]]:
    """What stayed up, with the functions that run on it and noticed nothing; vital ones first."""
    wanted = {name for name in held if name in index.ground.components}
    touched = _Touched(index, wanted)
    running: dict[str, list[Function]] = defaultdict(list)
    for function in index.functions.values() if wanted else ():
        if function.id in hit:
            continue
        for name in {
            name
            for dependency in function.dependencies
            if dependency.essential
            for option in dependency.options[: dependency.required]
            for name in touched.by(option)
        }:
            running[name].append(function)
    return [
        {
            "id": name,
            "name": index.ground.components[name].name,
            "functions": [
                {"id": f.id, "name": f.name}
                for f in sorted(running[name], key=lambda f: (-f.criticality, f.name))
            ],
        }
        for name in sorted(wanted, key=lambda n: index.ground.components[n].name)
    ]
