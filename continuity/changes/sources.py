"""What the forms of steps pick from, by search: dependencies, options, components."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.core.picking import Entry, PickField, Source
from continuity.inventory.models import Dependency, Option
from continuity.orgs.models import Organization
from continuity.providers.picker import COMPONENTS, known


def dependencies(org: Organization) -> QuerySet[Dependency]:
    rows = Dependency.objects.for_org(org).filter(function__removed_at=None)
    return rows.select_related("function")


def options(org: Organization) -> QuerySet[Option]:
    rows = Option.objects.for_org(org).filter(
        dependency__removed_at=None, dependency__function__removed_at=None
    )
    return rows.select_related("dependency__function")


def _dependency(row: Dependency) -> Entry:
    return Entry(row.pk, row.name, "", row.function.name)


def _option(row: Option) -> Entry:
    return Entry(row.pk, row.name, row.dependency.name, row.dependency.function.name)


DEPENDENCIES = Source(
    words="dependency",
    label=gettext_lazy("Search for what a function asks of AI"),
    placeholder=gettext_lazy("Claims, classify …"),
    address="changes:pick_dependency",
    looks_in=("name", "function__name"),
    order=("function__name", "position", "pk"),
    entry=_dependency,
)
OPTIONS = Source(
    words="an_option",
    label=gettext_lazy("Search for an option"),
    placeholder=gettext_lazy("GPT, Claude, claims …"),
    address="changes:pick_option",
    looks_in=("name", "dependency__name", "dependency__function__name"),
    order=("dependency__function__name", "dependency__position", "position", "pk"),
    entry=_option,
)
LEANS_ON = replace(COMPONENTS, words="leaning", address="changes:pick_leaning", add="")
OLD = replace(COMPONENTS, words="from_what", address="changes:pick_old", add="")
NEW = replace(COMPONENTS, words="to_what", address="changes:pick_new")
PICKED = {
    source.address: (source, rows)
    for source, rows in (
        (DEPENDENCIES, dependencies),
        (OPTIONS, options),
        (LEANS_ON, known),
        (OLD, known),
        (NEW, known),
    )
}


class Picked(PickField):
    """Any of them; ``offer_to(org)`` in the form's ``__init__`` fills it."""

    def __init__(self, source: Source, **kwargs: Any) -> None:
        super().__init__(source, **kwargs)
        self.source = source

    def offer_to(self, org: Organization) -> None:
        _source, rows = PICKED[self.source.address]
        self.offer(rows(org), org.slug)


class PickedOne(Picked):
    """Just one; cleans to the row, or None where none is needed."""

    def clean(self, value: Any) -> Any:
        rows = list(super().clean(value))
        if len(rows) > 1:
            raise ValidationError(_("Tick one of them only."), code="many")
        return rows[0] if rows else None
