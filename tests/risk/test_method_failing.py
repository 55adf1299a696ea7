"""Components that fail together: the same verdicts as a slow reading of METHOD 2 and 3."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.risk.method.assess import Index, assess
from continuity.risk.method.failing import failing
from continuity.risk.method.why import explain, explain_all
from tests.examples import examples
from tests.portfolios import component, dependency, function, option, portfolio, portfolios
from tests.risk.naive import Naive


class Together(Naive):
    """``failed`` is a set of components."""

    def stands(self, name, failed):
        return name not in failed and all(self.stands(below, failed) for below in self.below[name])


@st.composite
def cases(draw):
    held = draw(portfolios())
    ids = [c.id for c in held.components]
    return held, draw(st.frozensets(st.sampled_from(ids), max_size=4))


def told(judgement):
    return str(judgement.verdict), judgement.recovery_minutes, pytest.approx(judgement.gap)


@given(cases())
@settings(max_examples=examples(300), deadline=None)
def test_every_function_is_judged_as_by_the_slow_reading(case):
    held, failed = case
    found, naive = failing(Index(held), failed), Together(held)
    for one in held.functions:
        judged = naive.judge(one, failed)
        assert (told(found[one.id]) if one.id in found else None) == judged


@given(portfolios())
@settings(max_examples=examples(100), deadline=None)
def test_one_component_alone_is_what_the_assessment_says_of_it(held):
    done = assess(held)
    for c in held.components:
        found = failing(done.index, [c.id])
        for name, result in done.functions.items():
            known = result.components.get(c.id) or result.internal.get(c.id)
            assert found.get(name) == known
            if known:
                why = explain_all(done.index, name, frozenset([c.id]), known)
                assert why == explain(done, name, c.id)


@given(cases())
@settings(max_examples=examples(200), deadline=None)
def test_each_path_leads_from_an_option_over_what_it_runs_on_to_something_that_failed(case):
    held, failed = case
    index = Index(held)
    asks = {(f.id, d.id): d.options for f in held.functions for d in f.dependencies}
    for name, judgement in failing(index, failed).items():
        (why, *_rest) = explain_all(index, name, failed, judgement)
        assert why.recovery_minutes == judgement.recovery_minutes
        assert why.running
        options = {o.id: o for o in asks[why.function, why.dependency]}
        for fall in (*why.running, *why.fallen):
            assert fall.path[0] in options[fall.option].on
            assert fall.path[-1] in failed
            for upper, lower in pairwise(fall.path):
                assert lower in index.ground.components[upper].runs_on


def test_a_fallback_that_carries_either_failure_does_not_carry_both():
    """Two clouds, an option on each: nothing alone stops it, both together do."""
    work = function(
        dependency(option("a", "azure"), option("b", "aws", switch_minutes=5, runbook="book"))
    )
    index = Index(portfolio(work))
    assert {str(j.verdict) for j in failing(index, ["azure"]).values()} == {"untested"}
    assert failing(index, ["aws"]) == {}
    (both,) = failing(index, ["azure", "aws"]).values()
    assert (str(both.verdict), both.recovery_minutes) == ("lost", None)
    (why,) = explain_all(index, "work", frozenset(["azure", "aws"]), both)
    assert (str(why.reason), why.fallen[0].path) == ("shared_fate", ("aws",))


def test_nothing_that_fails_hits_nothing():
    held = portfolio(function(dependency(option("a", "api"))), components=(component("api"),))
    assert failing(Index(held), []) == {}
