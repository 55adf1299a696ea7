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
        Steps(_steps(snapshot, cover)),
        Heading(_("What the hash of the record does not cover")),
        Text(
            _(
                "The state of the version, the approvals, the record of changes and the next "
                "review come after the freezing; they stand in the audit chain, and on these pages "
                "under the SHA-256 of the file."
            )
        ),
        Text(
            _(
                "The PDF can be made again from the record at any time, byte for byte, as long as "
                "the same words of approval stand on its control page and the same release of the "
                "program makes it."
            )
        ),
        Text(
            _(
                "The time of freezing is the server's own; nobody outside the organisation has "
                "witnessed it."
            )
        ),
    ]


def _steps(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> tuple[str, ...]:
    """First the printed pages, then the record, then the chain that both stand in."""
    version = _("%(key)s, version %(n)s") % {"key": snapshot["plan"]["key"], "n": cover["number"]}
    return (
        _(
            "Ask for an export of the audit chain and for verify.py, which needs Python and "
            "nothing else, and run it on the export: python3 verify.py FILE. It says whether the "
            "chain is whole; verify.py FILE --at SEQ HASH, whether it holds an entry noted earlier."
        ),
        _("The chain must hold entry %(seq)s with the hash above.") % snapshot["chain"],
        _(
            "Compute the SHA-256 of this very file: sha256sum plan.pdf. The newest entry "
            "plan.render of %s must carry it as pdf_sha256: then no printed page was changed."
        )
        % version,
        _(
            "Save the attachment plan.json from this PDF: any reader does it, or pdfdetach "
            "-saveall with the file's name."
        ),
        _(
            "Compute its SHA-256: sha256sum plan.json. It must be the one above, to the letter, "
            "and the entry plan.freeze of %s must carry it as sha256; so must version.approve, "
            "if the version was approved."
        )
        % version,
    )
