"""Rounds of reading at times that a test chooses, and what is in the database after them."""

from datetime import UTC, datetime, timedelta

from continuity.audit.models import Event
from continuity.providers import polling
from continuity.providers.models import Component, Feed, Outage

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)


def poll(seconds):
    """One round at so many seconds after the start, everything due."""
    at = T0 + timedelta(seconds=seconds)
    Feed.objects.across_orgs("test").update(next_due=at)
    return polling.poll_due(lambda: at)


def component(signal):
    return Component.objects.across_orgs("test").get(pk=signal.component_id)


def feed_of(signal):
    return Feed.objects.across_orgs("test").get(pk=signal.feed_id)


def outages():
    return list(Outage.objects.across_orgs("test").order_by("pk"))


def entries(verb):
    return list(Event.objects.across_orgs("test").filter(verb=verb))
