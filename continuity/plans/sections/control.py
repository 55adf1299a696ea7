"""0: which document this is, who stands for it, what changed."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Callout, Facts, Heading, Rich, Table, Text
from continuity.plans.words import _, count

NUMBER, TITLE = 0, _("Control page")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    plan = snapshot["plan"]
    blocks: list[Block] = [
        Facts(
            (
                (_("Document"), plan["title"]),
                (
                    _("Document id"),
                    _("%(key)s, version %(n)s") % {"key": plan["key"], "n": cover["number"]},
                ),
                (_("Organisation"), snapshot["organization"]["name"]),
                (
                    _("Version"),
                    _("%(n)s, %(state)s") % {"n": cover["number"], "state": cover["state"]},
                ),
                (
                    _("Frozen"),
                    _("%(at)s by %(who)s") % {"at": cover["frozen_at"], "who": cover["frozen_by"]},
                ),
                (_("State of the facts"), snapshot["as_of"]),
                (_("Owner"), plan["owner"] or _("nobody named")),
                (_("Next review"), cover["next_review"] or _("set when it is approved")),
                (_("SHA-256 of the record"), cover["sha256"]),
            )
        ),
        Heading(_("Approvals")),
    ]
    if cover["approvals"]:
        head = (_("Who"), _("Role"), _("When"), _("Said"), _("Comment"))
        rows = tuple(tuple(row) for row in cover["approvals"])
        blocks.append(Table(head, rows, (24, 14, 18, 13, 31)))
    else:
        blocks.append(
            Callout(_("Nobody has approved this version. It is a draft and binds nobody."))
        )
    blocks += [Heading(_("Distribution")), Rich(plan["distribution"] or _("Not written down."))]
    blocks.append(Heading(_("Record of changes")))
    if cover["history"]:
        heads = (_("Version"), _("Frozen"), _("By"), _("Approved by"), _("What changed"))
        rows = tuple(tuple(row) for row in cover["history"])
        blocks.append(Table(heads, rows, (9, 17, 24, 23, 27)))
        if older := cover.get("older", 0):
            one = "%d older version is not listed here; the app keeps it."
            many = "%d older versions are not listed here; the app keeps them."
            blocks.append(Text(count(one, many, older)))
    else:
        blocks.append(Text(_("This is the first version.")))
    return blocks
