"""What an organisation does to be safer never makes any score worse (METHOD 4)."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from continuity.inventory.portable import Option
from continuity.risk.method.assess import assess
from tests.examples import examples
from tests.portfolios import AS_OF, minutes, portfolios, shares, some_of

many = settings(max_examples=examples(200), deadline=None)


def assert_no_worse(before, after):
    """No function's score, not the organisation's, no component's exposure; to the last bit."""
    before, after = assess(before), assess(after)
    assert after.score <= before.score
    for name, result in after.functions.items():
        assert result.score <= before.functions[name].score
    for name, exposure in after.exposure.items():
        assert exposure <= before.exposure.get(name, 0)


def with_option(draw, portfolio, change):
    """The portfolio with one option of one dependency changed, or an assumption that fails."""
    places = [
        (f, d, o)
        for f, function in enumerate(portfolio.functions)
        for d, dependency in enumerate(function.dependencies)
        for o in range(len(dependency.options))
    ]
    assume(places)
    f, d, o = draw(st.sampled_from(places))
    dependency = portfolio.functions[f].dependencies[d]
    options = list(dependency.options)
    options[o] = change(options[o])
    return with_options(portfolio, f, d, tuple(options))


def with_options(portfolio, f, d, options):
    function = portfolio.functions[f]
    dependencies = list(function.dependencies)
    dependencies[d] = replace(dependencies[d], options=options)
    functions = list(portfolio.functions)
    functions[f] = replace(function, dependencies=tuple(dependencies))
    return replace(portfolio, functions=tuple(functions))


@given(portfolios(), st.data())
@many
def test_adding_a_fallback(portfolio, data):
    places = [
        (f, d) for f, row in enumerate(portfolio.functions) for d in range(len(row.dependencies))
    ]
    assume(places)
    f, d = data.draw(st.sampled_from(places))
    fallback = Option(
        id="new",
        name="New",
        on=data.draw(some_of([c.id for c in portfolio.components], 3)),
        capacity=data.draw(shares),
        switch_minutes=data.draw(minutes),
        runbook=data.draw(st.none() | st.just("rb0")),
        tested_on=data.draw(st.none() | st.just(AS_OF)),
    )
    options = (*portfolio.functions[f].dependencies[d].options, fallback)
    assert_no_worse(portfolio, with_options(portfolio, f, d, options))


@given(portfolios(), st.data())
@many
def test_shortening_a_switch(portfolio, data):
    def shorten(option):
        shorter = data.draw(st.integers(0, option.switch_minutes))
        return replace(option, switch_minutes=shorter)

    assert_no_worse(portfolio, with_option(data.draw, portfolio, shorten))


@given(portfolios(), st.data())
@many
def test_writing_a_runbook(portfolio, data):
    def write(option):
        return replace(option, runbook=option.runbook or "rb0")

    assert_no_worse(portfolio, with_option(data.draw, portfolio, write))


@given(portfolios(), st.data())
@many
def test_passing_an_exercise(portfolio, data):
    def exercise(option):
        return replace(option, tested_on=portfolio.as_of)

    assert_no_worse(portfolio, with_option(data.draw, portfolio, exercise))


@given(portfolios(), st.data())
@many
def test_removing_a_runs_on(portfolio, data):
    edges = [(n, name) for n, row in enumerate(portfolio.components) for name in row.runs_on]
    assume(edges)
    n, name = data.draw(st.sampled_from(edges))
    components = list(portfolio.components)
    left = tuple(other for other in components[n].runs_on if other != name)
    components[n] = replace(components[n], runs_on=left)
    assert_no_worse(portfolio, replace(portfolio, components=tuple(components)))
