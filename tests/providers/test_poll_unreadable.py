"""Status pages that cannot be read, or no longer tell what they told."""

from datetime import timedelta

import pytest

from continuity.providers import polling
from continuity.providers.models import Feed
from tests.factories import FeedFactory, SignalFactory
from tests.providers.rounds import T0, component, feed_of, outages, poll

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_a_word_that_nobody_knows_is_unknown(server, signal):
    server.says(c1="operational")
    poll(0)
    server.says(c1="Affected")
    poll(120)
    poll(240)
    assert component(signal).state == "unknown"
    assert outages() == []
    assert feed_of(signal).reason == "unlisted_word"
    assert feed_of(signal).health == "fresh"


def test_a_page_that_cannot_be_read_turns_unknown_after_half_an_hour(server, signal):
    server.says(c1="operational")
    poll(0)
    server.answers(b"<html>Checking your browser</html>", kind="text/html")
    for second in (120, 240, 360):
        assert poll(second).unreadable == {server.url(): "html_instead"}
    assert feed_of(signal).health == "broken"
    assert component(signal).state == "operational"
    Feed.objects.across_orgs("test").update(next_due=T0 + timedelta(days=1))
    polling.poll_due(lambda: T0 + timedelta(seconds=1799))
    assert component(signal).state == "operational"
    polling.poll_due(lambda: T0 + timedelta(seconds=1800))
    assert component(signal).state == "unknown"
    assert outages() == []
    server.says(c1="operational")
    poll(4000)
    assert component(signal).state == "operational"
    assert feed_of(signal).health == "fresh"


def test_an_outage_stays_open_while_the_page_cannot_be_read(server, signal):
    server.says(c1="major_outage")
    poll(0)
    poll(30)
    server.answers(b"", status=503)
    for second in (60, 120, 240, 3000):
        poll(second)
    assert outages()[0].ended_at is None
    assert component(signal).state == "unknown"


def test_a_page_that_changed_hands_is_refused(server, signal):
    server.says(c1="operational")
    poll(0)
    assert feed_of(signal).learned["page_id"] == "abcdefghij12"
    server.says(c1="major_outage", page="zzzzzzzzzz99")
    poll(120)
    poll(180)
    assert feed_of(signal).health == "moved"
    assert feed_of(signal).reason == "other_page"
    assert outages() == []


def test_a_page_that_no_longer_lists_what_we_ask_for_is_broken(server, signal):
    server.says(c1="operational")
    poll(0)
    server.says(c9="operational")
    for second in (120, 240, 360):
        poll(second)
    assert feed_of(signal).health == "broken"
    assert feed_of(signal).reason == "component_missing"
    poll(2200)
    assert component(signal).state == "unknown"


def test_a_source_that_fails_leaves_the_others_alone(server, signal, settings):
    FeedFactory(url="http://127.0.0.1:1/closed.json")
    FeedFactory(url=server.url("b"), format="telepathy")
    settings.FEED_ALLOW = [server.place, "127.0.0.1:1"]
    server.says(c1="operational")
    done = poll(0)
    assert done.tried == 3
    assert set(done.unreadable.values()) == {"unreachable", "unknown_format"}
    assert component(signal).state == "operational"


def test_a_row_that_cannot_be_recorded_leaves_the_others_alone(server, signal):
    broken = FeedFactory(url=server.url("b"))
    SignalFactory(feed=broken, upstream_id="c1", detection={"state": "nonsense"})
    server.says(c1="operational")
    assert poll(0).tried == 1
    assert component(signal).state == "operational"


def test_where_a_page_moved_to_is_kept_until_it_is_back(server, signal):
    server.answers(b"", status=301, Location="https://elsewhere.example/status")
    poll(0)
    assert feed_of(signal).health == "moved"
    assert feed_of(signal).learned["moved_to"] == "https://elsewhere.example/status"
    server.says(c1="operational")
    poll(120)
    assert feed_of(signal).health == "fresh"
    assert "moved_to" not in feed_of(signal).learned
