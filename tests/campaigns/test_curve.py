"""The impact curve as four questions: what is said is what it then answers, and no step is lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from continuity.campaigns.curve import ASKED, cost_at, reshaped

MONEY = st.decimals(0, 10**9, places=2)
STEPS = st.dictionaries(st.integers(0, 20_000), MONEY, max_size=8).map(
    lambda found: [
        {"after_minutes": minute, "cost_per_hour": float(found[minute])} for minute in sorted(found)
    ]
)
SAID = st.dictionaries(st.sampled_from(ASKED), MONEY)


@given(STEPS, SAID)
def test_what_is_said_is_what_the_curve_answers(steps, said):
    made = reshaped(steps, said)
    assert {minute: cost_at(made, minute) for minute in said} == said


@given(STEPS)
def test_what_stands_said_again_changes_nothing(steps):
    stands = {minute: cost_at(steps, minute) for minute in ASKED}
    said = {minute: cost for minute, cost in stands.items() if cost is not None}
    assert reshaped(steps, said) == steps


@given(STEPS, SAID)
def test_every_step_at_another_minute_stays(steps, said):
    kept = [step for step in steps if step["after_minutes"] not in said]
    assert [step for step in reshaped(steps, said) if step in kept] == kept


@given(STEPS, SAID)
def test_its_steps_ascend_each_minute_once(steps, said):
    minutes = [step["after_minutes"] for step in reshaped(steps, said)]
    assert minutes == sorted(set(minutes))


def test_a_change_after_four_hours_does_not_spill_into_the_next_day():
    steps = [{"after_minutes": 0, "cost_per_hour": 100}]
    made = reshaped(steps, {60: Decimal(100), 240: Decimal(500), 1440: Decimal(100)})
    assert made == [
        {"after_minutes": 0, "cost_per_hour": 100},
        {"after_minutes": 240, "cost_per_hour": 500},
        {"after_minutes": 1440, "cost_per_hour": 100},
    ]


def test_without_a_curve_nothing_is_known():
    assert cost_at([], 60) is None
    assert cost_at([{"after_minutes": 90, "cost_per_hour": 5}], 60) == 0
