"""Picking functions by search, in whatever form asks for some of ten thousand.

In the form: ``functions = FunctionsField(label=…)``, the mixin ``core.picking.Picking``, and
``self.fields["functions"].offer_to(actor.org)``. In the view: save only ``if not form.searching``.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from continuity.core.picking import Entry, PickField, Source
from continuity.orgs.models import Organization

from .models import Function


def _entry(function: Function) -> Entry:
    return Entry(function.pk, function.name, str(function.get_criticality_display()))


FUNCTIONS = Source(
    words="function",
    label=_("Search for a function"),
    placeholder=_("Claims, payments …"),
    address="inventory:functions",
    looks_in=("name",),
    order=("name", "pk"),
    entry=_entry,
)


class FunctionsField(PickField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FUNCTIONS, **kwargs)

    def offer_to(self, org: Organization, *, without: int | None = None) -> None:
        """``without``: the function that the form is about."""
        self.offer(Function.objects.for_org(org), org.slug, without=without)
