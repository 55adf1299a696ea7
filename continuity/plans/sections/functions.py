"""2: the functions, and what each asks of AI."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Lead, Table, Text
from continuity.plans.phrases import minutes, percent
from continuity.plans.words import _, count

NUMBER, TITLE = 2, _("Functions and their use of AI")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    functions = snapshot["functions"]
    asks = sum(len(f["dependencies"]) for f in functions)
    vital = sum(f["criticality"] >= 4 for f in functions)
    if not functions:
        return [Lead(_("No function is covered: the inventory is empty."))]
    blocks: list[Block] = [
        Lead(
            _(
                "%(functions)s, %(vital)d of them of high or vital criticality, lean on AI in "
                "%(asks)s."
            )
            % {
                "functions": count("%d function", "%d functions", len(functions)),
                "vital": vital,
                "asks": count("%d place", "%d places", asks),
            }
        )
    ]
    head = (_("Function"), _("Crit."), _("Owner"), _("Deputy"))
    rows = tuple(
        (f["name"], str(f["criticality"]), f["owner"] or _("nobody"), f["deputy"] or "–")
        for f in functions
    )
    blocks.append(Table(head, rows, (28, 7, 32, 33), numeric=(1,)))
    blocks.append(Heading(_("What serves each, in order")))
    table = tuple(row for f in functions for row in _options(f))
    if table:
        columns = (
            _("Function: what it asks"),
            _("Option"),
            _("Rests on"),
            _("Carries"),
            _("Switch"),
        )
        blocks.append(Table(columns, table, (26, 24, 28, 10, 12), numeric=(3, 4)))
    bare = [f["name"] for f in functions if not f["dependencies"]]
    if bare:
        blocks.append(Text(_("Nothing of AI is written down for: %s.") % ", ".join(bare)))
    return blocks


def _options(function: Mapping[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for dependency in function["dependencies"]:
        for place, option in enumerate(dependency["options"]):
            runs = place < dependency["required"]
            first = f"{function['name']}: {dependency['name']}" if place == 0 else ""
            if first and not dependency["essential"]:
                first += " " + _("(not essential)")
            rows.append(
                (
                    first,
                    option["name"],
                    " + ".join(option["on"]) or _("by hand"),
                    percent(option["capacity"]),
                    _("runs") if runs else minutes(option["switch_minutes"]),
                )
            )
        if not dependency["options"]:
            rows.append((f"{function['name']}: {dependency['name']}", _("none yet"), "–", "–", "–"))
    return rows
