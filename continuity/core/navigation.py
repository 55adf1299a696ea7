"""The way through an organisation's pages. Names of routes only: what is not there is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    label: str | Promise
    url: str
    here: bool


MAIN = [
    (_("Home"), "home"),
    (_("Inventory"), "inventory:index"),
    (_("Providers"), "providers:index"),
    (_("Runbooks"), "runbooks:index"),
    (_("Plans"), "plans:index"),
    (_("Due"), "due:index"),
]
MORE = [
    (_("Members"), "people:members"),
    (_("Settings"), "people:settings"),
    (_("API tokens"), "people:tokens"),
    (_("Audit"), "audit:index"),
    (_("Outbox"), "due:outbox"),
]


def places(request: HttpRequest, routes: Sequence[tuple[str | Promise, str]]) -> list[Place]:
    """The routes that exist, for the organisation of ``request``; ``here``: we are in it."""
    org = getattr(request, "org", None)
    if org is None:
        return []
    home = reverse("home", args=[org.slug])
    found = []
    for label, name in routes:
        try:
            url = reverse(name, args=[org.slug])
        except NoReverseMatch:
            continue
        exact = request.path == url
        found.append(Place(label, url, exact or (url != home and request.path.startswith(url))))
    best = max((p for p in found if p.here), key=lambda p: len(p.url), default=None)
    return [Place(p.label, p.url, p is best) for p in found]
