"""Expected hours and loss a year, and the chance of passing RTO and MTPD: the closed form."""

import math
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings

from continuity.inventory.portable import ImpactStep
from continuity.risk.method.assess import assess
from continuity.risk.method.failing import failing
from continuity.risk.method.gap import Verdict
from continuity.risk.method.likelihood import Duration, Prior, frequencies
from continuity.risk.method.loss import NEVER, Hit, Tolls, expect, expect_function
from continuity.risk.method.together import classes
from tests.examples import examples
from tests.portfolios import component, dependency, function, option, portfolio, portfolios

ONCE = Prior(outages_per_year=1, worth_years=1, median_minutes=60, long_minutes=240)
IMPACT = (ImpactStep(0, Decimal(60)), ImpactStep(90, Decimal(600)))


def losses(asked, beta=0.0, prior=ONCE, **fields):
    kinds = {c.kind for c in asked.components}
    rates = frequencies(asked, dict.fromkeys(kinds, prior))
    return expect(assess(asked), rates, beta=beta, **fields)


def alone(*options, **fields):
    return function(dependency(*options), impact=IMPACT, **fields)


def test_without_a_fallback_it_is_down_for_as_long_as_the_outage():
    held = losses(portfolio(alone(option("gpt", "api"))))
    duration = Duration(math.log(60), ONCE.sigma)
    assert held.hours == pytest.approx(duration.mean / 60)
    late = duration.mean - duration.capped(90)
    assert held.loss == pytest.approx(duration.capped(90) + 10 * late)
    assert held.functions["work"].p_rto == pytest.approx(1 - 1 / (1 + 0.5))
    assert held.functions["work"].p_mtpd == pytest.approx(1 - 1 / (1 + 0.1))


def test_a_fallback_cuts_it_off_and_fails_on_demand():
    spare = option("b", "other", switch_minutes=30, runbook="rb")
    held = losses(portfolio(alone(option("gpt", "api"), spare)))
    duration = Duration(math.log(60), ONCE.sigma)
    assert held.hours == pytest.approx((0.75 * duration.capped(30) + 0.25 * duration.mean) / 60)
    assert held.functions["work"].p_rto == pytest.approx(1 - 1 / (1 + 0.25 * 0.5))
    never = losses(portfolio(alone(option("gpt", "api"), spare)), demand=(0, 0, 0))
    assert never.functions["work"].p_rto == 0
    assert never.hours == pytest.approx(duration.capped(30) / 60)


def test_what_it_runs_on_and_what_it_depends_on_add_up():
    asked = portfolio(
        alone(option("gpt", "api"), name="below"),
        function(name="above", depends_on=("below",)),
        components=(component("api", "cloud"), component("cloud", kind="internal")),
    )
    held = losses(asked)
    assert held.hours == pytest.approx(4 * losses(portfolio(alone(option("gpt", "api")))).hours)
    assert set(held.parts) == {"api", "cloud"}
    assert held.functions["above"].loss == 0
    assert sum(part.loss for part in held.parts.values()) == pytest.approx(held.loss)


def test_an_unknown_common_cause_takes_the_fallback_of_another_provider_too():
    asked = portfolio(alone(option("gpt", "api"), option("claude", "other", switch_minutes=5)))
    none, some, much = (losses(asked, beta) for beta in (0.0, 0.05, 0.2))
    assert none.hours < some.hours < much.hours
    assert none.functions["work"].p_mtpd < much.functions["work"].p_mtpd
    assert none.tied.hours == 0
    mean = Duration(math.log(60), ONCE.sigma).mean / 60
    assert much.tied.hours == pytest.approx(0.2 * mean)
    assert much.parts["api"].hours == pytest.approx(0.8 * none.hours)


def test_by_hand_is_out_of_reach_of_a_common_cause():
    asked = portfolio(
        alone(option("gpt", "api"), option("hand", switch_minutes=5)),
        alone(option("claude", "other"), option("hand", switch_minutes=5), name="write"),
    )
    none, much = losses(asked), losses(asked, 0.2)
    assert much.hours == pytest.approx(none.hours)
    assert much.tied.hours > 0


def test_two_components_of_one_provider_are_not_tied():
    parts = (component("api", provider="x"), component("other", provider="x"))
    asked = portfolio(alone(option("gpt", "api"), option("b", "other")), components=parts)
    assert list(classes(assess(asked))) == []
    assert losses(asked, 0.2).hours == losses(asked).hours


@settings(max_examples=examples(60), deadline=None)
@given(asked=portfolios())
def test_failing_one_component_together_is_failing_it(asked):
    done = assess(asked)
    for name in done.index.ground.components:
        felt = failing(done.index, frozenset((name,)))
        for function_id, result in done.functions.items():
            assert felt.get(function_id) == {**result.components, **result.internal}.get(name)


@settings(max_examples=examples(60), deadline=None)
@given(asked=portfolios())
def test_no_function_is_worse_off_with_fewer_failing_together(asked):
    done = assess(asked)
    for found in classes(done):
        felt = failing(done.index, found.members)
        for name in found.members:
            for function_id in failing(done.index, frozenset((name,))):
                single = failing(done.index, frozenset((name,)))[function_id]
                assert felt[function_id].gap_units >= single.gap_units
                assert felt[function_id].verdict != Verdict.UNAFFECTED


@settings(max_examples=examples(60), deadline=None)
@given(asked=portfolios())
def test_figures_are_what_the_parts_add_up_to(asked):
    for beta in (0.0, 0.2):
        held = losses(asked, beta)
        assert held.hours >= 0
        assert sum(p.hours for p in held.parts.values()) + held.tied.hours == pytest.approx(
            held.hours
        )
        for one in held.functions.values():
            assert 0 <= one.p_mtpd <= one.p_rto <= 1


def test_the_toll_of_one_outage_is_the_mean_over_many():
    dice = random.Random(1)
    duration = Duration(math.log(60), 1.0)
    work = alone()
    for recovery, fails in ((30, 0.0), (100, 0.25), (NEVER, 0.0)):
        found = Tolls().of(duration, Hit(work, recovery, fails))
        hours, costs = [], []
        for _ in range(40_000):
            lasts = dice.lognormvariate(duration.mu, duration.sigma)
            down = lasts if dice.random() < fails else min(lasts, recovery)
            hours.append(down / 60)
            costs.append(down + 9 * max(0.0, down - 90))
        assert found.hours == pytest.approx(sum(hours) / len(hours), rel=0.03)
        assert found.loss == pytest.approx(sum(costs) / len(costs), rel=0.06)


def test_one_function_alone_is_as_within_the_whole():
    asked = portfolio(alone(option("gpt", "api"), option("b", "other", switch_minutes=5)))
    done = assess(asked)
    rates = frequencies(asked)
    result = done.functions["work"]
    one = expect_function(result.function, result.components, rates)
    assert one == expect(done, rates).functions["work"]
