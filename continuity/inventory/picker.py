"""The search for what an option rests on: what is ticked stays, what fits is offered."""

from typing import Any

from django.db.models import Q
from django.http import QueryDict

from continuity.core.web import typed
from continuity.orgs.models import Organization
from continuity.providers.models import Component

FOUND = 20
MOST_TICKED = 200


def ticked(org: Organization, keys: list[str]) -> list[Component]:
    """The components of these primary keys; what is no key is passed over."""
    known = [key for key in keys[:MOST_TICKED] if key.isdecimal() and len(key) < 19]
    rows = Component.objects.for_org(org).filter(pk__in=known)
    return list(rows.select_related("provider").order_by("provider__name", "name"))


def search(org: Organization, asked: QueryDict, chosen: list[Component]) -> dict[str, Any]:
    """At most twenty components whose name, key or provider holds every word typed."""
    words = typed(asked, "component")
    rows = (
        Component.objects.for_org(org)
        .filter(retired_on=None)
        .exclude(pk__in=[c.pk for c in chosen])
    )
    for word in words.split()[:10]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(key__icontains=word) | Q(provider__name__icontains=word)
        )
    found = list(rows.select_related("provider").order_by("provider__name", "name")[: FOUND + 1])
    return {"found": found[:FOUND], "more": len(found) > FOUND, "words": words}
