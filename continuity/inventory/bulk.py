"""Many functions at once: what would change in each, and what forbids it. Reads, writes nothing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from continuity.core.durations import spell
from continuity.orgs.models import Organization

from .models import Function, Option
from .portable import enough, units

FIELDS = (
    "criticality",
    "rto_minutes",
    "mtpd_minutes",
    "minimum_capacity",
    "owner_email",
    "deputy_email",
    "assessed_on",
)
CLEARABLE = ("owner_email", "deputy_email", "assessed_on")
AT_A_TIME = 500


@dataclass(frozen=True)
class Change:
    """One function as it is; ``fields``: name to ``(was, is)``, of those that differ."""

    pk: int
    key: str
    name: str
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Planned:
    """``faults``: name of the function and why not. ``seen``: what this was worked out from."""

    changes: list[Change]
    same: int
    faults: list[tuple[str, str]]
    seen: str


def plan(org: Organization, rows: QuerySet, fields: Mapping[str, Any]) -> Planned:
    """What it does to each of ``rows`` to have these ``fields``; one query, or two."""
    held = told(rows)
    return planned(org, held, {row["pk"]: fields for row in held})


def told(rows: QuerySet) -> list[dict[str, Any]]:
    """What a person is shown of ``rows`` before they are changed."""
    return list(rows.order_by("name", "pk").values("pk", "key", "name", *FIELDS))


def planned(
    org: Organization, held: list[dict[str, Any]], wanted: Mapping[int, Mapping[str, Any]]
) -> Planned:
    """``wanted``: fields by primary key. One query, where a minimum capacity rises."""
    changes = []
    faults = []
    for row in held:
        fields = wanted[row["pk"]]
        differ = {n: (row[n], value) for n, value in fields.items() if row[n] != value}
        if not differ:
            continue
        changes.append(Change(row["pk"], row["key"], row["name"], differ))
        if why := too_long({**row, **fields}):
            faults.append((row["name"], why))
    raised = {c.pk: c.fields["minimum_capacity"] for c in changes if "minimum_capacity" in c.fields}
    faults += _unserved(org, {c.pk: c.name for c in changes}, raised)
    return Planned(changes, len(held) - len(changes), faults, fingerprint(held))


def too_long(row: Mapping[str, Any]) -> str:
    if row["rto_minutes"] <= row["mtpd_minutes"]:
        return ""
    times = {"rto": spell(row["rto_minutes"]), "mtpd": spell(row["mtpd_minutes"])}
    return _("its RTO of %(rto)s would be longer than its MTPD of %(mtpd)s") % times


def _unserved(
    org: Organization, names: Mapping[int, str], raised: Mapping[int, tuple[Decimal, Decimal]]
) -> list[tuple[str, str]]:
    """A higher minimum must not leave a dependency short that was served before."""
    raised = {pk: (was, now) for pk, (was, now) in raised.items() if now > was}
    if not raised:
        return []
    held: dict[tuple[int, int, str, int], list[int]] = defaultdict(list)
    options = Option.objects.for_org(org).filter(dependency__removed_at=None)
    inside = ["function", "id", "name", "required"]
    for *ask, capacity in options.order_by("dependency", "position", "pk").values_list(
        *(f"dependency__{name}" for name in inside), "capacity"
    ):
        if ask[0] in raised:
            held[tuple(ask)].append(units(capacity))  # type: ignore[index]
    faults = []
    for (function, _ask, name, required), capacities in held.items():
        if len(capacities) < required:
            continue
        was, now = map(units, raised[function])
        runs = sum(capacities[:required])
        if enough(runs, was) and not enough(runs, now):
            why = _("what runs of “%(name)s” would no longer reach that minimum capacity")
            faults.append((names[function], why % {"name": name}))
    return faults


def fingerprint(held: Iterable[Mapping[str, Any]]) -> str:
    """Of what a person was shown: it differs as soon as one of the rows does."""
    text = json.dumps([list(row.values()) for row in held], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def slices(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    """A few hundred at a time: as many as a query takes."""
    for start in range(0, len(pks), AT_A_TIME):
        yield pks[start : start + AT_A_TIME]


def values(org: Organization, pks: Sequence[int]) -> list[dict[str, Any]]:
    """Functions that are there, by primary key, a few hundred a query."""
    found = []
    for some in slices(pks):
        rows = Function.objects.for_org(org).filter(pk__in=some)
        found += rows.values("pk", "key", "name", *FIELDS)
    return found
