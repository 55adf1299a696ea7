"""Sources that list posts, read over HTTP like any other: quiet is well, an open item is an outage,
and a second source of the same components may be lost."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers import polling
from continuity.providers.feeds import azure, incidentio_native, rss
from continuity.providers.models import Component, Feed, Outage
from tests.factories import FeedFactory, SignalFactory
from tests.providers.payloads import component, summary
from tests.providers.status_server import status_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
QUIET = b"<rss><channel><title>Azure Status</title></channel></rss>"
API = "01J0000000000000000000API0"
pytestmark = pytest.mark.django_db


@pytest.fixture
def servers(settings):
    with status_server() as one, status_server() as two:
        settings.FEED_ALLOW = [one.place, two.place]
        yield one, two


def poll(minutes):
    at = T0 + timedelta(minutes=minutes)
    Feed.objects.across_orgs("test").update(next_due=at)
    return polling.poll_due(lambda: at)


def state(signal):
    return Component.objects.across_orgs("test").get(pk=signal.component_id).state


def outage():
    return Outage.objects.across_orgs("test").get()


@pytest.mark.parametrize("upstream_id", ["azure openai", "*"])
def test_a_quiet_feed_is_well_and_an_open_item_opens_an_outage(servers, upstream_id):
    server, _ = servers
    feed = FeedFactory(url=server.url(), format="azure", next_due=T0)
    signal = SignalFactory(feed=feed, upstream_id=upstream_id)
    server.answers(QUIET, kind="application/rss+xml")
    poll(0)
    assert state(signal) == "operational"
    server.answers(azure.EXAMPLE, kind="text/xml; charset=utf-8")
    poll(2)
    poll(4)
    assert (state(signal), outage().state) == ("degraded", "degraded")
    server.answers(b"<html>Sorry</html>", kind="text/html")
    assert set(poll(6).unreadable.values()) == {"html_instead"}
    assert state(signal) == "degraded"
    server.answers(QUIET, kind="application/rss+xml")
    poll(8)
    poll(19)
    assert state(signal) == "operational"
    assert outage().ended_at == T0 + timedelta(minutes=8)


def test_news_leave_a_component_unknown_and_the_source_fresh(servers):
    server, _ = servers
    feed = FeedFactory(url=server.url(), format="rss", next_due=T0)
    signal = SignalFactory(feed=feed, upstream_id="copilot")
    server.answers(rss.EXAMPLE, kind="application/xml")
    poll(0)
    feed.refresh_from_db()
    assert (feed.health, feed.reason) == ("fresh", "information_only")
    assert state(signal) == "unknown"


def test_a_second_source_brings_the_posts_and_may_be_lost(servers):
    first, second = servers
    states = FeedFactory(url=first.url(), format="incidentio", next_due=T0)
    posts = FeedFactory(url=second.url(), format="incidentio_native", next_due=T0)
    signal = SignalFactory(feed=states, upstream_id=API)
    SignalFactory(feed=posts, upstream_id=API, component=signal.component)
    first.answers(summary(component(API, "full_outage"), page={"name": "Example AI"}))
    second.answers(incidentio_native.EXAMPLE)
    poll(0)
    poll(1)
    assert state(signal) == "major_outage"
    assert Outage.objects.across_orgs("test").count() == 1
    posts.refresh_from_db()
    (post,) = posts.posts["incidents"]
    assert (post["title"], post["components"]) == ("No answers", [API])
    assert post["words"] == "We found the cause."
    second.answers(b"", status=404)
    first.answers(summary(component(API, "operational"), page={"name": "Example AI"}))
    for minute in range(2, 60, 2):
        poll(minute)
    assert state(signal) == "operational"
    assert outage().ended_at is not None
    assert json.loads(json.dumps(posts.posts)) == posts.posts
