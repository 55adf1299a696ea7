"""The longest path through the steps is the time of a runbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.runbooks.library import TEMPLATES
from continuity.runbooks.plantime import Cycle, plan_time


def test_no_steps_take_no_time():
    assert plan_time([]).minutes == 0


def test_steps_side_by_side_count_once():
    found = plan_time([("a", 5, []), ("b", 10, ["a"]), ("c", 30, ["a"]), ("d", 5, ["b", "c"])])
    assert (found.minutes, found.path) == (40, ("a", "c", "d"))
    assert found.starts == {"a": 0, "b": 5, "c": 5, "d": 35}


def test_waiting_for_a_step_that_is_gone_counts_for_nothing():
    assert plan_time([("a", 5, ["gone"])]).minutes == 5


def test_a_cycle_is_named():
    with pytest.raises(Cycle) as told:
        plan_time([("a", 1, []), ("b", 1, ["c", "a"]), ("c", 1, ["b"])])
    assert told.value.path in {("b", "c", "b"), ("c", "b", "c")}


@st.composite
def graphs(draw):
    minutes = draw(st.lists(st.integers(0, 500), max_size=9))
    return [
        (
            str(i),
            m,
            draw(st.lists(st.integers(0, i - 1).map(str), unique=True) if i else st.just([])),
        )
        for i, m in enumerate(minutes)
    ]


@given(graphs())
def test_it_agrees_with_walking_every_path(steps):
    known = {key: (minutes, waits) for key, minutes, waits in steps}

    def end(key):
        minutes, waits = known[key]
        return minutes + max((end(k) for k in waits), default=0)

    found = plan_time(steps)
    assert found.minutes == max((end(key) for key in known), default=0)
    assert found.minutes == sum(known[key][0] for key in found.path)
    assert plan_time(reversed(steps)).minutes == found.minutes


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_followed(name):
    template = TEMPLATES[name]
    keys = [step["key"] for step in template["step"]]
    assert len(keys) == len(set(keys)) >= 4
    assert {k for step in template["step"] for k in step.get("waits_for", [])} <= set(keys)
    assert all(step["proof"] and step["role"] for step in template["step"])
    time = plan_time([(s["key"], s["minutes"], s.get("waits_for", [])) for s in template["step"]])
    assert time.minutes > 0
