"""In what order the functions come back, by which runbook, in what time. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from .blocks import Block, Callout, Heading, Table, Text
from .leans import time_of
from .phrases import listed, minutes
from .words import _

Record = Mapping[str, Any]


def in_order(functions: Iterable[Record]) -> list[Record]:
    """By RTO, then criticality; what a function needs comes before it. Circles are cut."""
    rows = sorted(functions, key=lambda f: (f["rto_minutes"], -f["criticality"], f["name"]))
    named = {f["name"]: f for f in rows}
    done: dict[str, Record] = {}
    for row in rows:
        stack, open_now = [row], set()
        while stack:
            at = stack[-1]
            waits = [
                named[n] for n in at["needs"] if n in named and n not in done and n not in open_now
            ]
            open_now.add(at["name"])
            if waits:
                stack.append(waits[0])
            else:
                done.setdefault(at["name"], at)
                stack.pop()
    return list(done.values())


def recovery(record: Record) -> list[Block]:
    """Each function in its turn: the first fallback that has a runbook, and its one time."""
    books = {book["id"]: book for book in record["runbooks"]}
    order, bare, rows = in_order(record["functions"]), [], []
    for place, function in enumerate(order, start=1):
        held = _fallbacks(function, books)
        if not held:
            bare.append(function["name"])
        for at, (option, book) in enumerate(held or [(None, None)]):
            first = (f"{place}  {function['name']}", minutes(function["rto_minutes"]))
            lead = first if at == 0 else ("", "")
            rows.append((*lead, *_told(function, option, book, books)))
    if not rows:
        return []
    head = (_("In this order"), _("RTO"), _("Moves to"), _("By runbook"), _("Ready after"))
    note = _(
        "By RTO, then criticality; what a function needs comes before it. The time is the measured "
        "one where a passed exercise was timed, else the planned one: the longest path of the "
        "runbook, or the stated time to switch if that is longer."
    )
    blocks: list[Block] = [
        Heading(_("Order of recovery")),
        Text(note),
        Table((*head, _("In time")), tuple(rows), (26, 9, 21, 22, 13, 9)),
    ]
    if bare:
        blocks.append(Callout(_("No runbook moves any use of: %s.") % listed(bare, 600)))
    return blocks


def _fallbacks(function: Record, books: Mapping[int, Record]) -> list[tuple[Any, Any]]:
    return [
        (option, books[option["runbook"]])
        for ask in function["dependencies"]
        for option in ask["options"][ask["required"] :]
        if option["runbook"] in books
    ]


def _told(
    function: Record, option: Any, book: Any, books: Mapping[int, Record]
) -> tuple[str, str, str, str]:
    if option is None:
        return "–", _("none"), "–", "–"
    value, source = time_of(option, books)
    held = _("yes") if value <= function["rto_minutes"] else _("no")
    return option["name"], book["title"], f"{minutes(value)}, {source}", held
