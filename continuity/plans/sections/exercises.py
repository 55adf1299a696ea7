"""15: tried on purpose: when, with what result, how long it really took."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Callout, Lead, Table, Text
from continuity.plans.phrases import listed, minutes
from continuity.plans.words import _, count

NUMBER, TITLE = 15, _("Exercises")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    books = snapshot["runbooks"]
    rows = sorted(
        ((e, b["title"]) for b in books for e in b["exercises"]),
        key=lambda pair: pair[0]["held_on"],
        reverse=True,
    )
    tried = sum(any(e["passed"] for e in b["exercises"]) for b in books)
    untried = [b["title"] for b in books if not any(e["passed"] for e in b["exercises"])]
    cadence = snapshot["organization"]["test_cadence_days"]
    blocks: list[Block] = [
        Lead(
            _("%(n)s on record; %(tried)d of %(all)s exercised with success.")
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
    if rows:
        head = (_("Held on"), _("Runbook"), _("Outcome"), _("Took"), _("Scenario and lessons"))
        table = tuple(
            (
                e["held_on"],
                title,
                _("worked") if e["passed"] else _("did not work"),
                _("not measured") if e["minutes"] is None else minutes(e["minutes"]),
                ". ".join(part for part in (e["scenario"], e["lessons"]) if part) or "–",
            )
            for e, title in rows
        )
        blocks.append(Table(head, table, (13, 28, 13, 13, 33)))
    if untried:
        blocks.append(Callout(_("Never exercised with success: %s.") % listed(untried)))
    return blocks
