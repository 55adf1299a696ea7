"""What the pages say of what is said, in a fixed number of queries however much it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from continuity.core.panels import once
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Organization
from continuity.providers.effective import state_now, suspected_now
from continuity.providers.models import Component
from continuity.providers.through import as_served

from .finding import crowds
from .models import Hook, Sighting, Upstream

OVER_FOR = timedelta(days=7)


@dataclass
class Said:
    """What is said of one component. ``mine``: the word of who asks; ``crowd``: organisations."""

    words: list[Sighting] = field(default_factory=list)
    mine: Sighting | None = None
    crowd: int = 0

    @property
    def counted(self) -> list[Sighting]:
        return [word for word in self.words if word.set_aside_at is None]


@dataclass(frozen=True)
class Row:
    """A component on a list, with what is said of it."""

    part: Component
    said: Said


def said_now(request: OrgRequest) -> dict[int, Said]:
    """By component, of those of which anything is said. Three queries a page, at most."""
    return once(request, "sightings.said", lambda: _said(request))


def _said(request: OrgRequest) -> dict[int, Said]:
    now = timezone.now()
    found: dict[int, Said] = defaultdict(Said)
    for pk, n in crowds.seen_by(request.org, now).items():
        found[pk].crowd = n
    words = Sighting.objects.for_org(request.org).live(now).select_related("user", "component")
    for word in words.order_by("said_at", "pk"):
        found[word.component_id].words.append(word)
        if word.user_id == request.user.pk:
            found[word.component_id].mine = word
    return dict(found)


def of(request: OrgRequest, pk: int) -> Said:
    return said_now(request).get(pk) or Said()


def panel(request: OrgRequest, pk: int, name: str) -> dict[str, Any]:
    """What sightings/_component.html says."""
    return {"pk": pk, "name": name, "said": of(request, pk)}


def rows(request: OrgRequest, parts: QuerySet[Component]) -> Sequence[Row]:
    """With the state by now; one query, three more where a model has no source of its own."""
    now = timezone.now()
    stated = parts.select_related("provider").annotate(
        state_now=state_now(request.org, now), suspected=suspected_now(request.org)
    )
    return [Row(part, of(request, part.pk)) for part in as_served(request.org, stated, now)]


def told(request: OrgRequest, components: Iterable[int]) -> Sequence[Row]:
    """Those of ``components`` of which something is said, what most say first. One query."""
    wanted = set(components) & said_now(request).keys()
    if not wanted:
        return []
    found = rows(request, Component.objects.for_org(request.org).filter(pk__in=wanted))
    return sorted(found, key=lambda r: (-len(r.said.counted), -r.said.crowd, r.part.name))


def over(org: Organization, now: datetime) -> QuerySet[Sighting]:
    """Words of the last week that ended."""
    ended = Sighting.objects.for_org(org).filter(ended_at__gt=now - OVER_FOR)
    return ended.select_related("user", "component__provider").order_by("-ended_at", "-pk")


def used_by(org: Organization, function: int) -> QuerySet[Component]:
    """What a function's options name. Functions stand in a higher app: asked by name."""
    return (
        Component.objects.for_org(org)
        .filter(
            options__organization=org,
            options__removed_at=None,
            options__dependency__removed_at=None,
            options__dependency__function=function,
        )
        .order_by(Lower("name"), "pk")
        .distinct()
    )


@dataclass(frozen=True)
class Line:
    """Something that a hook tells of. ``guess``: the component of ours with the same name."""

    upstream: Upstream
    guess: Component | None


def lines(org: Organization, hook: Hook) -> list[Line]:
    """What a hook tells of, what is not mapped first. Two queries."""
    told = Upstream.objects.for_org(org).filter(hook=hook).select_related("component__provider")
    found = sorted(told, key=lambda u: (u.component_id is not None, u.name.lower(), u.pk))
    open_ = {u.name.lower() for u in found if u.component_id is None}
    named = Component.objects.for_org(org).filter(retired_on=None).annotate(low=Lower("name"))
    guesses = {part.low: part for part in named.filter(low__in=open_).order_by("-pk")}
    return [Line(u, None if u.component_id else guesses.get(u.name.lower())) for u in found]
