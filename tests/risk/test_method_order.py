"""Nothing but the order of options means anything."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.risk.method.assess import assess
from continuity.risk.method.report import report
from tests.examples import examples
from tests.portfolios import portfolios


def shuffled(draw, portfolio):
    def mix(rows):
        return tuple(draw(st.permutations(rows)))

    def option(row):
        return replace(row, on=mix(row.on))

    def dependency(row):
        running = mix([option(o) for o in row.running])
        return replace(row, options=running + tuple(option(o) for o in row.fallbacks))

    def function(row):
        own = mix([dependency(d) for d in row.dependencies])
        return replace(row, depends_on=mix(row.depends_on), dependencies=own)

    return replace(
        portfolio,
        components=mix([replace(c, runs_on=mix(c.runs_on)) for c in portfolio.components]),
        functions=mix([function(f) for f in portfolio.functions]),
        runbooks=mix(portfolio.runbooks),
    )


@given(portfolios(), st.data())
@settings(max_examples=examples(200), deadline=None)
def test_a_shuffled_portfolio_gives_the_same_bytes(portfolio, data):
    other = shuffled(data.draw, portfolio)
    assert json.dumps(report(assess(other))) == json.dumps(report(assess(portfolio)))
