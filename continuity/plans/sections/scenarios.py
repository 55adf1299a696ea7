"""6: what may happen, and what did."""

from collections.abc import Iterable, Mapping
from typing import Any

from continuity.plans.blocks import Block, Heading, Rich, Table, Text
from continuity.plans.leans import each
from continuity.plans.phrases import listed, minutes, percent, verdict
from continuity.plans.words import _

NUMBER, TITLE = 6, _("Scenarios")
MOST = 20
HEAD = (_("Function"), _("Then it is"), _("Carried by"), _("Runbook"), _("Owner"))


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    text = snapshot["plan"]["scenarios"]
    blocks: list[Block] = [Rich(text) if text else Text(_("Not written down yet."))]
    blocks += _large(snapshot)
    blocks.append(Heading(_("What happened to these components in the past year")))
    events = _events(snapshot["outages"])
    if not events:
        return [*blocks, Text(_("No outage of them is on record."))]
    head = (_("From (UTC)"), _("What"), _("Components"), _("Lasted"))
    blocks.append(Table(head, tuple(events[:MOST]), (19, 34, 33, 14), numeric=(3,)))
    if len(events) > MOST:
        blocks.append(Text(_("%d earlier ones are in the record.") % (len(events) - MOST)))
    note = _("A selection of large events and of what was observed here; no rate of failure.")
    return [*blocks, Text(note)]


def _large(snapshot: Mapping[str, Any]) -> list[Block]:
    """Per component that would hurt most: what falls with it, and what carries that."""
    books = {book["id"]: book for book in snapshot["runbooks"]}
    options = {option["id"]: option for _f, _d, _n, option in each(snapshot)}
    blocks: list[Block] = []
    for row in snapshot["risk"]["exposure"]:
        hit = [
            (function, felt)
            for function in snapshot["functions"]
            for felt in function.get("felt", ())
            if felt["component"] == row.get("component")
        ]
        if hit:
            said = {"name": row["name"], "share": percent(float(row["exposure"]) / 100)}
            lines = tuple(_hit(f, felt, options, books) for f, felt in hit)
            blocks.append(Heading(_("If %(name)s fails: exposure %(share)s") % said))
            blocks.append(Table(HEAD, lines, (21, 16, 19, 20, 24)))
    if not blocks:
        return []
    return [Heading(_("Loss of one component, the largest exposure first")), *blocks]


def _hit(
    function: Mapping[str, Any],
    felt: Mapping[str, Any],
    options: Mapping[int, Mapping[str, Any]],
    books: Mapping[int, Mapping[str, Any]],
) -> tuple[str, ...]:
    carried = [options[pk] for pk in felt["leans_on"] if pk in options]
    titles = [books[o["runbook"]]["title"] for o in carried if o["runbook"] in books]
    return (
        function["name"],
        verdict(felt["verdict"]),
        ", ".join(o["name"] for o in carried) or _("nothing"),
        ", ".join(dict.fromkeys(titles)) or _("none"),
        function["owner"] or _("nobody named"),
    )


def _events(outages: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """One row for what began at one time under one title, whatever it took with it."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for outage in outages:
        found.setdefault((outage["started_at"], outage["title"]), []).append(outage)
    return [
        (start, title or "–", listed(sorted({o["name"] for o in held}), 160), _lasted(held))
        for (start, title), held in found.items()
    ]


def _lasted(held: Iterable[Mapping[str, Any]]) -> str:
    ends = [o["minutes"] for o in held if o["minutes"] is not None]
    return minutes(max(ends)) if ends else _("not known")
