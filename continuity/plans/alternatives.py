"""What else could serve each function, and what speaks against it. Pure."""

from collections.abc import Mapping
from typing import Any

from .blocks import Block, Heading, Table, Text
from .leans import against, closures, each, told_time
from .words import _


def alternatives(record: Mapping[str, Any]) -> list[Block]:
    """Every option of every use, the running ones first, with a word on each fallback."""
    below, rows, last = closures(record), [], None
    books = {book["id"]: book for book in record["runbooks"]}
    for function, ask, place, option in each(record):
        name = f"{function['name']}: {ask['name']}"
        if place < ask["required"]:
            time, words = "–", _("runs")
        else:
            found = against(record, function, ask, option, below)
            time = told_time(option, books)
            words = _("holds") if not found else _("weak: %s") % ", ".join(found)
        rows.append(("" if name == last else name, option["name"], time, words))
        last = name
    if not rows:
        return []
    head = (_("Function and use"), _("Option"), _("Ready after"), _("Verdict, what speaks against"))
    note = _(
        "A fallback holds if it rests on nothing that what runs rests on, is ready within the RTO, "
        "carries the minimum, has a runbook and was exercised in time."
    )
    return [
        Heading(_("Alternatives")),
        Text(note),
        Table(head, tuple(rows), (25, 21, 17, 37)),
    ]
