"""18: how to tell that this is the document it says it is."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Facts, Heading, Lead, Steps, Text
from continuity.plans.words import _

NUMBER, TITLE = 18, _("Integrity")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    chain = snapshot["chain"]
    return [
        Lead(_("This document was made from one frozen record and from nothing else.")),
        Facts(
            (
                (_("SHA-256 of the record"), cover["sha256"]),
                (_("Record"), _("plan.json, attached to this PDF")),
                (_("Audit chain"), _("entry %(seq)s, %(hash)s") % chain),
                (_("Method"), snapshot["method"]),
                (_("Catalogue"), snapshot["catalogue"]),
                (_("Frozen"), cover["frozen_at"]),
            )
        ),
        Heading(_("Verify it without the app")),
        Steps(
            (
                _(
                    "Save the attachment plan.json from this PDF: any reader does it, or "
                    "pdfdetach -saveall with the file's name."
                ),
                _(
                    "Compute its SHA-256: sha256sum plan.json. It must be the one above, to the "
                    "letter."
                ),
                _(
                    "Ask for an export of the audit chain and for verify.py, which needs Python "
                    "and nothing else, and run it on the export. Entry %(seq)s must carry the "
                    "hash above."
                )
                % chain,
            )
        ),
        Text(
            _(
                "The PDF can be made again from the record at any time, byte for byte, as long as "
                "the same words of approval stand on its control page."
            )
        ),
        Text(
            _(
                "The time of freezing is the server's own; nobody outside the organisation has "
                "witnessed it."
            )
        ),
    ]
