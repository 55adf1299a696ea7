"""15: tried on purpose: when, with what result, how long it really took."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from continuity.plans.blocks import Block, Callout, Heading, Lead, Table, Text
from continuity.plans.leans import measured
from continuity.plans.phrases import listed, minutes
from continuity.plans.standing import counts
from continuity.plans.words import _, count

NUMBER, TITLE = 15, _("Exercises")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    books = snapshot["runbooks"]
    rows = sorted(
        ((e, b["title"]) for b in books for e in b["exercises"]),
        key=lambda pair: pair[0]["held_on"],
        reverse=True,
    )
    tried = sum(any(_holds(snapshot, e) for e in b["exercises"]) for b in books)
    untried = [b["title"] for b in books if not any(e["passed"] for e in b["exercises"])]
    cadence = snapshot["organization"]["test_cadence_days"]
    blocks: list[Block] = [
        Lead(
            _("%(n)s on record; for %(tried)d of %(all)s a passed one still counts.")
            % {
                "n": count("%d exercise", "%d exercises", len(rows)),
                "tried": tried,
                "all": count("%d runbook", "%d runbooks", len(books)),
            }
        )
    ]
    blocks.append(
        Text(
            _(
                "A passed exercise counts for %d days: after that the fallback is again called "
                "untested."
            )
            % cadence
        )
    )
    if books:
        blocks.append(Heading(_("Programme")))
        first = (_("Runbook"), _("Last passed"), _("Next due"), _("Took"), _("RTO"))
        table = tuple(_due(snapshot, book) for book in books)
        blocks.append(Table((*first, _("In time")), table, (32, 16, 22, 12, 9, 9)))
    if rows:
        blocks.append(Heading(_("What was exercised")))
        head = (_("Held on"), _("Runbook"), _("Outcome"), _("Took"), _("Scenario and lessons"))
        table = tuple(
            (
                e["held_on"],
                title,
                _("worked") if e["passed"] else _("did not work"),
                _("not measured") if e["minutes"] is None else minutes(e["minutes"]),
                " ".join(said for said in (e["scenario"], e["lessons"]) if said) or "–",
            )
            for e, title in rows
        )
        blocks.append(Table(head, table, (12, 20, 9, 9, 50)))
    failed = [f"{title} ({e['held_on']})" for e, title in rows if not e["passed"]]
    if failed:
        blocks.append(Callout(_("Did not work: %s.") % listed(failed)))
    if untried:
        blocks.append(Callout(_("Never exercised with success: %s.") % listed(untried)))
    return blocks


def _holds(snapshot: Mapping[str, Any], exercise: Mapping[str, Any]) -> bool:
    return exercise["passed"] and counts(snapshot, exercise["held_on"])


def _due(snapshot: Mapping[str, Any], book: Mapping[str, Any]) -> tuple[str, ...]:
    """When it must be tried again: the last passed day and the cadence."""
    days = [e["held_on"] for e in book["exercises"] if e["passed"]]
    cadence = timedelta(days=snapshot["organization"]["test_cadence_days"])
    due = date.fromisoformat(max(days)) + cadence if days else None
    when = _("now: never passed") if due is None else f"{due}"
    if due and f"{due}" < snapshot["as_of"]:
        when = _("%s, overdue") % due
    took, rto = measured(book), book["rto_minutes"]
    known = took is not None and rto is not None
    return (
        book["title"],
        max(days, default=_("never")),
        when,
        _("not measured") if took is None else minutes(took),
        "–" if rto is None else minutes(rto),
        (_("yes") if took <= rto else _("no")) if known else "–",
    )
