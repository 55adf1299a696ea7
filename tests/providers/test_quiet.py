"""Readings that change nothing cost next to nothing, and what they skip is not lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from continuity.providers import detect, observing, polling, quiet
from continuity.providers.feeds import ComponentReading, Reading, State
from continuity.providers.memory import SignalState, load
from continuity.providers.models import Feed, Outage, Signal
from tests.factories import FeedFactory, SignalFactory
from tests.providers.status_server import status_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
WORDS = st.sampled_from([State.OPERATIONAL] * 6 + list(State))
READS = st.lists(st.tuples(WORDS, st.sampled_from([30, 60, 120, 300, 900, 1500])), max_size=60)


def reading(state):
    return Reading(True, components=(ComponentReading("c1", "API", state),))


@given(READS, st.sampled_from([detect.EDITED_BY_PEOPLE, detect.DRIVEN_BY_MONITORS]))
def test_skipping_what_is_settled_tells_the_same_as_stepping_all(reads, policy):
    every, some, read_at, now = SignalState(), SignalState(), None, T0
    told_by_every, told_by_some = [], []
    for state, seconds in reads:
        now += timedelta(seconds=seconds)
        every, told = detect.step(
            every, observing.observe(reading(state), "c1", now, every), now, policy
        )
        told_by_every.append(told)
        ahead = quiet.caught_up(some, read_at, policy)
        if (
            read_at
            and quiet.settled(some, read_at, now, policy)
            and quiet.same(ahead, reading(state), "c1", now)
        ):
            told_by_some.append(None)
        else:
            seen = observing.observe(reading(state), "c1", now, ahead)
            some, told = detect.step(ahead, seen, now, policy)
            told_by_some.append(told)
        read_at = now
    assert told_by_some == told_by_every
    caught = quiet.caught_up(some, read_at, policy)
    assert (caught.state, caught.open, caught.good_at) == (every.state, every.open, every.good_at)


@pytest.fixture
def server(db, settings):
    with status_server() as running:
        settings.FEED_ALLOW = [running.place]
        running.says(c1="operational")
        yield running


def poll(minutes):
    at = T0 + timedelta(minutes=minutes)
    Feed.objects.across_orgs("t").update(next_due=at)
    with CaptureQueriesContext(
        connection,
    ) as told:
        done = polling.poll_due(lambda: at)
    return done, [q["sql"] for q in told]


def settled(server, feeds=1):
    for n in range(feeds):
        SignalFactory(feed=FeedFactory(url=server.url(str(n)), next_due=T0), upstream_id="c1")
    for minutes in (0, 5, 11):
        poll(minutes)


def memory():
    return load(Signal.objects.across_orgs("t").first().detection)


@pytest.mark.postgres
def test_a_settled_feed_is_read_without_a_step(server):
    settled(server)
    before = Signal.objects.across_orgs("t").get().version
    done, _ = poll(13)
    feed = Feed.objects.across_orgs("t").get()
    assert done.tried == 1
    assert feed.read_at == feed.tried_at == T0 + timedelta(minutes=13)
    assert feed.lease_until is None
    assert feed.next_due > feed.read_at
    assert Signal.objects.across_orgs("t").get().version == before


def test_a_page_that_is_sent_anew_with_the_same_words_is_settled_too(server):
    settled(server)
    before = Signal.objects.across_orgs("t").get().version
    server.answers(server.body + b" ")
    poll(13)
    assert Signal.objects.across_orgs("t").get().version == before
    assert Feed.objects.across_orgs("t").get().read_at == T0 + timedelta(minutes=13)


@pytest.mark.postgres
def test_what_was_skipped_is_made_up_for_when_something_happens(server):
    settled(server)
    poll(13)
    poll(15)
    server.says(c1="major_outage")
    poll(17)
    assert memory().good_at == T0 + timedelta(minutes=15)
    poll(18)
    assert Outage.objects.across_orgs("t").get().started_at == T0 + timedelta(minutes=17)


def test_the_queries_of_a_quiet_round_do_not_grow_with_the_feeds(server):
    settled(server, feeds=1)
    _, few = poll(13)
    for n in range(1, 12):
        SignalFactory(feed=FeedFactory(url=server.url(str(n)), next_due=T0), upstream_id="c1")
    for minutes in (14, 19, 25):
        poll(minutes)
    _, many = poll(27)
    assert len(many) == len(few)
