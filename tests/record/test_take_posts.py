"""What stands on a feed is taken into the record of its provider, once, and added up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from continuity.orgs.models import Organization
from continuity.providers import parsers, polling, posts
from continuity.providers.models import Feed
from continuity.record.actions import take_new
from continuity.record.models import Incident
from tests.factories import FeedFactory, SignalFactory
from tests.providers.payloads import component, incident, summary
from tests.providers.status_server import status_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def post(state="investigating", **more):
    return {
        "id": "i1",
        "title": "Slow answers",
        "state": state,
        "started_at": "2026-11-20T09:40:00Z",
        "resolved_at": None,
        "components": ["c1"],
        **more,
    }


@pytest.fixture
def feed():
    return SignalFactory(upstream_id="c1").feed


def stand(feed, minute, *posts):
    at = T0 + timedelta(minutes=minute)
    Feed.objects.across_orgs("test").filter(pk=feed.pk).update(
        posts={"incidents": list(posts)}, posts_at=at
    )
    take_new()
    return at


def row():
    return Incident.objects.across_orgs("test").get()


def test_a_post_is_kept_with_the_component_that_it_names(feed):
    at = stand(feed, 0, post())
    kept = row()
    assert (kept.title, kept.state, kept.first_seen_at) == ("Slow answers", "investigating", at)
    assert [c.pk for c in kept.components.all()] == [feed.signals.get().component_id]


def test_updates_add_up_and_a_cause_once_named_stays_named(feed):
    stand(feed, 0, post(updates=["2026-11-20T09:50:00Z"], words="caused by a bad deploy"))
    stand(feed, 5, post("resolved", updates=["2026-11-20T10:04:00Z"], words="It is over."))
    kept = row()
    assert kept.updates == ["2026-11-20T09:50:00Z", "2026-11-20T10:04:00Z"]
    assert (kept.cause_named, kept.words) == (True, "It is over.")


def test_what_is_taken_off_the_page_while_open_ends_then(feed):
    stand(feed, 0, post())
    at = stand(feed, 9)
    assert (row().state, row().resolved_at, row().vanished) == ("resolved", at, True)


def test_what_stands_there_again_is_open_again(feed):
    stand(feed, 0, post())
    stand(feed, 9)
    stand(feed, 12, post("identified"))
    assert (row().state, row().resolved_at, row().vanished) == ("identified", None, False)


def test_a_round_without_news_is_one_query(feed):
    stand(feed, 0, post())
    with CaptureQueriesContext(connection) as asked:
        assert take_new() == 0
    assert len(asked) == 1


def test_a_post_read_over_http_is_on_record(settings):
    with status_server() as server:
        settings.FEED_ALLOW = [server.place]
        feed = FeedFactory(url=server.url(), next_due=T0)
        SignalFactory(feed=feed, upstream_id="c1")
        server.says("i1", c1="degraded_performance")
        polling.poll_due(lambda: T0)
    assert take_new() == 1
    assert row().upstream_id == "i1"


def test_of_a_company_wide_page_only_what_is_about_the_provider_is_kept(feed):
    Feed.objects.across_orgs("test").filter(pk=feed.pk).update(config={"posts": ["Copilot"]})
    feed.refresh_from_db()
    stand(feed, 0, post(id="i1", title="Pages is slow"), post(id="i2", title="Copilot is slow"))
    assert row().upstream_id == "i2"


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_post_from_the_first_or_last_year_there_is_breaks_no_page(feed, browser, org, zone, at):
    Organization.objects.filter(pk=org.pk).update(timezone=zone)
    times = {"started_at": at, "resolved_at": at, "scheduled_for": at, "scheduled_until": at}
    body = summary(
        component("c1", "operational"),
        incidents=[incident("i1", "resolved", **times)],
        scheduled_maintenances=[{"id": "m1", "name": "Odd", "status": "scheduled", **times}],
    )
    said = posts.of(parsers.read("statuspage", body, {}, {}))
    stand(feed, 0, *said["incidents"])
    Feed.objects.across_orgs("test").filter(pk=feed.pk).update(posts=said)
    for page in ("record:detail", "providers:detail"):
        assert browser.get(reverse(page, args=[org.slug, feed.provider_id])).status_code == 200


def test_a_page_that_makes_up_new_posts_all_day_grows_no_more_than_a_day_allows(feed):
    for minute in range(5):
        stand(feed, minute, *(post(id=f"i{minute}-{n}") for n in range(100)))
    kept = Incident.objects.across_orgs("test").filter(feed=feed)
    assert kept.count() == 300
    stand(feed, 60 * 24 + 10, post(id="the next day"))
    assert kept.filter(upstream_id="the next day").exists()


def test_of_the_components_that_a_post_names_so_many_are_kept_and_no_more():
    named = [component(f"c{n}", "operational") for n in range(4000)]
    body = summary(component("c1", "operational"), incidents=[incident("i1", components=named)])
    kept = posts.of(parsers.read("statuspage", body, {}, {}))
    assert len(kept["incidents"][0]["components"]) == 500
