"""2: the functions, and what each asks of AI."""

from collections.abc import Iterator, Mapping, Sequence
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
    blocks += [*_told(functions), *_systems(snapshot), *_served(snapshot)]
    bare = [f["name"] for f in functions if not f["dependencies"]]
    if bare:
        blocks.append(Text(_("Nothing of AI is written down for: %s.") % listed(bare)))
    return blocks


def _told(functions: Sequence[Mapping[str, Any]]) -> list[Block]:
    """What each does, and which others it cannot do without."""
    rows = tuple(
        (f["name"], f["description"] or "–", listed(f["needs"]) if f["needs"] else "–")
        for f in functions
        if f["description"] or f["needs"]
    )
    if not rows:
        return []
    head = (_("Function"), _("What it does"), _("Cannot do without"))
    return [Heading(_("What each does and needs")), Table(head, rows, (24, 50, 26))]


def _systems(snapshot: Mapping[str, Any]) -> list[Block]:
    """Every use of AI with what serves it now."""
    held = {c["id"]: c for c in snapshot["components"]}
    rows, high = [], 0
    for function in snapshot["functions"]:
        for ask in function["dependencies"]:
            runs = ask["options"][: ask["required"]]
            on = [held[pk] for option in runs for pk in option["on"]]
            risky = ask.get("high_risk", False)
            high += risky
            rows.append(
                (
                    ask["name"],
                    function["name"],
                    " + ".join(o["name"] for o in runs) or _("nothing yet"),
                    ", ".join(dict.fromkeys(c["name"] for c in on)) or _("by hand"),
                    ", ".join(dict.fromkeys(c["provider"] for c in on)) or "–",
                    _("high risk") if risky else "–",
                )
            )
    if not rows:
        return []
    one = "%d use is marked as a high-risk AI system under the EU AI Act."
    many = "%d uses are marked as high-risk AI systems under the EU AI Act."
    words = count(one, many, high) if high else _("None is marked as high risk.")
    head = (_("Use of AI"), _("Of the function"), _("Runs on"), _("Components"), _("Provider"))
    return [
        Heading(_("AI systems in use")),
        Text(words + " " + _("The mark is the organisation's own judgement.")),
        Table((*head, _("EU AI Act")), tuple(rows), (20, 17, 18, 19, 15, 11)),
    ]


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
