"""A newer catalogue moves or drops a page while an outage is open."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from continuity.audit.models import Event
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers import parsers, polling
from continuity.providers.actions import claim_due, finish, load_catalogue
from continuity.providers.catalogue import read_catalogue
from continuity.providers.fetch import Fetched
from continuity.providers.models import Component, Feed, Outage, Signal
from tests.factories import OutageFactory

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
OLD = "https://groqstatus.com/api/v2/summary.json"
NEW = "https://status.groq.example.org/api/v2/summary.json"
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def platform(db):
    return Actor.system(Organization.objects.platform())


@pytest.fixture
def shipped(platform):
    catalogue = read_catalogue()
    load_catalogue(platform, catalogue)
    return catalogue


def with_groq(catalogue, *feeds):
    """The catalogue with these feeds for Groq."""
    providers = tuple(
        replace(p, feeds=feeds) if p.slug == "groq" else p for p in catalogue.providers
    )
    return replace(catalogue, version="next", providers=providers)


def feed_of(catalogue):
    return next(p for p in catalogue.providers if p.slug == "groq").feeds[0]


def read(url, word, minute):
    """The page at ``url`` says ``word`` of Groq's API, so many minutes after the start."""
    at = T0 + timedelta(minutes=minute)
    feeds = Feed.objects.across_orgs("test")
    feeds.update(next_due=at + timedelta(days=1))
    feeds.filter(url=url).update(next_due=at)
    (feed,) = claim_due(at)
    row = {"id": "01K053E2FAKWKEYHXEV7WAHJBM", "name": "API", "status": word}
    page = {"id": "01K053E2FAKWKEYHXEV7WAHJBX", "name": "Groq"}
    body = json.dumps({"page": page, "components": [row]}).encode()
    reading = parsers.read(feed.format, body, {}, polling.config_of(feed))
    return finish(feed, Fetched(None, 200, body, {}), reading, at)


def outage():
    return Outage.objects.catalogue().get(source="feed")


def state():
    return Component.objects.catalogue().get(key="groq/api").state


@pytest.fixture
def down(shipped):
    for minute, word in enumerate(("operational", "full_outage", "full_outage")):
        read(OLD, word, minute)
    assert (outage().state, state()) == ("major_outage", "major_outage")
    return shipped


def test_what_was_known_of_a_row_goes_along_to_the_new_place(platform, down):
    load_catalogue(platform, with_groq(down, replace(feed_of(down), url=NEW)))
    signal = Signal.objects.catalogue().get(component__key="groq/api")
    assert (signal.feed.url, signal.said, signal.detection["open"]) == (NEW, "major_outage", True)
    assert state() == "major_outage"
    assert outage().ended_at is None


def test_the_outage_ends_once_the_new_place_reads_well_long_enough(platform, down):
    load_catalogue(platform, with_groq(down, replace(feed_of(down), url=NEW)))
    for minute in range(5, 15, 2):
        read(NEW, "operational", minute)
        assert outage().ended_at is None
    read(NEW, "operational", 15)
    assert outage().ended_at == T0 + timedelta(minutes=5)
    assert state() == "operational"


def test_it_ends_too_where_the_new_page_knows_the_row_by_another_id(platform, down):
    ids = {"01K053E2FAKWKEYHXEV7WAHJBM": "groq/website", "other": "groq/api"}
    load_catalogue(platform, with_groq(down, replace(feed_of(down), url=NEW, components=ids)))
    ids = {"01K053E2FAKWKEYHXEV7WAHJBM": "groq/api"}
    load_catalogue(platform, with_groq(down, replace(feed_of(down), url=NEW, components=ids)))
    for minute in range(5, 17, 2):
        read(NEW, "operational", minute)
    assert outage().ended_at is not None


def test_an_outage_of_which_nobody_tells_any_more_is_closed_with_the_reason(platform, down):
    loaded = load_catalogue(platform, with_groq(down))
    assert outage().ended_at is not None
    assert outage().evidence["ended"] == "untold"
    assert state() == "unknown"
    assert loaded.counts["ended"] == [0, 0, 1]
    entries = Event.objects.for_org(platform.org).filter(verb="outage.close")
    assert len(entries) == 1
    assert load_catalogue(platform, with_groq(down)) is None


def test_a_row_that_may_yet_be_found_by_its_name_keeps_its_outage(platform, down):
    named = replace(feed_of(down), url=NEW, components={}, names={"API": "groq/api"})
    load_catalogue(platform, with_groq(down, named))
    assert outage().ended_at is None


def test_an_organisation_s_own_outage_is_left_alone(platform, shipped, org):
    groq = Component.objects.catalogue().get(key="groq/api")
    own = OutageFactory(component=groq, organization=org)
    load_catalogue(platform, with_groq(shipped))
    assert Outage.objects.for_org(org).get(pk=own.pk).ended_at is None
