"""What people say, on the pages where its component stands."""

from collections.abc import Sequence
from typing import Any

from continuity.core.panels import Panel
from continuity.orgs.http import OrgRequest
from continuity.providers.models import Provider

from . import reading


def beside(request: OrgRequest, *, pk: int, name: str) -> Panel:
    """A button beside a component, and how many say so."""
    return Panel("sightings/_component.html", reading.panel(request, pk, name))


def of_provider(
    request: OrgRequest, *, provider: Provider, parts: Sequence[dict[str, Any]]
) -> Panel | None:
    told = reading.told(request, [row["part"].pk for row in parts])
    return Panel("sightings/_told.html", {"told": told}) if told else None


def of_function(request: OrgRequest, *, function: Any) -> Panel | None:
    rows = reading.rows(request, reading.used_by(request.org, function.pk))
    return Panel("sightings/_function.html", {"rows": rows}) if rows else None


def at_home(request: OrgRequest) -> Panel | None:
    told = reading.told(request, reading.said_now(request))
    return Panel("sightings/_told.html", {"told": told}) if told else None


PANELS = {
    "component": beside,
    "provider": of_provider,
    "function": of_function,
    "home": at_home,
}
