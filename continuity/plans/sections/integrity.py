"""18: how to tell that this is the document it says it is."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Block, Facts, Heading, Lead, Text
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
        Text(
            _("1. Save the attachment plan.json from this PDF (pdfdetach -saveall, or any reader).")
        ),
        Text(
            _(
                "2. Compute its SHA-256 (sha256sum plan.json). It must be the one above, to the "
                "letter."
            )
        ),
        Text(
            _(
                "3. Ask for an export of the audit chain and run verify.py on it, with nothing "
                "but Python "
                "installed. The entry named above must carry the hash named above."
            )
        ),
        Text(
            _(
                "The PDF can be made again from the record at any time, byte for byte, as long "
                "as the "
                "same approvals stand on its control page."
            )
        ),
    ]
