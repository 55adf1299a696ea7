"""2: the functions, and what each asks of AI."""

from collections.abc import Iterator, Mapping
from typing import Any

from continuity.plans.blocks import Block, Callout, Heading, Lead, Table, Text
from continuity.plans.phrases import exercised, listed, minutes, percent, verdict
from continuity.plans.words import _, count

NUMBER, TITLE = 2, _("Functions and their use of AI")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    functions = snapshot["functions"]
    if not functions:
        return [Lead(_("No function is covered: the inventory is empty."))]
    asks = sum(len(f["dependencies"]) for f in functions)
    vital = sum(f["criticality"] >= 4 for f in functions)
    words = {
        "functions": count("%d function", "%d functions", len(functions)),
        "vital": vital,
        "asks": count("%d place", "%d places", asks),
    }
    lead = _("%(functions)s, %(vital)d of them high or vital, lean on AI in %(asks)s.") % words
    head = (_("Function"), _("Criticality"), _("Score"), _("Worst single failure"), _("Then it is"))
    rows = tuple(
        (
            f["name"],
            str(f["criticality"]),
            f"{float(f['score']):.0f}",
            f["worst"] or "–",
            verdict(f["verdict"]),
        )
        for f in functions
    )
    note = _(
        "Criticality: 1 low to 5 vital. Score: 0, nothing can hurt it, to 100, one failure stops "
        "it past what is tolerable. Late: back after its RTO. Lost: not back before its MTPD."
    )
    blocks: list[Block] = [
        Lead(lead),
        Table(head, rows, (31, 11, 9, 31, 18), numeric=(1, 2)),
        Text(note),
    ]
    blocks += _served(snapshot)
    bare = [f["name"] for f in functions if not f["dependencies"]]
    if bare:
        blocks.append(Text(_("Nothing of AI is written down for: %s.") % listed(bare)))
    return blocks


def _served(snapshot: Mapping[str, Any]) -> list[Block]:
    names = {c["id"]: c["name"] for c in snapshot["components"]}
    rows = tuple(row for f in snapshot["functions"] for row in _rows(f, names, snapshot))
    if not rows:
        return []
    blocks: list[Block] = [Heading(_("What serves each, in order"))]
    bare = sorted({name for name, option in _fallbacks(snapshot) if option["runbook"] is None})
    if bare:
        words = _("No runbook says how to move to a fallback of: %s.")
        blocks.append(Callout(words % listed(bare)))
    head = (_("What it asks"), _("Option, in order"), _("Rests on"), _("Carries"), _("Switch"))
    widths = (24, 19, 24, 9, 9, 15)
    return [*blocks, Table((*head, _("Exercised")), rows, widths, numeric=(3, 4))]


def _fallbacks(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for function in snapshot["functions"]:
        for dependency in function["dependencies"]:
            for option in dependency["options"][dependency["required"] :]:
                yield function["name"], option


def _rows(
    function: Mapping[str, Any], names: Mapping[int, str], snapshot: Mapping[str, Any]
) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for dependency in function["dependencies"]:
        first = f"{function['name']}: {dependency['name']}"
        if not dependency["essential"]:
            first += " " + _("(not essential)")
        if not dependency["options"]:
            rows.append((first, _("none yet"), "–", "–", "–", "–"))
        for place, option in enumerate(dependency["options"]):
            runs = place < dependency["required"]
            rows.append(
                (
                    first if place == 0 else "",
                    option["name"],
                    " + ".join(names[pk] for pk in option["on"]) or _("nothing: by hand"),
                    percent(option["capacity"]),
                    _("runs") if runs else minutes(option["switch_minutes"]),
                    "–" if runs else exercised(option, snapshot),
                )
            )
    return rows
