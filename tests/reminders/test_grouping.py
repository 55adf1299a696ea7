"""Outages of one cause are told as one; others never are."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from continuity.providers.reach import downwards, reached
from continuity.reminders.grouping import JOINS, Opening, belong, groups, same

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def opening(pk, component, minutes=0, provider=None, incident="", lasts=None):
    at = NOON + timedelta(minutes=minutes)
    end = None if lasts is None else at + timedelta(minutes=lasts)
    whose = component if provider is None else provider
    return Opening(pk, component, whose, at, incident, end, at)


def below_of(*pairs):
    steps = downwards(pairs)
    return lambda component: reached(steps, [component])


CLOUD, API, APP = 1, 2, 3
CHAIN = below_of((APP, API), (API, CLOUD))


def test_what_runs_on_it_at_any_depth_joins_within_half_an_hour():
    rows = [opening(10, CLOUD), opening(11, APP, 30)]
    assert groups(rows, CHAIN) == {10: 10, 11: 10}


def test_half_an_hour_and_a_minute_later_it_stands_alone():
    assert groups([opening(10, CLOUD), opening(11, APP, 31)], CHAIN) == {10: 10, 11: 11}


def test_what_fell_before_it_was_not_felled_by_it():
    assert groups([opening(10, APP), opening(11, CLOUD, 1)], CHAIN) == {10: 10, 11: 11}


def test_several_of_one_provider_within_minutes_are_one():
    rows = [opening(10, 7, provider=1), opening(11, 8, 5, provider=1)]
    assert groups(rows, below_of()) == {10: 10, 11: 10}


def test_one_post_joins_what_the_provider_lists_later():
    rows = [opening(10, 7, provider=1, incident="i"), opening(11, 8, 30, 1, "i")]
    assert groups(rows, below_of()) == {10: 10, 11: 10}


def test_what_joins_one_after_the_other_does_so_for_half_an_hour_from_the_first():
    rows = [opening(n, n, 4 * n, provider=1) for n in range(20)]
    found = groups(rows, below_of())
    assert [found[n] for n in (0, 7, 8, 15, 16)] == [0, 0, 8, 8, 16]


def test_an_incident_id_of_another_provider_joins_nothing():
    rows = [opening(10, 7, 0, 1, "i"), opening(11, 8, 20, 2, "i")]
    assert groups(rows, below_of()) == {10: 10, 11: 11}


def test_our_own_sight_and_the_providers_word_are_one():
    assert groups([opening(10, 7), opening(11, 7, 600)], below_of()) == {10: 10, 11: 10}


def test_the_cause_is_what_the_others_need_though_it_was_seen_with_them():
    rows = [opening(10, APP, provider=1), opening(11, API, 1, provider=1)]
    assert groups(rows, CHAIN) == {10: 11, 11: 11}


def test_of_one_component_what_begins_when_the_other_is_over_is_another():
    rows = [opening(10, 7, lasts=20), opening(11, 7, 25)]
    assert groups(rows, below_of()) == {10: 10, 11: 10}  # of one provider, within half an hour
    rows = [opening(10, 7, lasts=20), opening(11, 7, 40)]
    assert groups(rows, below_of()) == {10: 10, 11: 11}


def test_a_group_keeps_the_cause_that_it_was_told_under():
    rows = [opening(10, APP, provider=1), opening(11, API, 1, provider=1), opening(12, 9)]
    assert groups(rows, CHAIN, {10: 10}) == {10: 10, 11: 10, 12: 12}


def test_what_lasts_joins_nothing_that_was_told_to_be_over():
    end = NOON + timedelta(minutes=4)
    rows = [opening(10, 7, 0, 1, lasts=3), opening(11, 8, 2, 1), opening(12, 9, 2, 1, lasts=1)]
    assert groups(rows, below_of(), {10: 10}, {10: end}) == {10: 10, 11: 11, 12: 10}


def test_what_we_knew_only_after_the_end_was_told_is_another():
    late = opening(11, 8, 3, 1, lasts=1)
    rows = [opening(10, 7, 0, 1, lasts=1), late]
    end = NOON + timedelta(minutes=2)
    assert groups(rows, below_of(), {10: 10}, {10: end}) == {10: 10, 11: 11}


ROWS = st.lists(
    st.builds(
        opening,
        pk=st.integers(1, 10_000),
        component=st.integers(1, 8),
        minutes=st.integers(0, 120),
        provider=st.integers(1, 4),
        incident=st.sampled_from(["", "", "a", "b"]),
        lasts=st.sampled_from([None, 2, 20, 60]),
    ),
    max_size=12,
    unique_by=lambda row: row.pk,
)
PAIRS = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] != pair[1]),
    max_size=10,
)


@given(ROWS, PAIRS, st.randoms())
def test_the_order_in_which_they_are_read_changes_nothing(rows, pairs, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert groups(rows, below_of(*pairs)) == groups(mixed, below_of(*pairs))


@given(ROWS, PAIRS)
def test_a_cause_is_one_of_its_group_and_nothing_is_left_out(rows, pairs):
    found = groups(rows, below_of(*pairs))
    assert found.keys() == {row.pk for row in rows}
    assert all(found[cause] == cause for cause in found.values())


@given(ROWS, PAIRS)
def test_a_group_begins_within_half_an_hour_but_for_what_was_down_all_along(rows, pairs):
    found = groups(rows, below_of(*pairs))
    for cause in found.values():
        members = [row for row in rows if found[row.pk] == cause]
        first = min(row.at for row in members)
        for row in members:
            near = row.at - first <= JOINS
            assert near or any(same(row, other) for other in members if other is not row)


@given(ROWS, PAIRS)
def test_told_or_not_it_is_grouped_alike(rows, pairs):
    """Who was told of a cause finds in its group what was there before."""
    below = below_of(*pairs)
    found = groups(rows, below)
    told = {pk: cause for pk, cause in found.items() if pk == cause}
    anew = groups(rows, below, told)
    for cause in told:
        assert anew[cause] == cause


@given(ROWS, PAIRS)
def test_who_belongs_to_nobody_stands_alone(rows, pairs):
    below = below_of(*pairs)
    found = groups(rows, below)
    for row in rows:
        others = [other for other in rows if other is not row]
        if not any(belong(row, other, below) or same(row, other) for other in others):
            assert found[row.pk] == row.pk


@given(ROWS, PAIRS)
def test_belonging_goes_both_ways(rows, pairs):
    below = below_of(*pairs)
    for one in rows:
        for other in rows:
            assert belong(one, other, below) == belong(other, one, below)
            assert same(one, other) == same(other, one)
