"""4: where it all rests."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Lead, Table, Text
from continuity.plans.mapping import map_figure
from continuity.plans.phrases import listed
from continuity.plans.words import _, count

NUMBER, TITLE = 4, _("Dependency map")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    edges, names = snapshot["edges"], {c["id"]: c["name"] for c in snapshot["components"]}
    if not names:
        return [Text(_("Nothing that is written down rests on a provider."))]
    upper = {e["component"] for e in edges}
    bottom = sorted((name for pk, name in names.items() if pk not in upper), key=str.casefold)
    lead = _("All of it comes down to %(hosts)s: %(names)s.") % {
        "hosts": count("%d place", "%d places", len(bottom)),
        "names": listed(bottom),
    }
    blocks: list[Block] = [Lead(lead), map_figure(snapshot)]
    if edges:
        head = (_("Component"), _("Runs on"), _("How we know"), _("As of"))
        rows, last = [], None
        for e in edges:
            evidence = e["evidence"] or _("not stated")
            if e["own"]:
                evidence += " " + _("(our own word)")
            first = names[e["component"]] if e["component"] != last else ""
            rows.append((first, names[e["runs_on"]], evidence, e["as_of"] or "–"))
            last = e["component"]
        blocks.append(Heading(_("What runs on what, and how we know")))
        blocks.append(Table(head, tuple(rows), (24, 22, 40, 14)))
    return blocks
