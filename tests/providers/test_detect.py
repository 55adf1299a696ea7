"""When an outage opens and closes, as a table of reads."""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers.detect import DRIVEN_BY_MONITORS, EDITED_BY_PEOPLE, step
from continuity.providers.feeds import State
from continuity.providers.memory import Observation, SignalState, dump, load

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
WORDS = {
    "ok": State.OPERATIONAL,
    "mt": State.MAINTENANCE,
    "de": State.DEGRADED,
    "pa": State.PARTIAL_OUTAGE,
    "ma": State.MAJOR_OUTAGE,
    "??": State.UNKNOWN,
}


def play(script, policy=EDITED_BY_PEOPLE, signal=None, **facts):
    """``"0 ok, 30 ma"`` is a good read and, 30 s later, a major one. Times in seconds."""
    signal, told = signal or SignalState(), []
    for part in script.split(","):
        second, word = part.split()
        at = T0 + timedelta(seconds=int(second))
        signal, transition = step(signal, Observation(at, WORDS[word], **facts), at, policy)
        signal = load(dump(signal))
        if transition:
            told.append(f"{second} {transition.kind} {transition.state}")
    return signal, told


@pytest.mark.parametrize(
    ("script", "told"),
    [
        # human-edited: major twice, at least 30 s apart
        ("0 ok, 60 ma", []),
        ("0 ok, 60 ma, 89 ma", []),
        ("0 ok, 60 ma, 90 ma", ["90 open major_outage"]),
        ("0 ma, 30 ma", ["30 open major_outage"]),
        # degraded and partial: twice, a minute apart
        ("0 ok, 60 de, 90 de", []),
        ("0 ok, 60 de, 120 de", ["120 open degraded"]),
        ("0 ok, 60 pa, 120 pa", ["120 open partial_outage"]),
        ("0 ok, 60 de, 120 pa", ["120 open degraded"]),
        ("0 ok, 60 pa, 120 de", ["120 open degraded"]),
        # a good read between starts it anew; one that tells nothing does not
        ("0 ma, 30 ok, 60 ma", []),
        ("0 ma, 30 mt, 60 ma", []),
        ("0 ma, 20 ??, 40 ma", ["40 open major_outage"]),
        ("0 ??, 60 ??, 120 ??, 4000 ??", []),
        ("0 mt, 60 mt, 4000 mt", []),
        # reads that lie too far apart do not confirm each other
        ("0 ma, 1300 ma", []),
        ("0 ma, 1300 ma, 1330 ma", ["1330 open major_outage"]),
        # it worsens once, and is not told when it eases
        (
            "0 de, 60 de, 120 ma, 150 ma, 180 ma, 210 de, 400 de",
            ["60 open degraded", "150 worsen major_outage"],
        ),
        # closing: two good reads, ten minutes apart
        ("0 ma, 30 ma, 60 ok, 659 ok", ["30 open major_outage"]),
        ("0 ma, 30 ma, 60 ok, 660 ok", ["30 open major_outage", "660 close operational"]),
        ("0 ma, 30 ma, 60 ok, 400 ma, 700 ok", ["30 open major_outage"]),
        ("0 ma, 30 ma, 60 ok, 400 mt, 700 ok", ["30 open major_outage"]),
        ("0 ma, 30 ma, 60 ??, 700 ??, 2000 ??", ["30 open major_outage"]),
        ("0 ma, 30 ma, 60 mt, 700 mt, 1400 mt", ["30 open major_outage"]),
        ("0 ma, 30 ma, 60 ok, 1900 ok", ["30 open major_outage"]),
    ],
)
def test_a_feed_that_people_edit(script, told):
    assert play(script)[1] == told


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("0 de, 60 de, 299 de", []),
        ("0 de, 60 de, 300 de", ["300 open degraded"]),
        ("0 de, 400 de", []),
        ("0 ma, 60 ma", ["60 open major_outage"]),
        ("0 ma, 60 ma, 70 ok, 400 ok, 969 ok", ["60 open major_outage"]),
        (
            "0 ma, 60 ma, 70 ok, 400 ok, 970 ok",
            ["60 open major_outage", "970 close operational"],
        ),
    ],
)
def test_a_feed_that_monitors_drive(script, told):
    assert play(script, DRIVEN_BY_MONITORS)[1] == told


def test_an_outage_under_observation_stays_open():
    signal, _ = play("0 ma, 30 ma")
    signal, told = play("60 ok, 700 ok, 1400 ok", signal=signal, monitoring=True)
    assert told == []
    signal, told = play("2000 ok, 2600 ok", signal=signal)
    assert told == ["2600 close operational"]


def test_three_openings_in_an_hour_hold_it_open_for_half_an_hour():
    once = "0 ma, 30 ma, 60 ok, 660 ok, "
    twice = "700 ma, 730 ma, 760 ok, 1360 ok, "
    signal, told = play(once + twice + "1400 ma, 1430 ma, 1460 ok, 2060 ok, 2600 ok")
    assert [t.split()[1] for t in told] == ["open", "close", "open", "close", "open"]
    assert signal.open
    _, told = play("3260 ok", signal=signal)
    assert told == ["3260 close operational"]


def opened(began, first="0 ma", **known):
    signal = SignalState(**known)
    at = T0
    for seconds in (0, 30):
        at = T0 + timedelta(seconds=seconds)
        seen = Observation(at, State.MAJOR_OUTAGE, began=began, aged=began)
        signal, transition = step(signal, seen, at, EDITED_BY_PEOPLE)
    return transition


def test_old_news_at_first_sight_opens_quietly():
    assert opened(T0 - timedelta(hours=3)).alert is False
    assert opened(T0 - timedelta(hours=1)).alert is True
    assert opened(None).alert is True


def test_what_was_seen_well_a_moment_ago_is_no_old_news():
    transition = opened(T0 - timedelta(hours=3), known_at=T0 - timedelta(minutes=2))
    assert transition.alert is True


@pytest.mark.parametrize(
    ("claimed", "since"),
    [
        (timedelta(minutes=-41), timedelta(minutes=-41)),
        (timedelta(minutes=5), timedelta(0)),  # in the future
        (timedelta(days=-400), timedelta(0)),  # a post that was never closed
    ],
)
def test_the_provider_s_own_start_is_taken_if_credible(claimed, since):
    assert opened(T0 + claimed, known_at=T0 - timedelta(minutes=1)).since == T0 + since


def test_a_good_read_within_an_outage_is_not_the_last_good_one():
    signal, _ = play("0 ok, 60 ma, 90 ma, 120 ok, 150 ma")
    assert signal.good_at == T0
    assert play("180 ok, 780 ok", signal=signal)[0].good_at == T0 + timedelta(seconds=780)


def test_no_outage_begins_before_the_last_good_read():
    well = T0 - timedelta(minutes=2)
    claimed = T0 - timedelta(hours=20)
    assert opened(claimed, known_at=well, good_at=well).since == well


def test_the_state_is_what_is_and_not_the_worst_that_was():
    signal, told = play("0 ma, 30 ma, 60 de, 119 de")
    assert (signal.state, signal.open) == (State.MAJOR_OUTAGE, True)
    signal, told = play("120 de", signal=signal)
    assert (signal.state, signal.open, told) == (State.DEGRADED, True, [])


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("0 ma, 30 ma, 60 pa, 120 de", State.PARTIAL_OUTAGE),
        ("0 ma, 30 ma, 60 pa, 120 de, 180 de", State.DEGRADED),
        ("0 ma, 30 ma, 60 de, 90 ma, 120 de", State.MAJOR_OUTAGE),
        ("0 ma, 30 ma, 60 mt, 120 mt", State.MAINTENANCE),
        ("0 ma, 30 ma, 60 ok, 300 ok", State.MAJOR_OUTAGE),  # well is told by closing only
        ("0 ma, 30 ma, 60 de, 120 de, 180 ma, 210 ma", State.MAJOR_OUTAGE),
        ("0 ma, 30 ma, 60 de, 4000 de", State.MAJOR_OUTAGE),  # too far apart
    ],
)
def test_getting_better_is_confirmed_as_getting_worse_is(script, state):
    assert play(script)[0].state == state


def test_it_worsens_anew_after_it_eased():
    told = play("0 de, 60 de, 120 mt, 180 mt, 240 pa, 300 pa")[1]
    assert told == ["60 open degraded", "300 worsen partial_outage"]


def test_posts_that_stood_there_while_all_was_well_are_remembered():
    assert play("0 ok", posts=("p1", "p2"))[0].idle == ("p1", "p2")
    assert play("0 de", posts=("p1",))[0].idle == ()
    signal, _ = play("0 ma, 30 ma, 60 ok, 90 ma", posts=("p1",))
    assert signal.idle == ()  # one good read within an outage is not well
    assert play("120 ok, 720 ok", signal=signal, posts=("p1",))[0].idle == ("p1",)


def test_a_memory_of_an_older_release_is_still_read():
    signal, _ = play("0 ma, 30 ma")
    stored = dump(signal)
    for name in ("good_at", "idle", "eases"):
        del stored[name]
    for name in ("aged", "posts", "until", "then"):
        del stored["last"][name]
    assert load(stored).open


def test_an_outage_ends_with_the_first_good_read():
    signal, _ = play("0 ma, 30 ma, 60 ok")
    at = T0 + timedelta(seconds=700)
    _, closed = step(signal, Observation(at, State.OPERATIONAL), at, EDITED_BY_PEOPLE)
    assert closed.since == T0 + timedelta(seconds=60)


def test_a_word_that_nobody_knows_makes_the_state_unknown_at_once():
    assert play("0 ok, 60 ??")[0].state == State.UNKNOWN
    assert play("0 ok, 60 ??", missing=True)[0].state == State.OPERATIONAL
    assert play("0 ma, 30 ma, 60 ??")[0].state == State.MAJOR_OUTAGE


def test_a_clock_set_back_does_not_blind_it():
    signal, _ = play("90000 ok")
    _, told = play("0 ma, 30 ma", signal=signal)
    assert told == ["30 open major_outage"]


def test_every_wait_can_be_shortened_for_a_rehearsal():
    told = play("0 ma, 1 ma, 2 ok, 12 ok", EDITED_BY_PEOPLE.hastened(60))[1]
    assert told == ["1 open major_outage", "12 close operational"]
