"""Functions that look alike, and what merging two of them would do. Reads, writes nothing."""

from dataclasses import dataclass
from typing import Any

from continuity.orgs.models import Organization

from .likeness import MOST, Pair, pairs, words
from .models import Dependency, Function

__all__ = ["FIELDS", "MOST", "Likely", "choices", "likely", "twins"]

FIELDS = (
    "name",
    "criticality",
    "rto_minutes",
    "mtpd_minutes",
    "rpo_minutes",
    "minimum_capacity",
    "impact",
    "owner_email",
    "deputy_email",
    "assessed_on",
    "description",
)


@dataclass(frozen=True)
class Likely:
    """Two functions that look alike, and what speaks for it."""

    pair: Pair
    one: Function
    other: Function


def likely(org: Organization) -> list[Likely]:
    """Most alike first; two queries."""
    names = dict(Function.objects.for_org(org).values_list("pk", "name"))
    found = pairs(names)
    wanted = {pk for pair in found for pk in (pair.one, pair.other)}
    rows = Function.objects.for_org(org).in_bulk(list(wanted))
    return [Likely(pair, rows[pair.one], rows[pair.other]) for pair in found]


@dataclass(frozen=True)
class Choice:
    """One field in which two functions differ; ``other``: whether the other's is to be taken."""

    name: str
    label: str
    keeps: Any
    others: Any
    other: bool


def choices(keep: Function, other: Function, chosen: dict[str, str]) -> list[Choice]:
    """``chosen``: ``keep`` or ``other`` by field; unchosen, what is not empty."""
    found = []
    for name in FIELDS:
        mine, theirs = getattr(keep, name), getattr(other, name)
        if mine == theirs:
            continue
        empty = mine in (None, "", []) and theirs not in (None, "", [])
        taken = chosen.get(name, "other" if empty else "keep") == "other"
        label = str(Function._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        found.append(Choice(name, label, mine, theirs, taken))
    return found


def twins(org: Organization, keep: Function, other: Function) -> set[int]:
    """Dependencies of ``other`` that ``keep`` has just so, with the very same options."""
    rows = Dependency.objects.for_org(org).filter(function__in=[keep, other])
    asks = list(rows.prefetch_related("options__on"))
    held = {_signature(ask) for ask in asks if ask.function_id == keep.pk}
    theirs = [ask for ask in asks if ask.function_id == other.pk]
    return {ask.pk for ask in theirs if _signature(ask) in held}


def _signature(ask: Dependency) -> tuple[Any, ...]:
    options = tuple(
        (
            words(option.name),
            frozenset(component.pk for component in option.on.all()),
            option.capacity,
            option.switch_minutes,
            option.runbook_id,
        )
        for option in ask.options.all()
    )
    return words(ask.name), ask.required, ask.essential, options
