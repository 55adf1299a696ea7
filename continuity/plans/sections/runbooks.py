"""9: what to do, in the order of what hurts first; a runbook a page."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Callout, Heading, Index, Lead, Runbook, Text
from continuity.plans.leans import measured
from continuity.plans.phrases import listed, minutes
from continuity.plans.recovery import recovery
from continuity.plans.words import _, count

NUMBER, TITLE = 9, _("Runbooks in recovery order")
MOST = 120


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    books = snapshot["runbooks"]
    if not books:
        none = _("There is no runbook. Every fallback counts as undocumented.")
        return [Callout(none, "bad"), *recovery(snapshot)]
    late = [b for b in books if _is_late(b)]
    told = (
        count("%d is too long for its RTO", "%d are too long for their RTO", len(late))
        if late
        else _("none is too long for its RTO")
    )
    words = {"n": count("%d runbook", "%d runbooks", len(books)), "late": told}
    blocks: list[Block] = [Lead(_("%(n)s; %(late)s on paper.") % words)]
    blocks += recovery(snapshot)
    blocks.append(Heading(_("The runbooks")))
    blocks.append(
        Text(_("In this order: those first that serve the most critical function, then the RTO."))
    )
    head = (_("Runbook"), _("Serves"), _("On paper"), _("RTO"), _("Really took"))
    rows = tuple(
        (
            _anchor(b),
            (
                b["title"],
                _serves(b, 120),
                minutes(b["minutes"]),
                "–" if b["rto_minutes"] is None else minutes(b["rto_minutes"]),
                _took(b),
            ),
        )
        for b in books[:MOST]
    )
    blocks.append(Index((*head, _("Page")), rows, (27, 28, 11, 9, 17, 8)))
    if len(books) > MOST:
        blocks.append(Text(_("%d more are in the record, not printed.") % (len(books) - MOST)))
    blocks += [_page(n, b) for n, b in enumerate(books[:MOST], start=1)]
    return blocks


def _serves(book: Mapping[str, Any], room: int) -> str:
    return listed(book["serves"], room) if book["serves"] else _("no option names it")


def _anchor(book: Mapping[str, Any]) -> str:
    return f"runbook-{book['id']}"


def _is_late(book: Mapping[str, Any]) -> bool:
    return book["rto_minutes"] is not None and book["minutes"] > book["rto_minutes"]


def _took(book: Mapping[str, Any]) -> str:
    really = measured(book)
    return _("never measured") if really is None else minutes(really)


def _reviewed(book: Mapping[str, Any]) -> str:
    if book["overdue"]:
        return _("%s; the next review is overdue") % book["reviewed_on"]
    return book["reviewed_on"] or _("never")


def _page(place: int, book: Mapping[str, Any]) -> Runbook:
    facts = (
        (_("Serves"), _serves(book, 240)),
        (_("Owner"), book["owner"] or _("nobody named")),
        (_("Longest path"), minutes(book["minutes"])),
        (
            _("Shortest RTO it serves"),
            "–" if book["rto_minutes"] is None else minutes(book["rto_minutes"]),
        ),
        (_("Reviewed"), _reviewed(book)),
        (_("Really took"), _took(book)),
    )
    places = {step["key"]: n for n, step in enumerate(book["steps"], start=1)}
    steps = tuple(
        {
            "number": str(n),
            "title": step["title"],
            "role": step["role"],
            "minutes": minutes(step["minutes"]),
            "starts": minutes(step["starts"]),
            "longest": step["longest"],
            "after": ", ".join(
                str(place) for place in sorted(places[k] for k in step["waits_for"] if k in places)
            ),
            "instruction": step["instruction"],
            "proof": step["proof"],
        }
        for n, step in enumerate(book["steps"], start=1)
    )
    late = _("On paper this is too long for the RTO that it serves.") if _is_late(book) else ""
    edition = _("runbook version %d") % book["version"]
    number = f"{NUMBER}.{place}"
    return Runbook(
        _anchor(book), number, book["title"], edition, facts, book["summary"], steps, late
    )
