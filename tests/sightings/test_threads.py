"""Several incidents about one thing: each ends for itself."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from continuity.providers.feeds import State
from continuity.sightings.threads import HOLDS, MOST, taken_in, worst

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
UP, SLOW, DOWN, UNKNOWN = State.OPERATIONAL, State.DEGRADED, State.MAJOR_OUTAGE, State.UNKNOWN


def said(*words):
    threads = {}
    for minute, (thread, state) in enumerate(words):
        threads = taken_in(threads, thread, state, at := T0 + timedelta(minutes=minute), at)
    return worst(threads, T0 + timedelta(hours=1))


def test_one_that_ends_does_not_end_another():
    assert said(("a", DOWN), ("b", SLOW), ("a", UP)) is SLOW
    assert said(("a", DOWN), ("b", SLOW), ("a", UP), ("b", UP)) is UP


def test_unknown_leaves_what_was_known():
    assert said(("a", DOWN), ("a", UNKNOWN)) is DOWN
    assert said(("a", UNKNOWN)) is UNKNOWN


def test_what_comes_late_changes_nothing():
    threads = taken_in({}, "a", UP, T0, T0)
    assert taken_in(threads, "a", DOWN, T0 - timedelta(seconds=1), T0) is None
    assert taken_in(threads, "a", DOWN, T0, T0) is not None


def test_one_of_which_nobody_says_anything_for_a_day_is_over():
    threads = taken_in({}, "a", DOWN, T0 - timedelta(days=3), T0)
    assert worst(threads, T0 + HOLDS - timedelta(seconds=1)) is DOWN
    assert worst(threads, T0 + HOLDS) is UNKNOWN


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from([UP, SLOW, DOWN])), max_size=400))
def test_they_survive_as_json_and_stay_few_and_the_worst_is_never_lost(words):
    threads, plain = {}, {}
    for second, (thread, state) in enumerate(words):
        at = T0 + timedelta(seconds=second)
        threads = json.loads(json.dumps(taken_in(threads, str(thread), state, at, at)))
        plain[str(thread)] = state
    assert len(threads) <= MOST
    bad = [state for state in plain.values() if state.is_bad]
    if bad and len(bad) <= MOST:
        assert worst(threads, T0 + timedelta(hours=1)) is max(bad, key=lambda s: s.rank)
