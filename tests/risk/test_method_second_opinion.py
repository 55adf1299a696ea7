"""Two implementations that share no code agree on portfolios that nobody chose."""

import pytest
from hypothesis import given, settings

from continuity.risk.method.assess import assess, reassess
from tests.examples import examples
from tests.portfolios import portfolios
from tests.risk.naive import Naive


def told(judgements):
    return {
        name: (str(j.verdict), j.recovery_minutes, pytest.approx(j.gap))
        for name, j in judgements.items()
    }


@given(portfolios())
@settings(max_examples=examples(300), deadline=None)
def test_every_verdict_gap_and_score_agrees_with_the_slow_reading(portfolio):
    done, naive = assess(portfolio), Naive(portfolio)
    for function in portfolio.functions:
        result = done.functions[function.id]
        assert told(result.components) == naive.gaps(function)
        assert told(result.internal) == naive.gaps(function, internal=True)
        assert result.score == pytest.approx(float(naive.function_score(function)))
    assert done.score == pytest.approx(naive.score())
    assert done.exposure == pytest.approx(naive.exposure())


@given(portfolios(), portfolios())
@settings(max_examples=examples(100), deadline=None)
def test_one_function_changed_gives_what_assessing_all_of_it_gives(portfolio, other):
    """The change: the first function's own demands, taken from another portfolio."""
    first, donor = portfolio.functions[0], other.functions[0]
    changed = first.__class__(
        **{
            field: getattr(donor if field in CHANGED else first, field)
            for field in first.__dataclass_fields__
        }
    )
    again = reassess(assess(portfolio), changed)
    whole = assess(again.index.portfolio)
    assert again.index.portfolio.functions[0] == changed
    assert (again.score, again.exposure) == (whole.score, whole.exposure)
    assert (again.providers, again.hosts) == (whole.providers, whole.hosts)
    assert {n: r.components for n, r in again.functions.items()} == {
        n: r.components for n, r in whole.functions.items()
    }


CHANGED = {"criticality", "rto_minutes", "mtpd_minutes"}
