"""4: where it all rests."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Lead, Table, Text
from continuity.plans.drawing import map_figure
from continuity.plans.words import _, count

NUMBER, TITLE = 4, _("Dependency map")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    edges = snapshot["edges"]
    if not snapshot["components"]:
        return [Text(_("Nothing that is written down rests on a provider."))]
    bottom = {c["name"] for c in snapshot["components"]} - {e["component"] for e in edges}
    blocks: list[Block] = [
        Lead(
            _("All of it comes down to %(hosts)s: %(names)s.")
            % {
                "hosts": count("%d place", "%d places", len(bottom)),
                "names": ", ".join(sorted(bottom)[:12]) + (" …" if len(bottom) > 12 else ""),
            }
        ),
        map_figure(snapshot),
    ]
    if edges:
        head = (_("Component"), _("Runs on"), _("How we know"), _("As of"))
        rows = tuple(
            (
                e["component"],
                e["runs_on"],
                (e["evidence"] or _("not stated"))
                + (" " + _("(our own word)") if e["own"] else ""),
                e["as_of"] or "–",
            )
            for e in edges
        )
        blocks.append(Table(head, rows, (24, 20, 42, 14)))
    return blocks
