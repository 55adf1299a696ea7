"""What a page lists no more is unknown, never bad, and somebody is told once."""

from datetime import timedelta

import pytest

from continuity.providers import polling
from continuity.providers.models import Component, Feed, Outage
from continuity.providers.vanished import counted, vanished
from continuity.reminders.models import Notification
from continuity.reminders.tasks import watch_sources
from tests.factories import FeedFactory, SignalFactory, UserFactory
from tests.providers.rounds import T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(server):
    """It lists c1 and c2, and then c1 alone."""
    feed = FeedFactory(url=server.url(), next_due=T0, provider__name="Example AI")
    for upstream_id in ("c1", "c2"):
        SignalFactory(feed=feed, upstream_id=upstream_id, component__name=f"Part {upstream_id}")
    server.says(c1="operational", c2="operational")
    poll(0)
    server.says(c1="operational")
    return feed


def poll(minutes):
    at = T0 + timedelta(minutes=minutes)
    Feed.objects.catalogue().update(next_due=at)
    polling.poll_due(lambda: at)


def row():
    return Feed.objects.catalogue().get()


@pytest.mark.postgres
def test_three_good_readings_without_it_report_it(feed, server):
    poll(2)
    poll(4)
    assert vanished(row().missing) == {}
    poll(6)
    assert vanished(row().missing) == {"c2": T0 + timedelta(minutes=2)}
    assert row().health == "fresh"
    assert not Outage.objects.across_orgs("t").exists()
    states = set(Component.objects.catalogue().values_list("state", flat=True))
    assert not states & {"degraded", "partial_outage", "major_outage"}


def test_one_that_comes_back_is_forgotten(feed, server):
    poll(2)
    poll(4)
    server.says(c1="operational", c2="operational")
    poll(6)
    assert row().missing == {}


def test_a_reading_that_failed_counts_neither_way(feed, server):
    poll(2)
    server.answers(b"", status=503)
    poll(4)
    assert row().missing["c2"]["reads"] == 1


def test_an_unchanged_page_lacks_it_still():
    before = {"c2": {"reads": 2, "since": T0.isoformat()}}
    assert vanished(counted(before, ["c1", "c2"], None, T0)) == {"c2": T0}


def test_whoever_looks_after_the_installation_is_told_once(feed, server):
    UserFactory(is_staff=True, email="keeper@example.org")
    for minutes in (2, 4, 6, 8):
        poll(minutes)
        watch_sources()
        watch_sources()
    (mail,) = Notification.objects.across_orgs("t")
    assert mail.recipient == "keeper@example.org"
    assert mail.subject == "Example AI no longer lists what we follow"
    assert "- Part c2" in mail.body
    assert "Part c1" not in mail.body


def test_the_pages_say_so(feed, server, client, browser, home):
    for minutes in (2, 4, 6):
        poll(minutes)
    shown = browser.get(f"{home}providers/{feed.provider_id}/").content.decode()
    assert "It no longer lists Part c2" in shown
    client.force_login(UserFactory(is_staff=True))
    assert "no longer listed: Part c2" in client.get("/installation/sources/").content.decode()


@pytest.mark.parametrize(("dead", "says"), [(2, False), (3, True)])
def test_a_maker_that_is_down_is_no_fault_of_its_customers(dead, says, client, browser, home):
    feeds = [
        FeedFactory(
            url=f"https://s{n}.example.org/",
            **({"failures": 4, "health": "broken", "reason": "http_503"} if n < dead else {}),
        )
        for n in range(4)
    ]
    shown = browser.get(f"{home}providers/{feeds[0].provider_id}/").content.decode()
    assert ("So are most pages of its maker" in shown) is says
    client.force_login(UserFactory(is_staff=True))
    shown = client.get("/installation/sources/").content.decode()
    assert ("Most pages made by Atlassian Statuspage" in shown) is says
