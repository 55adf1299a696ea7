"""6: what may happen, and what did."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Rich, Table, Text
from continuity.plans.phrases import minutes
from continuity.plans.words import _

NUMBER, TITLE = 6, _("Scenarios")
MOST = 20


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    text = snapshot["plan"]["scenarios"]
    blocks: list[Block] = [Rich(text) if text else Text(_("Not written down yet."))]
    outages = snapshot["outages"][:MOST]
    blocks.append(Heading(_("What happened to these components in the past year")))
    if outages:
        head = (_("Component"), _("From (UTC)"), _("Lasted"), _("What"))
        rows = tuple(
            (
                o["component"],
                o["started_at"],
                _("unknown") if o["minutes"] is None else minutes(o["minutes"]),
                o["title"] or "–",
            )
            for o in outages
        )
        blocks.append(Table(head, rows, (22, 18, 14, 46), numeric=(2,)))
        blocks.append(
            Text(_("A selection of large events and of what was observed; not a rate of failure."))
        )
    else:
        blocks.append(Text(_("No outage of them is on record.")))
    return blocks
