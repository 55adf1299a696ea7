"""What providers announced: maintenance of what functions lean on, and models that are retired."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.orgs.models import Organization
from continuity.providers.models import Component, Feed, Signal
from continuity.reminders.hearers import short
from continuity.reminders.models import Reminder
from continuity.reminders.schedule import RETIRING, SHORTLY, morning_of
from continuity.risk.models import Gap

Kind = Reminder.Kind
WHY = "one sweep serves all"
AFTER = timedelta(minutes=15)  # still bad so long after its window, it is an outage
Found = Iterator[tuple[int, str, dict[str, Any]]]


def ahead(orgs: Sequence[Organization], now: datetime) -> Found:
    """``(organisation, key, fields)`` of each, one for each owner; at most five queries."""
    yield from _retirements(orgs, now)
    yield from _maintenance(orgs, now)


def _retirements(orgs: Sequence[Organization], now: datetime) -> Found:
    leaving = Component.objects.across_orgs(WHY).filter(
        retires_on__gte=now.date() - timedelta(days=30), retires_on__lte=(now + RETIRING).date()
    )
    parts = {part.pk: part for part in leaving}
    for part, org, owner, gaps in _owners(orgs, parts):
        day = part.retires_on
        if day is None:
            continue
        words = _("%(part)s is retired on %(day)s: %(names)s")
        facts = {"part": part.name, "day": day.isoformat(), "names": _names(gaps)}
        yield (
            org.pk,
            f"{Kind.RETIREMENT}:{part.pk}:{day.isoformat()}:{short(owner)}",
            {
                "kind": Kind.RETIREMENT,
                "subject": (words % facts)[:200],
                "path": reverse("providers:detail", args=[org.slug, part.provider_id]),
                "due_on": day,
                "due_at": morning_of(day, org.timezone),
                "owner_email": owner,
            },
        )


def _maintenance(orgs: Sequence[Organization], now: datetime) -> Found:
    windows = [w for w in _windows() if now < w[2] <= now + SHORTLY]
    parts = Component.objects.across_orgs(WHY).in_bulk({pk for w in windows for pk in w[4]})
    for feed, name, starts, _ends, hit in windows:
        mine = {pk: parts[pk] for pk in hit if pk in parts}
        for part, org, owner, gaps in _owners(orgs, mine):
            words = _("Maintenance of %(part)s: %(names)s")
            yield (
                org.pk,
                f"{Kind.MAINTENANCE}:{feed}:{short(name)}:{part.pk}:{starts:%Y%m%d%H%M}:"
                f"{short(owner)}"[:160],
                {
                    "kind": Kind.MAINTENANCE,
                    "subject": (words % {"part": part.name, "names": _names(gaps)})[:200],
                    "path": reverse("providers:detail", args=[org.slug, part.provider_id]),
                    "due_at": starts,
                    "owner_email": owner,
                },
            )


def in_windows(now: datetime) -> set[int]:
    """Components in a window that their provider announced, or just past it: what is bad there is
    no outage. Two queries."""
    return {
        pk
        for _feed, _name, starts, ends, parts in _windows()
        if starts <= now < (ends or starts) + AFTER
        for pk in parts
    }


def _windows() -> list[tuple[int, str, datetime, datetime | None, set[int]]]:
    feeds = Feed.objects.catalogue().filter(enabled=True).exclude(posts={})
    posts = {
        pk: held.get("windows", ())
        for pk, held in feeds.values_list("pk", "posts")
        if held.get("windows")
    }
    if not posts:
        return []
    upstream: dict[tuple[int, str], set[int]] = defaultdict(set)
    told = Signal.objects.catalogue().filter(feed__in=list(posts))
    for feed, name, part in told.values_list("feed", "upstream_id", "component"):
        upstream[feed, name].add(part)
    return [
        (
            feed,
            str(window["id"]),
            datetime.fromisoformat(window["starts_at"]),
            datetime.fromisoformat(window["ends_at"]) if window.get("ends_at") else None,
            {pk for name in window["components"] for pk in upstream[feed, name]},
        )
        for feed, windows in posts.items()
        for window in windows
        if window.get("starts_at") and window.get("state") != "completed"
    ]


def _owners(
    orgs: Sequence[Organization], parts: dict[int, Component]
) -> Iterator[tuple[Component, Organization, str, list[Gap]]]:
    """Who leans on what, beside the functions that do. One query, none where nothing is ahead."""
    if not parts:
        return
    by_number = {org.pk: org for org in orgs}
    rows = Gap.objects.across_orgs(WHY).filter(
        organization__in=list(by_number), component__in=list(parts), function__removed_at=None
    )
    rows = rows.exclude(verdict="unaffected").select_related("function")
    found: dict[tuple[int, int, str], list[Gap]] = defaultdict(list)
    for gap in rows.order_by("-function__criticality", "function__name"):
        part = parts[gap.component_id]
        if part.organization_id in (None, gap.organization_id):
            owner = gap.function.owner_email.lower()
            found[part.pk, gap.organization_id, owner].append(gap)
    for (part_pk, org, owner), gaps in found.items():
        yield parts[part_pk], by_number[org], owner, gaps


def _names(gaps: Iterable[Gap]) -> str:
    """Each function with what carries it then."""
    words = _("%(function)s (then by %(carriers)s)")
    bare = _("%(function)s (nothing carries it then)")
    said = []
    for gap in gaps:
        carriers = ", ".join(row["name"] for row in gap.why.get("leans_on", ()))
        facts = {"function": gap.function.name, "carriers": carriers}
        said.append((words if carriers else bare) % facts)
    return ", ".join(said)
