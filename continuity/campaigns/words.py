"""What differs, in words: one line for each thing, with what it was and what it is said to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.core.wording import NOTHING, duration, money, share
from continuity.inventory.models import Function

from .comparing import ASK, Change
from .curve import ASKED, cost_at

Words = str | Promise
LABELS: dict[str, Words] = {
    "owner": gettext_lazy("Owner"),
    "criticality": gettext_lazy("Criticality"),
    "description": gettext_lazy("Description"),
    "rto_minutes": gettext_lazy("RTO"),
    "mtpd_minutes": gettext_lazy("MTPD"),
    "minimum_capacity": gettext_lazy("Minimum capacity"),
    "impact": gettext_lazy("Cost an hour"),
    "depends_on": gettext_lazy("Needs these functions"),
}
AFTER: dict[int, Words] = {
    60: gettext_lazy("1 hour"),
    240: gettext_lazy("4 hours"),
    1440: gettext_lazy("1 day"),
    10080: gettext_lazy("1 week"),
}
MEANS: dict[int, Words] = {
    1: gettext_lazy("Nobody outside would notice for weeks."),
    2: gettext_lazy("A nuisance: work piles up and is made good later."),
    3: gettext_lazy("Customers notice within days, and it costs money."),
    4: gettext_lazy("Customers or the law are hurt within a day."),
    5: gettext_lazy("Without it the organisation itself is in danger within hours."),
}


@dataclass(frozen=True)
class Line:
    field: str
    label: Words
    before: str
    after: str


def lines(
    changes: Iterable[Change], names: Mapping[str, str], currency: str, record: Mapping[str, Any]
) -> list[Line]:
    """``names``: of functions by key; ``record``: one that knows the AI dependencies."""
    return [
        Line(
            change.field,
            label(change, record),
            told(change.field, change.before, names, currency),
            told(change.field, change.after, names, currency),
        )
        for change in changes
    ]


def label(change: Change, record: Mapping[str, Any]) -> Words:
    if not change.field.startswith(ASK):
        return LABELS[change.field]
    known = {f"{ASK}{ask['id']}": ask["name"] for ask in record.get("dependencies", ())}
    name = change.before or change.after or known.get(change.field, "")
    return _("AI: %(name)s") % {"name": name}


def told(field: str, value: Any, names: Mapping[str, str], currency: str) -> str:
    """A value as people read it."""
    if field.startswith(ASK):
        return _("asked of AI") if value else _("no longer")
    if field in ("rto_minutes", "mtpd_minutes"):
        return duration(value)
    if field == "minimum_capacity":
        return share(value, 0 if (100 * value) % 1 < 1e-9 else 1)
    if field == "criticality":
        return str(dict(Function.Criticality.choices).get(value, value))
    if field == "impact":
        return _curve(value or [], currency)
    if field == "depends_on":
        return ", ".join(sorted(names.get(key, key) for key in value or ())) or _("nothing")
    return str(value or NOTHING)


def _curve(steps: list[dict[str, Any]], currency: str) -> str:
    if not steps:
        return _("not known")
    told = [
        _("after %(time)s: %(cost)s")
        % {"time": AFTER[minute], "cost": money(cost_at(steps, minute), currency)}
        for minute in ASKED
    ]
    return "\n".join(told)
