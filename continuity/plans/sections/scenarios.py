"""6: what may happen, and what did."""

from collections.abc import Iterable, Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Rich, Table, Text
from continuity.plans.phrases import listed, minutes
from continuity.plans.words import _

NUMBER, TITLE = 6, _("Scenarios")
MOST = 20


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    text = snapshot["plan"]["scenarios"]
    blocks: list[Block] = [Rich(text) if text else Text(_("Not written down yet."))]
    blocks.append(Heading(_("What happened to these components in the past year")))
    events = _events(snapshot["outages"])
    if not events:
        return [*blocks, Text(_("No outage of them is on record."))]
    head = (_("From (UTC)"), _("What"), _("Components"), _("Lasted"))
    blocks.append(Table(head, tuple(events[:MOST]), (19, 34, 33, 14), numeric=(3,)))
    if len(events) > MOST:
        blocks.append(Text(_("%d earlier ones are in the record.") % (len(events) - MOST)))
    note = _("A selection of large events and of what was observed here; no rate of failure.")
    return [*blocks, Text(note)]


def _events(outages: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """One row for what began at one time under one title, whatever it took with it."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for outage in outages:
        found.setdefault((outage["started_at"], outage["title"]), []).append(outage)
    return [
        (start, title or "–", listed(sorted({o["name"] for o in held}), 160), _lasted(held))
        for (start, title), held in found.items()
    ]


def _lasted(held: Iterable[Mapping[str, Any]]) -> str:
    ends = [o["minutes"] for o in held if o["minutes"] is not None]
    return minutes(max(ends)) if ends else _("not known")
