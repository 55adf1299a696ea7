"""What moved between days adds up exactly, however the days are cut."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.risk.history.moves import aged, joined, kept, sort
from tests.portfolios import dependency, function, option, portfolio

STATES = st.tuples(st.sampled_from([0.0, 20.0, 100.0]), st.sampled_from("ab")).map(
    lambda told: [told[0], told[1], None, ""]
)
PICTURES = st.dictionaries(st.integers(1, 6), STATES)


def between(was, now):
    pks = was.keys() | now.keys()
    return {pk: (was.get(pk), now.get(pk)) for pk in pks if was.get(pk) != now.get(pk)}


@settings(deadline=None)
@given(st.lists(PICTURES, min_size=2, max_size=6))
def test_days_joined_say_what_the_ends_say(pictures):
    days = [kept({}, between(a, b)) for a, b in pairwise(pictures)]
    assert joined(days) == between(pictures[0], pictures[-1])


@settings(deadline=None)
@given(st.lists(PICTURES, min_size=2, max_size=6))
def test_a_day_assessed_often_keeps_what_the_day_before_and_its_last_say(pictures):
    day = {}
    for a, b in pairwise(pictures):
        day = kept(day, between(a, b))
    assert day == kept({}, between(pictures[0], pictures[-1]))


@settings(deadline=None)
@given(PICTURES, PICTURES)
def test_each_move_is_counted_once(was, now):
    moves = between(was, now)
    found = sort(moves, {})
    told = [*found.better, *found.worse, *found.new, *found.gone, *found.aside]
    assert sorted(told) == sorted(moves)
    assert all(moves[pk][1][0] > moves[pk][0][0] for pk in found.worse)


def test_the_largest_effect_on_the_whole_stands_first():
    moves = {
        1: ([0.0, "a", None, ""], [50.0, "b", None, ""]),
        2: ([0.0, "a", None, ""], [20.0, "b", None, ""]),
    }
    assert sort(moves, {1: 1, 2: 5}).worse == [2, 1]


def test_an_exercise_ages_on_the_day_after_its_last():
    tested = date(2026, 1, 1)
    held = portfolio(
        function(dependency(option("1", "openai"), option("2", tested_on=tested)), name="7")
    )
    last = tested + timedelta(days=held.test_cadence_days)
    day = timedelta(days=1)
    assert not aged(held, last - day, last)
    (row,) = aged(held, last, last + day)
    assert (row["function"], row["day"]) == (7, "2026-01-01")
    assert aged(held, last - 9 * day, last + 9 * day) == [row]
    assert not aged(held, last + day, last + 2 * day)
    assert not aged(held, tested - day, last + day), "it was not there yet"
