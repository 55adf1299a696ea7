"""7: who declares, who leads, who stands in."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Callout, Heading, Rich, Table, Text
from continuity.plans.phrases import listed
from continuity.plans.words import _

NUMBER, TITLE = 7, _("Roles, deputies and authority to declare")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    text = snapshot["plan"]["roles"]
    blocks: list[Block] = [Rich(text) if text else Text(_("Not written down yet."))]
    rows = tuple(
        (f["name"], f["owner"] or _("nobody named"), f["deputy"] or _("nobody named"))
        for f in snapshot["functions"]
    )
    if rows:
        head = (_("Function"), _("Owner"), _("Deputy"))
        blocks += [Heading(_("Owners of functions")), Table(head, rows, (30, 35, 35))]
    alone = [f["name"] for f in snapshot["functions"] if not f["owner"]]
    if alone:
        blocks.append(Callout(_("Nobody answers for: %s.") % listed(alone)))
    single = [f["name"] for f in snapshot["functions"] if f["owner"] and not f["deputy"]]
    if single:
        blocks.append(Callout(_("Nobody stands in for the owner of: %s.") % listed(single)))
    return blocks
