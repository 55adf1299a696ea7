"""8: when it starts, when it ends."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Rich, Text
from continuity.plans.words import _

NUMBER, TITLE = 8, _("Start and stop criteria")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    plan = snapshot["plan"]
    blocks: list[Block] = []
    for heading, text in (
        (_("It starts when"), plan["start_criteria"]),
        (_("It ends when"), plan["stop_criteria"]),
    ):
        blocks.append(Heading(heading))
        blocks.append(Rich(text) if text else Text(_("Not written down yet.")))
    return blocks
