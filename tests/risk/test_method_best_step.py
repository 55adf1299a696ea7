"""The first piece of advice is the best single step, by trying every one; none raises a score."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from continuity.risk.method.advice import Act, advise
from continuity.risk.method.assess import assess
from continuity.risk.method.likelihood import frequencies
from continuity.risk.method.loss import expect
from continuity.risk.method.recovery import Tier, tier_of
from tests.examples import examples
from tests.portfolios import component, dependency, function, option, portfolio, portfolios


def advice(asked, **fields):
    done = assess(asked)
    losses = expect(done, frequencies(asked))
    return advise(done, losses=losses, candidates=outside(asked), **fields)


def outside(asked):
    return [c.id for c in asked.components if not c.internal]


def every_step(asked):
    """Every portfolio that one step leads to: assessed from scratch, one candidate at a time."""
    for at, work in enumerate(asked.functions):
        for place, ask in enumerate(work.dependencies):
            if ask.essential:
                for options in ways(asked, work, ask):
                    asks = list(work.dependencies)
                    asks[place] = replace(ask, options=tuple(options))
                    functions = list(asked.functions)
                    functions[at] = replace(work, dependencies=tuple(asks))
                    yield replace(asked, functions=tuple(functions))


def ways(asked, work, ask):
    for at in range(ask.required, len(ask.options)):
        old = ask.options[at]
        tier = tier_of(old, asked.as_of, asked.test_cadence_days)
        for fits, change in (
            (tier == Tier.DOCUMENTED, {"tested_on": asked.as_of}),
            (tier == Tier.ANY, {"runbook": "rb0"}),
            (old.switch_minutes > work.rto_minutes, {"switch_minutes": work.rto_minutes}),
        ):
            if fits:
                yield [*ask.options[:at], replace(old, **change), *ask.options[at + 1 :]]
    below = {c.id: set(c.runs_on) for c in asked.components}
    running = {low for o in ask.options[: ask.required] for low in down(below, o.on)}
    named = {name for o in ask.options for name in o.on}
    for name in outside(asked):
        if running and name not in named and not running & down(below, (name,)):
            new = option("new", name, switch_minutes=work.rto_minutes, runbook="rb0")
            yield [*ask.options, new]


def down(below, names):
    seen, ahead = set(), list(names)
    while ahead:
        name = ahead.pop()
        seen.add(name)
        ahead += below[name]
    return seen


def judged(asked):
    done = assess(asked)
    return done.score, expect(done, frequencies(asked)).loss


@settings(max_examples=examples(200), deadline=None)
@given(asked=portfolios())
def test_the_first_advice_is_the_best_of_every_single_step(asked):
    score, loss = judged(asked)
    best = min(
        (
            (after, round(cost, 2))
            for after, cost in map(judged, every_step(asked))
            if after < score or round(loss - cost, 2) > 0
        ),
        default=None,
    )
    first = advice(asked, most=1)
    if best is None:
        assert first == []
    else:
        assert first[0].score_after == best[0]
        assert first[0].loss_after == pytest.approx(best[1], abs=0.02)


@settings(max_examples=examples(100), deadline=None)
@given(asked=portfolios(unfinished=True))
def test_no_advice_raises_any_score(asked):
    before = assess(asked)
    scores = {name: result.worst_units for name, result in before.functions.items()}
    for after in map(assess, every_step(asked)):
        assert after.score <= before.score
        for name, result in after.functions.items():
            assert result.worst_units <= scores[name]


def test_a_fallback_is_advised_on_what_shares_nothing_with_what_runs():
    parts = (
        component("api", "cloud"),
        component("azure-api", "cloud"),
        component("cloud"),
        component("claude", "other-cloud"),
        component("other-cloud"),
        component("own", kind="internal"),
    )
    asked = portfolio(function(dependency(option("gpt", "api"))), components=parts)
    (found,) = advice(asked)
    assert (found.act, found.component, found.candidates) == (Act.ADD_FALLBACK, "claude", 2)
    assert (found.score_before, found.score_after) == (100, 20)
    assert found.loss_before == found.loss_after == 0


def test_there_is_no_advice_to_add_what_is_there():
    asked = portfolio(function(dependency(option("gpt", "api"), option("b", "other"))))
    assert Act.ADD_FALLBACK not in {a.act for a in advice(asked)}
