"""The longest path through the steps is the time of a runbook; what comes after is told apart."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.runbooks.library import TEMPLATES
from continuity.runbooks.plantime import Cycle, Work, plan_time


def test_no_steps_take_no_time():
    assert (plan_time([]).minutes, plan_time([]).normal_minutes) == (0, 0)


def test_steps_side_by_side_count_once():
    found = plan_time(
        [Work("a", 5), Work("b", 10, ["a"]), Work("c", 30, ["a"]), Work("d", 5, ["b", "c"])]
    )
    assert (found.minutes, found.path) == (40, ("a", "c", "d"))
    assert found.starts == {"a": 0, "b": 5, "c": 5, "d": 35}
    assert found.normal_minutes == 40


def test_waiting_for_a_step_that_is_gone_counts_for_nothing():
    assert plan_time([Work("a", 5, ["gone"])]).minutes == 5


def test_a_cycle_is_named():
    with pytest.raises(Cycle) as told:
        plan_time([Work("a", 1), Work("b", 1, ["c", "a"]), Work("c", 1, ["b"])])
    assert told.value.path in {("b", "c", "b"), ("c", "b", "c")}


def test_what_comes_after_the_service_is_back_is_not_held_against_the_rto():
    found = plan_time(
        [Work("switch", 15), Work("watch", 15, ["switch"], True), Work("return", 20, ["watch"])]
    )
    assert (found.minutes, found.path) == (15, ("switch",))
    assert found.normal_minutes == 50
    assert found.after == {"watch", "return"}  # what waits for it comes after, too


def test_if_every_step_comes_after_none_brings_the_service_back():
    found = plan_time([Work("watch", 15, [], True)])
    assert (found.minutes, found.path, found.normal_minutes) == (0, (), 15)


@st.composite
def graphs(draw):
    minutes = draw(st.lists(st.integers(0, 500), max_size=9))
    return [
        Work(
            str(i),
            m,
            draw(st.lists(st.integers(0, i - 1).map(str), unique=True) if i else st.just([])),
            draw(st.booleans()),
        )
        for i, m in enumerate(minutes)
    ]


@given(graphs())
def test_it_agrees_with_walking_every_path(steps):
    known = {step.key: step for step in steps}

    def end(key):
        return known[key].minutes + max((end(k) for k in known[key].waits_for), default=0)

    def comes_after(key):
        return known[key].after_service or any(map(comes_after, known[key].waits_for))

    found = plan_time(steps)
    assert found.after == {key for key in known if comes_after(key)}
    assert found.minutes == max((end(key) for key in known if not comes_after(key)), default=0)
    assert found.normal_minutes == max((end(key) for key in known), default=0)
    assert found.minutes == sum(known[key].minutes for key in found.path)
    assert not found.after.intersection(found.path)
    assert plan_time(reversed(steps)).minutes == found.minutes


@given(graphs(), st.data())
def test_marking_a_step_never_makes_the_service_come_back_later(steps, data):
    before = plan_time(steps)
    if steps:
        at = data.draw(st.integers(0, len(steps) - 1))
        steps[at] = steps[at]._replace(after_service=True)
    marked = plan_time(steps)
    assert marked.minutes <= before.minutes
    assert marked.normal_minutes == before.normal_minutes


@given(graphs())
def test_with_nothing_marked_both_times_are_one(steps):
    found = plan_time([step._replace(after_service=False) for step in steps])
    assert found.minutes == found.normal_minutes


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_followed(name):
    template = TEMPLATES[name]
    keys = [step["key"] for step in template["step"]]
    assert len(keys) == len(set(keys)) >= 4
    assert {k for step in template["step"] for k in step.get("waits_for", [])} <= set(keys)
    assert all(step["proof"] and step["role"] for step in template["step"])
    assert all("**If not:**" in step["instruction"] for step in template["step"])
    work = [
        Work(s["key"], s["minutes"], s.get("waits_for", []), s.get("after_service", False))
        for s in template["step"]
    ]
    assert plan_time(work).minutes > 0


def test_a_long_chain_takes_time_by_its_length_alone():
    steps = [Work(str(n), 1, [str(n - 1)] if n else []) for n in range(20_000)]
    begun = time.perf_counter()
    assert plan_time(steps).minutes == plan_time(reversed(steps)).minutes == 20_000
    with pytest.raises(Cycle) as told:
        plan_time([*steps[1:], Work("0", 1, ["19999"])])
    assert len(told.value.path) == 20_001
    assert time.perf_counter() - begun < 5
