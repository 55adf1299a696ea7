"""What becomes of outages as pages are read over HTTP: when they begin, ease, worsen and end."""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers import polling
from continuity.providers.models import Component, Feed, Outage
from tests.factories import FeedFactory, SignalFactory
from tests.providers.payloads import component, incident, summary
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
    return SignalFactory(feed=FeedFactory(url=server.url(), next_due=T0), upstream_id="c1")


def poll(seconds):
    at = T0 + timedelta(seconds=seconds)
    Feed.objects.across_orgs("test").update(next_due=at)
    return polling.poll_due(lambda: at)


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


def test_a_forgotten_post_neither_dates_nor_silences_nor_holds_a_new_outage(server, signal):
    server.says(c1="operational")
    server.answers(summary(component("c1", "operational"), incidents=[FORGOTTEN]))
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
