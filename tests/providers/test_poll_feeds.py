"""From a provider's status page to an outage in the database, over real HTTP."""

from datetime import timedelta

import pytest

from continuity.audit.models import Event
from continuity.orgs.models import Organization
from continuity.providers import polling
from continuity.providers.models import Component, Feed, Signal
from tests.factories import ComponentFactory, FeedFactory, OrganizationFactory, SignalFactory
from tests.providers.rounds import T0, component, entries, feed_of, outages, poll

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


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


def test_old_news_is_kept_and_told_to_nobody(server, signal):
    at = T0 + timedelta(hours=5)
    server.says("Since morning", c1="major_outage")
    for seconds in (0, 30):
        Feed.objects.across_orgs("test").update(next_due=T0)
        polling.poll_due(lambda s=seconds: at + timedelta(seconds=s))
    assert outages()[0].evidence["alert"] is False


def test_the_page_is_told_who_reads_it(server, signal, settings):
    settings.SITE_URL = "https://bc.example.org"
    poll(0)
    assert server.readers == ["Continuity/0.1 (+https://bc.example.org)"]


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


def test_since_when_a_source_is_watched_is_noted_once(server, signal):
    server.answers(b"", status=503)
    poll(0)
    assert feed_of(signal).first_read_at is None
    server.says(c1="operational")
    poll(60)
    poll(120)
    assert feed_of(signal).first_read_at == T0 + timedelta(seconds=60)
    assert feed_of(signal).read_at == T0 + timedelta(seconds=120)
