"""The way through an organisation's pages. Names of routes only: what is not there is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    label: str | Promise
    url: str
    here: bool
    heading: str | Promise = ""  # of the group that begins with it


Route = tuple[str | Promise, str] | tuple[str | Promise, str, int]
"""Label, name of the route, and the least role that may open it; none: every member."""
ADMINISTRATOR = 4  # orgs.models.Role.ADMIN, which stands above this floor

MAIN: list[Route] = [
    (_("Home"), "home"),
    (_("Inventory"), "inventory:index"),
    (_("Map"), "risk:map"),
    (_("Simulator"), "simulator:index"),
    (_("Providers"), "providers:index"),
    (_("Runbooks"), "runbooks:index"),
    (_("Plans"), "plans:index"),
    (_("Changes"), "changes:index"),
    (_("Due"), "due:index"),
]
MORE: list[Route] = [
    (_("What people report"), "sightings:index"),
    (_("Probes"), "probes:index"),
    (_("Webhooks"), "sightings:hooks", ADMINISTRATOR),
    (_("Track records"), "record:index"),
    (_("How often, how much"), "risk:year"),
    (_("What would help"), "risk:advice"),
    (_("Campaigns"), "campaigns:index"),
    (_("Members"), "people:members"),
    (_("Settings"), "people:settings"),
    (_("API tokens"), "people:tokens"),
    (_("Audit"), "audit:index"),
    (_("Outbox"), "due:outbox", ADMINISTRATOR),
]
HEADINGS: dict[str, str | Promise] = {
    "sightings:index": _("Watching"),
    "risk:year": _("Weighing"),
    "people:members": _("Organisation"),
}


def places(request: HttpRequest, routes: Sequence[Route]) -> list[Place]:
    """The routes that exist and may be opened, for the organisation of ``request``.

    ``here``: we are in it.
    """
    org = getattr(request, "org", None)
    if org is None:
        return []
    home = reverse("home", args=[org.slug])
    found = []
    role = request.actor.role  # type: ignore[attr-defined]
    for label, name, *least in routes:
        if least and role < least[0]:
            continue
        try:
            url = reverse(name, args=[org.slug])
        except NoReverseMatch:
            continue
        exact = request.path == url
        here = exact or (url != home and request.path.startswith(url))
        found.append(Place(label, url, here, HEADINGS.get(name, "")))
    best = max((p for p in found if p.here), key=lambda p: len(p.url), default=None)
    return [replace(p, here=p is best) for p in found]
