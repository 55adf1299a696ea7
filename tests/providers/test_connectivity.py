"""When everybody is silent at once it is we who are cut off, and nobody is to blame."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.providers import polling
from continuity.providers.connectivity import NETWORK, is_network, offline
from continuity.providers.models import Feed
from tests.factories import FeedFactory, SignalFactory
from tests.providers.status_server import status_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
SILENT, SPOKE = "timeout", "http_503"


def test_all_hosts_silent_is_ours():
    assert offline([("a", "timeout"), ("b", "unreachable"), ("c", "no_such_name")])


def test_one_host_with_many_feeds_is_theirs():
    assert not offline([("a", SILENT)] * 20)


def test_two_hosts_may_be_down_at_once():
    assert not offline([("a", SILENT), ("b", SILENT)])


def test_nearly_all_is_enough():
    silent = [(f"h{n}", SILENT) for n in range(9)]
    assert offline([*silent, ("lucky", None)])
    assert not offline([*silent[:8], ("lucky", None), ("too", None)])


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([None, SPOKE]))))
def test_whoever_says_anything_was_reached(outcomes):
    assert not offline(outcomes)


@given(st.sampled_from(sorted(NETWORK)), st.integers(3, 50))
def test_any_way_to_be_silent_counts(reason, hosts):
    assert is_network(reason)
    assert offline((str(n), reason) for n in range(hosts))


@pytest.fixture
def closed(db, settings):
    """Feeds on hosts of this machine where nothing listens."""
    hosts = [f"127.0.0.{n}" for n in range(2, 8)]
    settings.FEED_ALLOW = [f"{host}:9" for host in hosts]
    return [
        FeedFactory(
            url=f"http://{host}:9/s.json", health="fresh", read_at=T0, next_due=T0, first_read_at=T0
        )
        for host in hosts
    ]


def rows():
    return list(Feed.objects.across_orgs("t").order_by("pk"))


@pytest.mark.postgres
def test_a_round_in_which_all_are_silent_is_held_against_nobody(closed):
    done = polling.poll_due(lambda: T0 + timedelta(minutes=2))
    assert done.offline
    assert {(f.failures, f.health) for f in rows()} == {(0, "fresh")}
    assert {f.lease_until for f in rows()} == {None}
    assert min(f.next_due for f in rows()) > T0 + timedelta(minutes=2)


def test_one_silent_feed_alone_asks_others_before_it_is_blamed(closed):
    Feed.objects.across_orgs("t").exclude(pk=closed[0].pk).update(next_due=T0 + timedelta(hours=1))
    assert polling.poll_due(lambda: T0).offline
    assert {f.failures for f in rows()} == {0}


@pytest.mark.postgres
def test_one_silent_feed_is_blamed_once_another_answers(closed, settings):
    with status_server() as server:
        settings.FEED_ALLOW += [server.place]
        well = FeedFactory(
            url=server.url(), health="fresh", read_at=T0, next_due=T0 + timedelta(minutes=1)
        )
        SignalFactory(feed=well, upstream_id="c1")
        server.says(c1="operational")
        Feed.objects.across_orgs("t").exclude(pk__in=[closed[0].pk, well.pk]).update(enabled=False)
        done = polling.poll_due(lambda: T0)
        assert not done.offline
        assert done.unreadable == {closed[0].url: "unreachable"}
        assert len(server.asked) == 1
    assert rows()[0].failures == 1
