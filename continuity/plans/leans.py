"""Of options: what each rests on, how long it takes, what speaks against it. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from .phrases import minutes
from .standing import counts
from .words import _

Record = Mapping[str, Any]


def each(record: Record) -> Iterator[tuple[Record, Record, int, Record]]:
    """``(function, dependency, place, option)``; those from ``required`` on are fallbacks."""
    for function in record["functions"]:
        for dependency in function["dependencies"]:
            for place, option in enumerate(dependency["options"]):
                yield function, dependency, place, option


def closures(record: Record) -> dict[int, set[int]]:
    """Each component with all that it runs on, all the way down. There may be circles."""
    under = defaultdict(list)
    for edge in record["edges"]:
        under[edge["component"]].append(edge["runs_on"])
    found: dict[int, set[int]] = {}
    for component in record["components"]:
        stack, seen = [component["id"]], set()
        while stack:
            if (at := stack.pop()) not in seen:
                seen.add(at)
                stack += under[at]
        found[component["id"]] = seen
    return found


def ranks(record: Record) -> dict[int, int]:
    """1 for what an option names, 2 for what that runs on, and so on; the smallest that holds."""
    under = defaultdict(list)
    for edge in record["edges"]:
        under[edge["component"]].append(edge["runs_on"])
    layer = {pk for _f, _d, _n, option in each(record) for pk in option["on"]}
    found: dict[int, int] = {}
    rank = 1
    while layer:
        found |= dict.fromkeys(layer, rank)
        layer = {low for pk in layer for low in under[pk]} - found.keys()
        rank += 1
    return found


def resting(record: Record) -> dict[int, list[str]]:
    """The functions that rest on each component, in their order."""
    below = closures(record)
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for function, _dependency, _place, option in each(record):
        for pk in {low for on in option["on"] for low in below.get(on, {on})}:
            found[pk][function["name"]] = None
    return {pk: list(names) for pk, names in found.items()}


def measured(book: Record) -> int | None:
    """How long it took when it last worked and was timed; exercises are newest first."""
    times = [e["minutes"] for e in book["exercises"] if e["passed"] and e["minutes"] is not None]
    return times[0] if times else None


def time_of(option: Record, books: Mapping[int, Record]) -> tuple[int, str]:
    """One time, and where it is from: what was measured outweighs what is planned or stated."""
    book = books.get(option["runbook"])
    if book is None:
        return option["switch_minutes"], _("stated")
    really = measured(book)
    if really is not None:
        return really, _("measured")
    return max(book["minutes"], option["switch_minutes"]), _("planned")


def told_time(option: Record, books: Mapping[int, Record]) -> str:
    value, source = time_of(option, books)
    return f"{minutes(value)}, {source}"


def against(
    record: Record, function: Record, dependency: Record, option: Record, below: dict[int, set[int]]
) -> list[str]:
    """What speaks against a fallback, in words; nothing: an empty list."""
    books = {book["id"]: book for book in record["runbooks"]}
    runs = dependency["options"][: dependency["required"]]
    fate = {low for o in runs for on in o["on"] for low in below.get(on, {on})}
    shared = fate & {low for on in option["on"] for low in below.get(on, {on})}
    names = {c["id"]: c["name"] for c in record["components"]}
    said = []
    if shared:
        lowest = sorted(names[pk] for pk in shared if not below[pk] & (shared - {pk}))
        said.append(_("shares its fate with what runs (%s)") % ", ".join(lowest or ["–"]))
    if time_of(option, books)[0] > function["rto_minutes"]:
        said.append(_("too slow for the RTO"))
    others = sum(float(o["capacity"]) for o in runs[1:])
    if float(option["capacity"]) + others < float(function["minimum_capacity"]) - 1e-9:
        said.append(_("too small alone"))
    if option["runbook"] is None:
        said.append(_("no runbook"))
    if not option["tested_on"]:
        said.append(_("never exercised"))
    elif not counts(record, option["tested_on"]):
        said.append(_("exercised too long ago"))
    return said
