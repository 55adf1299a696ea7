"""What differs between two records of one function, and what to write of an answer. Pure.

A record has the keys of the portable form that the questions are about.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .curve import reshaped

Record = Mapping[str, Any]
FIELDS = (
    "owner",
    "criticality",
    "description",
    "rto_minutes",
    "mtpd_minutes",
    "minimum_capacity",
    "impact",
    "depends_on",
)
ASK = "dependency:"  # and the key of one thing that it asks of AI


@dataclass(frozen=True)
class Change:
    """``field``: one of FIELDS, or ``dependency:<key>`` with names, None where it is not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Merge:
    """A change that somebody asks for, beside what stands there ``now``."""

    change: Change
    now: Any

    @property
    def done(self) -> bool:
        """It stands there so already."""
        return same(self.change.field, self.now, self.change.after)

    @property
    def conflict(self) -> bool:
        """Somebody else made something third of it meanwhile."""
        return not self.done and not same(self.change.field, self.now, self.change.before)


def as_said(
    seen: Record, says: Record, costs: Mapping[int, Decimal], gone: Collection[str]
) -> dict[str, Any]:
    """What was seen, with what an answer says laid over it."""
    return {
        **seen,
        **says,
        "impact": reshaped(seen["impact"], costs),
        "dependencies": [ask for ask in seen["dependencies"] if ask["id"] not in gone],
    }


def changes(before: Record, after: Record) -> list[Change]:
    """In the order of the questions."""
    fields = [*FIELDS, *dict.fromkeys([*_asks(before), *_asks(after)])]
    pairs = [(field, value(before, field), value(after, field)) for field in fields]
    return [Change(field, was, now) for field, was, now in pairs if not same(field, was, now)]


def merged(seen: Record, said: Record, now: Record) -> list[Merge]:
    """Three ways: what the answer changed of what it saw, beside what stands there now."""
    return [Merge(change, value(now, change.field)) for change in changes(seen, said)]


def edited(seen: Record, said: Record, now: Record) -> list[Change]:
    """What others changed since, of what the answer left as it was."""
    touched = {change.field for change in changes(seen, said)}
    return [change for change in changes(seen, now) if change.field not in touched]


def value(record: Record, field: str) -> Any:
    return _asks(record).get(field) if field.startswith(ASK) else record.get(field)


def same(field: str, one: Any, other: Any) -> bool:
    if field == "depends_on":
        return set(one or ()) == set(other or ())
    if field == "owner":
        return (one or "").casefold() == (other or "").casefold()
    return bool(one == other)


def _asks(record: Record) -> dict[str, str]:
    return {f"{ASK}{ask['id']}": ask["name"] for ask in record.get("dependencies", ())}
