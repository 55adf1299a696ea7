"""The sample insurer, where its folder is there: every figure that was worked out beforehand."""

import json

import pytest

from continuity.inventory.portable import read
from continuity.risk.method.assess import assess
from continuity.risk.method.report import report
from tests.shared import sample


def near(value):
    if isinstance(value, dict):
        return {key: near(inner) for key, inner in value.items()}
    return pytest.approx(value, abs=1e-4) if isinstance(value, float) else value


@pytest.mark.parametrize("part", ["score", "functions", "exposure", "concentration"])
def test_the_sample_gives_the_figures_that_were_expected(part):
    done = report(assess(read(sample("examples/harbour.portfolio.json").read_bytes())))
    expected = json.loads(sample("examples/harbour.expected.json").read_text())
    assert near(expected[part]) == done[part]
