"""Components that a page used to list, and lists no more. Pure.

Such a component is unknown, never bad: a page that is tidied up is no outage. But somebody must
find out what became of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .feeds import Reading, Reason
from .observing import WHOLE

READS = 3  # good readings in a row without it

Missing = dict[str, dict[str, Any]]


def counted(
    before: Mapping[str, Any], upstream_ids: Iterable[str], reading: Reading | None, at: datetime
) -> Missing:
    """What is missing after one more good reading; None is one of an unchanged page."""
    if reading is None:
        return {name: _once_more(was) for name, was in before.items()}
    listed = {c.id for c in reading.components if c.reason != Reason.COMPONENT_MISSING}
    gone = sorted(set(upstream_ids) - listed - {WHOLE})
    first = {"reads": 0, "since": at.isoformat()}
    return {name: _once_more(before.get(name, first)) for name in gone}


def _once_more(was: Mapping[str, Any]) -> dict[str, Any]:
    """Counted no further than it matters, so that a settled row is not written again."""
    return {**was, "reads": min(was["reads"] + 1, READS)}


def vanished(missing: Mapping[str, Any]) -> dict[str, datetime]:
    """Upstream ids that are reported, each with the first reading that lacked it."""
    return {
        name: datetime.fromisoformat(was["since"])
        for name, was in missing.items()
        if was["reads"] >= READS
    }
