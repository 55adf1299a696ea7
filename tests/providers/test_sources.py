"""Whether a source can be read, what that does to a state, and how often it is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers import sources
from continuity.providers.feeds import State
from continuity.providers.memory import Observation, SignalState
from continuity.providers.sources import Pace, Source, combined, effective, judge, next_due, wait

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
TWO = timedelta(minutes=2)
FRESH = Source(sources.FRESH, since=T0, read_at=T0)


def after(source, *reasons, every=timedelta(seconds=90)):
    at = T0
    for reason in reasons:
        at += every
        source = judge(source, reason, at, TWO)
    return source


def test_it_goes_from_fresh_over_stale_to_broken():
    assert after(FRESH, "timeout").health == "fresh"
    assert after(FRESH, "timeout", "timeout", every=timedelta(minutes=4)).health == "stale"
    assert after(FRESH, "timeout", "http_500").health == "fresh"
    broken = after(FRESH, "timeout", "http_500", "empty")
    assert (broken.health, broken.reason, broken.failures) == ("broken", "empty", 3)


def test_one_good_read_mends_it():
    mended = after(FRESH, "timeout", "timeout", "timeout", "timeout", None)
    assert (mended.health, mended.reason, mended.failures) == ("fresh", "", 0)


@pytest.mark.parametrize("reason", ["moved", "other_page", "other_format"])
def test_a_move_shows_at_once_and_stays(reason):
    assert after(FRESH, reason).health == "moved"
    assert after(FRESH, reason, "timeout", "timeout", "timeout").health == "moved"
    assert after(FRESH, reason, None).health == "fresh"


def test_never_read_is_not_fresh():
    assert after(Source(), "timeout").health == "never"
    assert after(Source(), "timeout", "timeout", "timeout").health == "broken"
    assert after(Source(), None).health == "fresh"


def test_it_remembers_since_when():
    source = after(FRESH, "timeout", "timeout", "timeout", "timeout")
    assert source.since == T0 + timedelta(seconds=270)
    assert after(FRESH, None).since == T0


def test_health_grows_old_by_itself():
    assert sources.health_at(FRESH, T0 + 3 * TWO, TWO) == "fresh"
    assert sources.health_at(FRESH, T0 + 3 * TWO + timedelta(seconds=1), TWO) == "stale"


@pytest.mark.parametrize("health", ["fresh", "broken", "moved"])
def test_after_half_an_hour_without_a_read_the_state_is_unknown(health):
    signal = SignalState(State.OPERATIONAL, known_at=T0)
    lost = Source(health, since=T0, read_at=T0)
    assert effective(signal, lost, T0 + timedelta(minutes=29)) is State.OPERATIONAL
    assert effective(signal, lost, T0 + timedelta(minutes=30)) is State.UNKNOWN


def test_what_was_known_of_a_page_that_moved_counts_until_its_new_place_is_read():
    signal = SignalState(State.MAJOR_OUTAGE, open=True, known_at=T0)
    assert effective(signal, Source(), T0 + timedelta(minutes=29)) is State.MAJOR_OUTAGE
    assert effective(signal, Source(), T0 + timedelta(minutes=30)) is State.UNKNOWN


def test_a_component_that_is_no_longer_listed_turns_unknown():
    gone = Observation(T0, State.UNKNOWN, missing=True)
    signal = SignalState(State.OPERATIONAL, last=gone, known_at=T0)
    assert effective(signal, FRESH, T0 + timedelta(minutes=29)) is State.OPERATIONAL
    read = replace(FRESH, read_at=T0 + timedelta(minutes=30))
    assert effective(signal, read, T0 + timedelta(minutes=30)) is State.UNKNOWN


def test_half_an_hour_of_a_word_that_nobody_knows_is_no_word():
    odd = Observation(T0, State.UNKNOWN)
    signal = SignalState(State.MAJOR_OUTAGE, open=True, last=odd, known_at=T0)
    assert effective(signal, FRESH, T0 + timedelta(minutes=29)) is State.MAJOR_OUTAGE
    read = replace(FRESH, read_at=T0 + timedelta(minutes=30))
    assert effective(signal, read, T0 + timedelta(minutes=30)) is State.UNKNOWN


def test_what_was_never_known_is_unknown():
    assert effective(SignalState(), FRESH, T0) is State.UNKNOWN


def test_of_several_signals_the_worst_that_is_known_counts():
    assert combined([State.OPERATIONAL, State.UNKNOWN]) is State.OPERATIONAL
    assert combined([State.OPERATIONAL, State.MAJOR_OUTAGE]) is State.MAJOR_OUTAGE
    assert combined([State.UNKNOWN]) is State.UNKNOWN
    assert combined([]) is State.UNKNOWN


def seconds(pace, source=FRESH):
    return wait(source, pace).total_seconds()


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (Pace(TWO), 120),
        (Pace(TWO, watched=False), 300),
        (Pace(TWO, bad=True), 60),
        (Pace(TWO, pending=State.MAJOR_OUTAGE), 30),
        (Pace(TWO, pending=State.DEGRADED), 60),
        (Pace(timedelta(minutes=15)), 900),
        (Pace(timedelta(minutes=1)), 120),
        (Pace(timedelta(minutes=1), bad=True), 60),
        (Pace(timedelta(minutes=5), bad=True), 60),
        (Pace(timedelta(minutes=15), bad=True), 900),
        (Pace(timedelta(minutes=15), pending=State.MAJOR_OUTAGE), 900),
        (Pace(timedelta(minutes=15), watched=False), 900),
        (Pace(TWO, max_age=timedelta(minutes=5)), 300),
        (Pace(TWO, max_age=timedelta(days=300)), 900),
        (Pace(TWO, max_age=timedelta(seconds=5)), 120),
    ],
)
def test_how_often_a_source_that_answers_is_asked(pace, expected):
    assert seconds(pace) == expected


@pytest.mark.parametrize(
    ("reason", "minutes"),
    [
        ("timeout", [1, 2, 4, 8, 15, 15, 15]),
        ("http_503", [1, 2, 4, 8, 15, 15, 15]),
        ("rate_limited", [1, 2, 4, 8, 16, 32, 60]),
        ("challenge", [60, 60, 60, 1440, 1440, 1440, 1440]),
        ("http_403", [60, 60, 60, 1440, 1440, 1440, 1440]),
        ("http_405", [60, 60, 60, 1440, 1440, 1440, 1440]),
        ("html_instead", [60, 60, 60, 1440, 1440, 1440, 1440]),
        ("moved", [60, 60, 60, 1440, 1440, 1440, 1440]),
    ],
)
def test_a_source_that_fails_is_asked_ever_less(reason, minutes):
    waits = [
        seconds(Pace(TWO), after(FRESH, *[reason] * n)) / 60 for n in range(1, len(minutes) + 1)
    ]
    assert waits == minutes


def test_what_the_source_asks_for_is_honoured_within_reason():
    failing = after(FRESH, "rate_limited")
    assert seconds(Pace(TWO, retry_after=timedelta(minutes=30)), failing) == 1800
    assert seconds(Pace(TWO, retry_after=timedelta(days=9999)), failing) == 86400


def test_feeds_do_not_march_in_step():
    dues = {next_due(FRESH, Pace(TWO), f"https://{n}.example/", T0) - T0 for n in range(50)}
    assert len(dues) == 50
    assert all(timedelta(seconds=108) <= due <= timedelta(seconds=132) for due in dues)


def waits(pace, source=FRESH):
    return [next_due(source, pace, f"https://{n}.example/", T0) - T0 for n in range(200)]


def test_what_the_source_asks_for_is_never_cut_short():
    hour, ten = timedelta(hours=1), timedelta(minutes=10)
    assert min(waits(Pace(TWO, retry_after=hour), after(FRESH, "rate_limited"))) >= hour
    assert min(waits(Pace(TWO, max_age=ten))) >= ten
    assert max(waits(Pace(TWO, max_age=ten))) <= ten * 1.1


def test_a_confirming_read_is_never_early():
    pace = Pace(TWO, pending=State.MAJOR_OUTAGE)
    dues = [next_due(FRESH, pace, f"https://{n}.example/", T0) - T0 for n in range(50)]
    assert min(dues) >= timedelta(seconds=30)
