"""Reading the chain: entries as ``verify.py`` wants them, streamed."""

from collections.abc import Iterator
from typing import Any

from continuity.orgs.models import Organization

from .models import Checkpoint, Event
from .verify import FIELDS, Verdict, verify


def entries(org: Organization) -> Iterator[dict[str, Any]]:
    """Every entry of ``org`` in order, a few thousand in memory at a time."""
    rows = Event.objects.for_org(org).order_by("seq").values(*FIELDS, "hash")
    for row in rows.iterator(chunk_size=2000):
        row["at"] = stamp(row["at"])
        yield row


def stamp(at: Any) -> str:
    """An instant as the chain spells it: ISO 8601 with microseconds and offset."""
    return at.isoformat(timespec="microseconds")


def verify_org(org: Organization) -> Verdict:
    """The verdict on one organisation's chain, its checkpoints included."""
    printed = dict(Checkpoint.objects.for_org(org).values_list("seq", "hash"))
    return verify(entries(org), printed)
