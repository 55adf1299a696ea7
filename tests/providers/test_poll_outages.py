"""What becomes of outages as pages are read over HTTP: when they begin, ease, worsen and end."""

from datetime import timedelta

import pytest

from continuity.providers.models import Component, Feed, Outage
from tests.factories import FeedFactory, SignalFactory
from tests.providers.payloads import component, incident, summary
from tests.providers.rounds import T0, poll

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def poll_on(seconds, until, every=120):
    for second in range(seconds, until, every):
        poll(second)


def state(signal):
    return Component.objects.across_orgs("test").get(pk=signal.component_id).state


def outage():
    return Outage.objects.across_orgs("test").get()


def post(id, began, status="investigating", word="major_outage"):
    return incident(id, status, started_at=began, components=[component("c1", word)])


FORGOTTEN = post("Forgotten", "2026-11-19T12:00:00Z", "monitoring")
NOW = post("Now", "2026-11-20T09:58:00Z")


@pytest.mark.parametrize("before", [[FORGOTTEN], []], ids=["seen before", "not seen before"])
def test_a_forgotten_post_neither_dates_nor_silences_nor_holds_a_new_outage(server, signal, before):
    server.answers(summary(component("c1", "operational"), incidents=before))
    poll(-60)
    server.answers(summary(component("c1", "major_outage"), incidents=[FORGOTTEN, NOW]))
    poll(0)
    poll(60)
    assert outage().title == "Trouble Now"
    assert outage().evidence["alert"] is True
    assert outage().started_at == T0 - timedelta(seconds=60)  # the last good read
    server.answers(summary(component("c1", "operational"), incidents=[FORGOTTEN]))
    poll_on(120, 1000)
    assert outage().ended_at == T0 + timedelta(seconds=120)


def test_a_forgotten_post_does_not_silence_at_first_sight_either(server, signal):
    server.answers(summary(component("c1", "major_outage"), incidents=[FORGOTTEN, NOW]))
    poll(0)
    poll(60)
    assert (outage().title, outage().evidence["alert"]) == ("Trouble Now", True)
    assert outage().started_at == T0 - timedelta(minutes=2)


def test_an_old_outage_whose_post_names_no_component_is_told_to_nobody(server, signal):
    Feed.objects.catalogue().update(format="incidentio")
    old = incident("Old", created_at="2026-11-15T00:00:00Z")
    page = {"id": "01J0000000000000000000AAAA", "name": "Example AI"}
    server.answers(summary(component("c1", "full_outage"), incidents=[old], page=page))
    poll(0)
    poll(30)
    assert outage().evidence["alert"] is False


def test_half_an_hour_of_a_word_that_nobody_knows_ends_what_was_known(server, signal):
    server.says(c1="major_outage")
    poll(0)
    poll(30)
    server.says(c1="Affected")
    poll_on(60, 1800)
    assert state(signal) == "major_outage"
    poll_on(1800, 2100)
    assert state(signal) == "unknown"


def test_the_component_shows_what_is_and_the_outage_the_worst_that_was(server, signal):
    server.says(c1="major_outage")
    poll(0)
    poll(60)
    server.says(c1="degraded_performance")
    poll(120)
    assert state(signal) == "major_outage"
    poll(180)
    assert state(signal) == "degraded"
    assert (outage().state, outage().ended_at) == ("major_outage", None)


def maintained(word, until="2026-11-20T11:00:00Z"):
    window = {
        "id": "m1",
        "name": "Upgrade",
        "status": "in_progress",
        "scheduled_for": "2026-11-20T09:30:00Z",
        "scheduled_until": until,
        "components": [{"id": "c1", "name": "API"}],
    }
    return summary(component("c1", word), scheduled_maintenances=[window])


def test_what_is_down_inside_an_announced_window_is_no_outage(server, signal):
    server.answers(maintained("major_outage"))
    poll_on(0, 3600)
    assert state(signal) == "maintenance"
    assert not Outage.objects.across_orgs("test").exists()


def test_still_down_a_quarter_of_an_hour_after_the_window_it_is_one(server, signal):
    server.answers(maintained("major_outage", "2026-11-20T10:10:00Z"))
    poll_on(0, 1500)
    assert not Outage.objects.across_orgs("test").exists()
    poll(1560)
    poll(1620)
    assert server.unchanged > 10
    assert (outage().state, outage().evidence["alert"]) == ("major_outage", True)
    assert outage().started_at > T0 + timedelta(minutes=25)


def test_a_worse_row_of_the_same_component_worsens_its_outage(server, signal):
    SignalFactory(feed=signal.feed, upstream_id="c2", component=signal.component)
    server.says(c1="degraded_performance", c2="operational")
    poll(0)
    poll(60)
    assert outage().state == "degraded"
    server.says(c1="degraded_performance", c2="major_outage")
    poll(120)
    assert poll(180).outages == {"worsen": [signal.component.key]}
    assert outage().state == state(signal) == "major_outage"
    server.says(c1="degraded_performance", c2="operational")
    poll_on(240, 1000)
    assert (outage().ended_at, state(signal)) == (None, "degraded")
    server.says(c1="operational", c2="operational")
    poll_on(1000, 1900)
    assert outage().ended_at == T0 + timedelta(seconds=1000)


def test_an_outage_ends_although_the_row_that_opened_it_is_gone(server, signal):
    server.says(c1="major_outage", c2="operational")
    SignalFactory(feed=signal.feed, upstream_id="c2", component=signal.component)
    poll(0)
    poll(60)
    signal.delete()
    poll(120)
    assert outage().ended_at is None
    poll_on(180, 800)
    assert outage().ended_at is not None


def test_it_does_not_end_while_the_source_that_is_left_watches_a_fix(server, signal):
    server.says(c1="major_outage")
    poll(0)
    poll(60)
    signal.delete()
    SignalFactory(feed=signal.feed, upstream_id="c2", component=signal.component)
    watched = incident(
        "Fix",
        "monitoring",
        started_at="2026-11-20T10:00:00Z",
        components=[component("c2", "operational")],
    )
    server.answers(summary(component("c2", "operational"), incidents=[watched]))
    poll_on(120, 2000)
    assert outage().ended_at is None
    server.says(c2="operational")
    poll_on(2000, 2200)
    assert outage().ended_at is not None


def test_a_source_that_cannot_be_read_does_not_hold_what_another_sees_well(server, signal):
    other = FeedFactory(url=server.url("other"), next_due=T0)
    SignalFactory(feed=other, upstream_id="c2", component=signal.component)
    server.says(c1="major_outage", c2="operational")
    poll(0)
    poll(60)
    Feed.objects.catalogue().filter(pk=signal.feed_id).update(url="http://127.0.0.1:1/x")
    poll_on(120, 1800)
    assert outage().ended_at is None
    poll_on(1860, 2000)
    assert outage().ended_at is not None
    Feed.objects.catalogue().filter(pk=signal.feed_id).update(url=server.url())
    poll(2100)
    poll(2200)
    assert Outage.objects.across_orgs("test").open().count() == 1  # it opens the next one


def test_a_whole_page_is_as_bad_as_its_worst_row(server, signal):
    signal.upstream_id = "*"
    signal.save()
    server.says(c1="operational", c2="operational")
    poll(0)
    assert state(signal) == "operational"
    server.says(c1="operational", c2="partial_outage")
    poll(60)
    poll(120)
    assert (state(signal), outage().state) == ("partial_outage", "partial_outage")
    server.says(c1="operational", c3="operational")
    poll_on(180, 900)
    assert outage().ended_at is not None
