"""When a status page is read next: soon, later, or when it asks for it."""

from datetime import timedelta

import pytest

from continuity.providers.actions import claim_due, give_back
from tests.providers.rounds import T0, feed_of, outages, poll

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


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


def test_what_a_rehearsal_shortens(server, signal, settings):
    settings.FEED_HASTE = 60.0
    server.says(c1="major_outage")
    poll(0)
    assert (feed_of(signal).next_due - T0).total_seconds() <= 0.6
    poll(1)
    assert len(outages()) == 1


def test_a_feed_that_was_not_reached_is_due_again_soon(server, signal):
    give_back(claim_due(T0)[0], T0)
    assert feed_of(signal).failures == 0
    assert feed_of(signal).lease_until is None
    assert feed_of(signal).next_due == T0 + timedelta(minutes=1)
