"""What our probes see, on the pages of those whom they watch."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from continuity.core.panels import Panel, once
from continuity.orgs.models import Role
from continuity.providers.models import Feed, Provider

from . import reading
from .judging import Looks


def _by_component(request: Any) -> dict[int, list[reading.Line]]:
    def ask() -> dict[int, list[reading.Line]]:
        found = defaultdict(list)
        probes = list(reading.all_of(request.org).order_by("name", "pk"))
        for line in reading.lines(request.org, probes, timezone.now()) if probes else ():
            found[line.probe.component_id].append(line)
        return dict(found)

    return once(request, "probes", ask)


def of_component(request: HttpRequest, *, pk: int, name: str) -> Panel | None:
    lines = _by_component(request).get(pk)
    return Panel("probes/_component.html", {"lines": lines, "name": name}) if lines else None


def of_provider(request: Any, *, provider: Provider, parts: list[dict[str, Any]]) -> Panel | None:
    """All that watch it; an invitation where nobody tells and no probe looks."""
    seen = _by_component(request)
    lines = [line for row in parts for line in seen.get(row["part"].pk, ())]
    may_edit = request.actor.may(Role.EDITOR)
    if lines:
        wrong = any(line.probe.looks == Looks.WRONG for line in lines)
        tone = "watch" if any(line.tone in ("watch", "poor", "bad") for line in lines) else ""
        context = {"lines": lines, "wrong": wrong, "tone": tone, "may_edit": may_edit}
        return Panel("probes/_provider.html", context)
    feeds = Feed.objects.for_org(request.org).filter(provider=provider, enabled=True)
    if not parts or feeds.exists():
        return None
    part = parts[0]["part"]
    return Panel("probes/_invitation.html", {"part": part, "may_edit": may_edit})


PANELS = {"component": of_component, "provider": of_provider}
