"""Each step as arithmetic on a portfolio: what it changes, what it leaves, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.changes.draft import Fault, Misfit
from continuity.changes.steps import (
    AddOption,
    NameRunbook,
    RemoveOption,
    Reorder,
    Replace,
    Resize,
    attempt,
    carry_out,
)
from continuity.risk.method.assess import assess
from tests.portfolios import component, dependency, function, option, portfolio

HELD = portfolio(
    function(
        dependency(option("1", "10"), option("2", "20", switch_minutes=200), name="d1"),
        name="f1",
    ),
    function(dependency(option("3", "10"), name="d2"), name="f2"),
    components=(component("10", "90"), component("20"), component("30"), component("90")),
)


def options(held, ask="d1"):
    (found,) = [d for f in held.functions for d in f.dependencies if d.id == ask]
    return found.options


def test_an_option_is_added_at_the_end_of_what_is_named():
    after = AddOption("7", "New", dependencies=("d1",), rests_on=("30",), switch_minutes=5).on(HELD)
    assert [o.id for o in options(after)] == ["1", "2", "7-d1"]
    assert options(after)[-1].on == ("30",)
    assert options(after, "d2") == options(HELD, "d2")


def test_an_option_for_all_that_leans_reaches_what_runs_on_it_at_any_depth():
    after = AddOption("7", "New", leans_on="90", rests_on=("30",), switch_minutes=5).on(HELD)
    assert [o.id for f in ("d1", "d2") for o in options(after, f)] == [
        "1",
        "2",
        "7-d1",
        "3",
        "7-d2",
    ]


def test_what_has_such_an_option_already_is_left_alone():
    after = AddOption("7", "New", leans_on="10", rests_on=("20",), switch_minutes=5).on(HELD)
    assert options(after) == options(HELD)
    assert [o.id for o in options(after, "d2")] == ["3", "7-d2"]


def test_a_fallback_that_leans_is_no_leaning():
    with pytest.raises(Misfit) as misfit:
        AddOption("7", "New", leans_on="20", rests_on=("30",)).on(HELD)
    assert misfit.value.fault == Fault.NOTHING_LEFT


def test_everything_moves_from_one_component_to_another():
    after = Replace("10", "30").on(HELD)
    assert [o.on for ask in ("d1", "d2") for o in options(after, ask)] == [
        ("30",),
        ("20",),
        ("30",),
    ]


def test_only_the_chosen_options_move():
    after = Replace("10", "30", options=("3",)).on(HELD)
    assert options(after) == options(HELD)
    assert options(after, "d2")[0].on == ("30",)


def test_components_stand_in_the_order_of_their_numbers():
    both = portfolio(function(dependency(option("1", "9 10"))), components=(component("2"),))
    assert Replace("9", "2").on(both).functions[0].dependencies[0].options[0].on == ("2", "10")


def test_making_an_option_run_turns_the_one_before_it_into_a_fallback():
    after = Reorder("2", 0, switch_minutes=15).on(HELD)
    assert [(o.id, o.switch_minutes) for o in options(after)] == [("2", 0), ("1", 15)]


def test_switch_time_capacity_and_runbook_are_set():
    after = carry_out(HELD, [Resize("2", 20, 0.9)]).portfolio
    assert (options(after)[1].switch_minutes, options(after)[1].capacity) == (20, 0.9)
    with_books = portfolio(
        function(dependency(option("1", "10"), option("2", "20", switch_minutes=5, runbook="b")))
    )
    bare = Resize("2", 6).on(with_books)
    assert options(bare, "ask")[1].runbook == "b"


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (AddOption("7", "New", dependencies=("gone",)), Fault.DEPENDENCY_GONE),
        (AddOption("7", "New", dependencies=("d1",), rests_on=("77",)), Fault.COMPONENT_GONE),
        (AddOption("7", "New", dependencies=("d1",), runbook="77"), Fault.RUNBOOK_GONE),
        (AddOption("7", "New", leans_on="77"), Fault.COMPONENT_GONE),
        (Replace("77", "30"), Fault.COMPONENT_GONE),
        (Replace("10", "77"), Fault.COMPONENT_GONE),
        (Replace("30", "10"), Fault.NOTHING_LEFT),
        (Replace("10", "30", options=("2",)), Fault.NOT_ON_IT),
        (Replace("10", "30", options=("77",)), Fault.OPTION_GONE),
        (RemoveOption("77"), Fault.OPTION_GONE),
        (RemoveOption("3"), Fault.SHORT),
        (RemoveOption("1"), Fault.SLOW),
        (Reorder("2", 0), Fault.SLOW),
        (Reorder("2", 1), Fault.NOTHING_NEW),
        (Resize("2", 200), Fault.NOTHING_NEW),
        (Resize("1", 5), Fault.SLOW),
        (Resize("1", None, 0.1), Fault.SHORT),
        (NameRunbook("2", "77"), Fault.RUNBOOK_GONE),
        (NameRunbook("77", "b"), Fault.OPTION_GONE),
    ],
)
def test_a_step_that_does_not_fit_says_why(step, fault):
    with pytest.raises(Misfit) as misfit:
        step.on(HELD)
    assert misfit.value.fault == fault


def test_a_later_step_may_speak_of_what_an_earlier_one_adds():
    add = AddOption("7", "New", dependencies=("d2",), rests_on=("30",), switch_minutes=5)
    after = carry_out(HELD, [add, Reorder("7-d2", 0, 9), RemoveOption("3")]).portfolio
    assert [(o.id, o.switch_minutes) for o in options(after, "d2")] == [("7-d2", 0)]


def test_steps_after_the_first_that_does_not_fit_are_not_tried():
    done = attempt(HELD, [Resize("2", 10), RemoveOption("77"), Resize("2", 5)])
    assert len(done.writes) == 1
    assert done.misfit.fault == Fault.OPTION_GONE
    assert options(done.portfolio)[1].switch_minutes == 10


def test_a_step_half_done_leaves_nothing_of_itself():
    """The second of its two writes would run too slowly: the first is not kept either."""
    empty = portfolio(
        function(dependency(option("1", "10"), name="d1"), dependency(name="d2")),
        components=(component("30"),),
    )
    done = attempt(empty, [AddOption("7", "New", dependencies=("d1", "d2"), switch_minutes=5)])
    assert done.misfit.fault == Fault.SLOW
    assert done.portfolio == empty


@given(st.integers(0, 400), st.sampled_from([0.2, 0.5, 1.0]), st.sampled_from(["20", "30", "90"]))
def test_one_more_fallback_raises_no_score(minutes, capacity, on):
    step = AddOption(
        "7", "New", leans_on="10", rests_on=(on,), capacity=capacity, switch_minutes=minutes
    )
    try:
        after = assess(step.on(HELD))
    except Misfit:
        return
    before = assess(HELD)
    assert after.score <= before.score
    for name, result in after.functions.items():
        assert result.score <= before.functions[name].score
