"""The arithmetic of track records, and what counts as a cause."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.record import figures
from continuity.record.causes import names_a_cause

T0 = datetime(2026, 1, 1, tzinfo=UTC)


def at(minutes):
    return T0 + timedelta(minutes=minutes)


minute = st.integers(0, 10_000)
spans = st.lists(st.tuples(minute, minute).map(lambda s: (at(min(s)), at(max(s)))), max_size=12)


@given(spans)
def test_merging_counts_no_minute_twice(found):
    minutes = {m for start, end in found for m in range(_m(start), _m(end))}
    assert figures.length(found) == timedelta(minutes=len(minutes))
    assert figures.merged(figures.merged(found)) == figures.merged(found)


def _m(moment):
    return round((moment - T0) / timedelta(minutes=1))


@given(spans, minute)
def test_a_share_is_between_none_and_all_of_the_time_watched(found, since):
    got = figures.availability(found, at(since), (at(0), at(10_000)))
    assert got.share is None or 0 <= got.share <= 1
    assert got.down <= got.watched
    assert got.longest <= got.down


def test_a_day_of_outage_in_ten_is_nine_tenths():
    days = 24 * 60
    got = figures.availability([(at(0), at(days))], at(0), (at(0), at(10 * days)))
    assert (got.share, got.times, got.down_minutes) == (0.9, 1, days)


def test_what_was_down_before_it_was_watched_does_not_count():
    days = 24 * 60
    got = figures.availability([(at(0), at(days))], at(days), (at(0), at(10 * days)))
    assert (got.share, got.times) == (1.0, 0)


def test_what_was_watched_for_less_than_a_day_or_never_has_no_share():
    assert figures.availability([], at(9_000), (at(0), at(10_000))).share is None
    assert figures.availability([], None, (at(0), at(10_000))).share is None


def test_their_word_came_twelve_minutes_after_our_probe():
    assert figures.lags([(at(100), at(180))], [(at(112), at(170))]) == [timedelta(minutes=12)]


def test_they_may_have_been_the_first():
    assert figures.lags([(at(120), at(180))], [(at(112), at(170))]) == [timedelta(minutes=-8)]


def test_what_we_saw_long_before_or_that_was_over_is_another_trouble():
    assert figures.lags([(at(0), at(900))], [(at(700), at(800))]) == []
    assert figures.lags([(at(100), at(110))], [(at(112), at(170))]) == []


def post(start=0, end=60, updates=(), cause=False, written=False):
    return figures.Post(
        None if start is None else at(start),
        None if end is None else at(end),
        tuple(at(u) for u in updates),
        cause,
        written,
    )


def test_candour_counts_what_is_closed_and_updates_while_it_lasted():
    got = figures.candour(
        [
            post(0, 60, (5, 20, 60), cause=True, written=True),
            post(0, 120, (15, 40, 120)),
            post(0, None, (3,), cause=True),
        ]
    )
    assert (got.incidents, got.closed, got.causes, got.writeups) == (3, 2, 1, 1)
    assert got.updates_per_hour == 2.0
    assert got.first_update_minutes == 10


def test_nothing_posted_is_no_figure():
    got = figures.candour([])
    assert (got.updates_per_hour, got.first_update_minutes, got.closed) == (None, None, 0)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("The root cause was a faulty configuration push.", True),
        ("Errors were caused by a power loss in one data centre.", True),
        ("Rate limits resulted from an upstream DNS failure.", True),
        ("We saw errors following a network configuration change.", True),
        ("This was due to an issue.", False),
        ("Elevated errors due to the ongoing incident.", False),
        ("We are investigating. The cause of this is still unknown.", False),
        ("This incident has been resolved.", False),
        ("", False),
    ],
)
def test_a_cause_is_named_where_it_says_what_broke(words, named):
    assert names_a_cause(words) is named


def test_long_words_are_judged_in_no_time():
    assert names_a_cause(("following a " + "very " * 40) * 12 + "due to " * 50) in {True, False}
