"""From a provider's status page to an outage in the database, over real HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.audit.models import Event
from continuity.orgs.models import Organization
from continuity.providers import polling
from continuity.providers.actions import claim_due, finish, give_back
from continuity.providers.fetch import Fetched
from continuity.providers.models import Component, Feed, Outage, Signal
from tests.factories import (
    ComponentFactory,
    FeedFactory,
    OrganizationFactory,
    SignalFactory,
)
from tests.providers.status_server import status_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def server(settings):
    with status_server() as running:
        settings.FEED_ALLOW = [running.place]
        yield running


@pytest.fixture
def signal(server):
    """Component c1 of the server's page."""
    feed = FeedFactory(url=server.url(), next_due=T0)
    return SignalFactory(feed=feed, upstream_id="c1")


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


def test_a_component_goes_down_and_comes_back(server, signal):
    server.says(c1="operational")
    poll(0)
    assert component(signal).state == "operational"
    server.says("Nobody can sign in", c1="major_outage")
    assert poll(60).outages == {}
    assert component(signal).state == "operational"
    assert poll(90).outages == {"open": [signal.component.key]}
    outage = outages()[0]
    assert outage.state == component(signal).state == "major_outage"
    assert outage.title == "Trouble Nobody can sign in"
    assert outage.started_at == T0  # the provider's own word for it
    assert outage.confirmed_at == T0 + timedelta(seconds=90)
    assert outage.evidence["alert"] is True
    server.says(c1="operational")
    poll(120)
    poll(600)
    assert outages()[0].ended_at is None
    assert poll(720).outages == {"close": [signal.component.key]}
    assert outages()[0].ended_at == T0 + timedelta(seconds=120)
    assert component(signal).state == "operational"
    poll(780)
    assert len(outages()) == 1
    assert [len(entries(verb)) for verb in ("outage.open", "outage.close")] == [1, 1]
    assert entries("outage.open")[0].organization == Organization.objects.platform()


def test_an_unchanged_page_confirms_what_it_said(server, signal):
    server.says(c1="major_outage")
    poll(0)
    poll(30)
    assert server.unchanged == 1
    assert len(outages()) == 1


def test_it_worsens_in_the_same_outage(server, signal):
    server.says(c1="degraded_performance")
    poll(0)
    poll(60)
    server.says(c1="major_outage")
    poll(120)
    assert poll(150).outages == {"worsen": [signal.component.key]}
    assert [o.state for o in outages()] == ["major_outage"]
    assert len(entries("outage.worsen")) == 1


def test_polling_leaves_no_trail_where_nothing_changes(server, signal):
    server.says(c1="operational")
    for second in (0, 120, 240):
        poll(second)
    assert [e.verb for e in Event.objects.across_orgs("test")] == ["feed.mark"]


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


def test_old_news_is_kept_and_told_to_nobody(server, signal):
    at = T0 + timedelta(hours=5)
    server.says("Since morning", c1="major_outage")
    for seconds in (0, 30):
        Feed.objects.across_orgs("test").update(next_due=T0)
        polling.poll_due(lambda s=seconds: at + timedelta(seconds=s))
    assert outages()[0].evidence["alert"] is False


def test_the_next_read_is_soon_when_something_has_to_be_confirmed(server, signal):
    def wait_after(second):
        poll(second)
        return (feed_of(signal).next_due - T0).total_seconds() - second

    server.says(c1="operational")
    assert 60 <= wait_after(0) <= 300  # the first: a share of its own, so that few march in step
    assert 270 <= wait_after(10) <= 330  # nobody leans on it
    server.says(c1="major_outage")
    assert 30 <= wait_after(300) <= 33
    assert 54 <= wait_after(330) <= 66
    server.answers(b"", status=429, Retry_After="600")
    assert 600 <= wait_after(400) <= 660


def test_an_unchanged_page_may_ask_for_time_too(server, signal):
    server.says(c1="operational")
    server.headers = {"Cache_Control": "max-age=600"}
    poll(0)
    poll(600)
    assert server.unchanged == 1
    assert feed_of(signal).next_due - T0 >= timedelta(seconds=1200)


def test_a_challenge_is_left_alone_for_an_hour_at_once(server, signal):
    server.answers(b"", status=405, x_amzn_waf_action="challenge")
    poll(0)
    assert feed_of(signal).reason == "challenge"
    assert feed_of(signal).next_due - T0 >= timedelta(minutes=54)


def test_the_page_is_told_who_reads_it(server, signal, settings):
    settings.SITE_URL = "https://bc.example.org"
    poll(0)
    assert server.readers == ["Continuity/0.1 (+https://bc.example.org)"]


def test_what_a_rehearsal_shortens(server, signal, settings):
    settings.FEED_HASTE = 60.0
    server.says(c1="major_outage")
    poll(0)
    assert (feed_of(signal).next_due - T0).total_seconds() <= 0.6
    poll(1)
    assert len(outages()) == 1


def test_one_feed_serves_several_components(server, signal):
    other = SignalFactory(feed=signal.feed, upstream_id="c2")
    server.says(c1="operational", c2="partial_outage")
    poll(0)
    poll(60)
    assert [o.component_id for o in outages()] == [other.component_id]
    assert len(server.asked) == 2


def test_a_signal_added_later_is_read_although_the_page_is_unchanged(server, signal):
    server.says(c1="operational", c2="operational")
    poll(0)
    other = SignalFactory(feed=signal.feed, upstream_id="c2")
    poll(120)
    assert component(other).state == "operational"


def test_two_sources_of_one_component_must_both_be_well_to_close(server, signal):
    second = FeedFactory(url=server.url("other"))
    SignalFactory(feed=second, component=signal.component, upstream_id="c2")
    server.says(c1="major_outage", c2="major_outage")
    poll(0)
    poll(30)
    assert len(outages()) == 1
    server.says(c1="operational", c2="major_outage")
    poll(60)
    poll(660)
    poll(700)
    assert outages()[0].ended_at is None
    server.says(c1="operational", c2="operational")
    poll(720)
    poll(1320)
    assert outages()[0].ended_at is not None
    assert len(entries("outage.close")) == 1


def test_an_organisation_s_own_source_tells_only_its_own(server):
    org = OrganizationFactory()
    shared = ComponentFactory()
    feed = FeedFactory(url=server.url(), organization=org)
    SignalFactory(feed=feed, component=shared, upstream_id="c1", organization=org)
    server.says(c1="major_outage")
    poll(0)
    poll(30)
    assert [o.organization for o in outages()] == [org]
    assert Component.objects.across_orgs("test").get(pk=shared.pk).state == "unknown"
    assert entries("outage.open")[0].organization == org


def test_no_feed_is_given_to_two_workers(server):
    for number in range(7):
        FeedFactory(url=f"https://status{number}.example.org/", next_due=T0)
    first, second = claim_due(T0, limit=4), claim_due(T0, limit=4)
    assert len(first) == 4
    assert len(second) == 3
    assert not {f.pk for f in first} & {f.pk for f in second}
    assert claim_due(T0) == []


def test_what_a_dead_worker_held_is_claimed_again_after_the_lease(server, signal):
    assert len(claim_due(T0)) == 1
    assert claim_due(T0 + timedelta(seconds=119)) == []
    assert len(claim_due(T0 + timedelta(seconds=121))) == 1


def test_a_worker_that_comes_back_too_late_changes_nothing(server, signal):
    late = claim_due(T0)[0]
    held = claim_due(T0 + timedelta(minutes=3))[0]
    assert finish(late, Fetched("timeout"), None, T0 + timedelta(minutes=4)) is None
    assert feed_of(signal).failures == 0
    assert finish(held, Fetched("timeout"), None, T0 + timedelta(minutes=4)) is not None
    assert finish(held, Fetched("timeout"), None, T0 + timedelta(minutes=4)) is None
    assert feed_of(signal).failures == 1


def test_the_longest_due_comes_first_and_what_is_off_does_not_come(server):
    late = FeedFactory(next_due=T0 - timedelta(hours=1))
    FeedFactory(url="https://status.example.net/", next_due=T0)
    FeedFactory(next_due=T0 - timedelta(hours=2), enabled=False)
    FeedFactory(next_due=T0 + timedelta(seconds=1))
    assert [f.pk for f in claim_due(T0, limit=1)] == [late.pk]
    assert len(claim_due(T0)) == 1


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


def test_memory_of_a_signal_survives_in_the_row(server, signal):
    server.says(c1="degraded_performance")
    poll(0)
    row = Signal.objects.across_orgs("test").get(pk=signal.pk)
    assert row.said == "degraded"
    assert row.said_since == row.seen_at == T0
    assert row.version == 1
    poll(30)
    row.refresh_from_db()
    assert row.said_since == T0
    assert row.version == 2


def test_where_a_page_moved_to_is_kept_until_it_is_back(server, signal):
    server.answers(b"", status=301, Location="https://elsewhere.example/status")
    poll(0)
    assert feed_of(signal).health == "moved"
    assert feed_of(signal).learned["moved_to"] == "https://elsewhere.example/status"
    server.says(c1="operational")
    poll(120)
    assert feed_of(signal).health == "fresh"
    assert "moved_to" not in feed_of(signal).learned


def test_a_feed_that_was_not_reached_is_due_again_soon(server, signal):
    give_back(claim_due(T0)[0], T0)
    assert feed_of(signal).failures == 0
    assert feed_of(signal).lease_until is None
    assert feed_of(signal).next_due == T0 + timedelta(minutes=1)


def test_since_when_a_source_is_watched_is_noted_once(server, signal):
    server.answers(b"", status=503)
    poll(0)
    assert feed_of(signal).first_read_at is None
    server.says(c1="operational")
    poll(60)
    poll(120)
    assert feed_of(signal).first_read_at == T0 + timedelta(seconds=60)
    assert feed_of(signal).read_at == T0 + timedelta(seconds=120)
