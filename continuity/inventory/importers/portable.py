"""The portable form: what ``exporters/portable.py`` writes."""

from django.utils.translation import gettext_lazy as _

from continuity.inventory import portable
from continuity.inventory.portable.parsing import MAX_BYTES
from continuity.inventory.proposal import Proposal, Source

LABEL = _("Portable form (JSON)")
ABOUT = _("Everything, without loss: what Export writes as continuity.portfolio/1.")
EXAMPLE = ""
ENDINGS = (".json",)
MOST_BYTES = MAX_BYTES


def accepts(name: str, head: bytes) -> bool:
    """By its mark; and any JSON of which nobody can tell better, so that its faults are told."""
    if b"continuity.portfolio/" in head:
        return True
    return name.lower().endswith(".json") and b"CycloneDX" not in head


def read(source: Source) -> Proposal:
    return Proposal(portable.read(portable.bytes_of(source.path), unfinished=True))
