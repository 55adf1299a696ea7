"""4: where it all rests."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Lead, Table, Text
from continuity.plans.leans import ranks, resting
from continuity.plans.mapping import map_figure
from continuity.plans.phrases import listed
from continuity.plans.words import _, count

KINDS = {
    "service": _("service"),
    "model": _("model"),
    "region": _("region"),
    "host": _("host"),
    "cdn": _("network"),
    "login": _("login"),
    "internal": _("our own"),
}
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
    return [*blocks, *_register(snapshot)]


def _register(snapshot: Mapping[str, Any]) -> list[Block]:
    """Every component, its provider's in a row, with what rests on it."""
    rank, upon = ranks(snapshot), resting(snapshot)
    held = sorted(
        snapshot["components"],
        key=lambda c: (c["provider"].casefold(), rank.get(c["id"], 99), c["name"]),
    )
    rows, last = [], None
    for c in held:
        first = "" if c["provider"] == last else c["provider"]
        names = listed(upon.get(c["id"], []), 130) or "–"
        rows.append(
            (first, c["name"], KINDS.get(c["kind"], c["kind"]), str(rank.get(c["id"], "–")), names)
        )
        last = c["provider"]
    head = (_("Provider"), _("Component"), _("Kind"), _("Rank"), _("Functions that rest on it"))
    note = _("Rank 1: an option uses it directly; 2 and more: it stands so far beneath.")
    return [
        Heading(_("Register of providers and components")),
        Text(note),
        Table(head, tuple(rows), (20, 26, 10, 8, 36), numeric=(3,)),
    ]
