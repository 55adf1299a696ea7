"""1: what the plan is for, what it covers, what it takes for granted."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Rich, Text
from continuity.plans.words import _

NUMBER, TITLE = 1, _("Purpose, scope and assumptions")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    plan = snapshot["plan"]
    blocks: list[Block] = []
    for heading, text in (
        (_("Purpose"), plan["purpose"]),
        (_("Scope and exclusions"), plan["scope"]),
        (_("Assumptions"), plan["assumptions"]),
    ):
        blocks.append(Heading(heading))
        blocks.append(Rich(text) if text else Text(_("Not written down yet.")))
    return blocks
