"""Picking components by search: by their name, their key or who sells them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.core.picking import Entry, PickField, Source
from continuity.orgs.models import Organization

from .models import Component


def known(org: Organization) -> QuerySet[Component]:
    """All of them: one that is retired stays where it is ticked, but is not offered."""
    return Component.objects.for_org(org).select_related("provider")


def _offered(rows: Any) -> Any:
    return rows.offered(timezone.now().date())


def _entry(component: Component) -> Entry:
    kind, provider = component.get_kind_display(), component.provider.name
    return Entry(component.pk, component.name, str(kind), provider)


COMPONENTS = Source(
    words="component",
    label=_("Search for a provider or component"),
    placeholder=_("OpenAI, Claude, Azure …"),
    address="providers:components",
    looks_in=("name", "key", "provider__name"),
    order=("provider__name", "name"),
    entry=_entry,
    offered=_offered,
    add="providers:add",
    add_label=_("Add it under Providers"),
)


class ComponentsField(PickField):
    """``form.fields["on"].offer_to(actor.org)`` in the form's ``__init__`` fills it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(COMPONENTS, **kwargs)

    def offer_to(self, org: Organization) -> None:
        self.offer(known(org), org.slug)
