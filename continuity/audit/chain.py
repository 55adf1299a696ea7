"""Reading the chain: entries as ``verify.py`` wants them, streamed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from continuity.orgs.models import Organization

from .models import Checkpoint, Event
from .verify import FIELDS, Unreadable, Verdict, verify


def entries(org: Organization) -> Iterator[dict[str, Any]]:
    """Every entry of ``org`` in order, a few thousand in memory at a time.

    Raises Unreadable at one that the database holds in a form that cannot be read.
    """
    rows = Event.objects.for_org(org).order_by("seq").values(*FIELDS, "hash")
    last = 0
    try:
        for row in rows.iterator(chunk_size=2000):
            yield _spelled(row)
            last = row["seq"]
    except (ValueError, TypeError):
        yield from _one_by_one(rows, last)


def _one_by_one(rows: QuerySet, last: int) -> Iterator[dict[str, Any]]:
    """As far as they can be read, when reading many at once failed somewhere after ``last``."""
    for seq in list(rows.filter(seq__gt=last).values_list("seq", flat=True)):
        try:
            row = rows.get(seq=seq)
        except (ValueError, TypeError) as fault:
            raise Unreadable(str(fault)) from fault
        yield _spelled(row)


def _spelled(row: dict[str, Any]) -> dict[str, Any]:
    if row["at"] is None:
        raise Unreadable("its time is none")
    row["at"] = stamp(row["at"])
    return row


def stamp(at: Any) -> str:
    """An instant as the chain spells it: ISO 8601 with microseconds and offset."""
    return at.isoformat(timespec="microseconds")


def verify_org(org: Organization) -> Verdict:
    """The verdict on one organisation's chain, up to the head that the organisation remembers.

    What was pinned by a checkpoint must stand in it, too.
    """
    seq, value = Organization.objects.values_list("chain_seq", "chain_hash").get(pk=org.pk)
    printed = dict(Checkpoint.objects.for_org(org).values_list("seq", "hash"))
    return verify(entries(org), printed | ({seq: value} if seq else {}))
