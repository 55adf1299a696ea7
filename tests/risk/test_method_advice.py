"""What one act would save, tried out and ranked."""

from continuity.risk.method.advice import advise
from continuity.risk.method.assess import assess
from tests.portfolios import dependency, function, option, portfolio

GPT = option("gpt", "api")


def acts(*functions, **fields):
    return [
        (str(a.act), a.function, round(a.score_before, 2), round(a.score_after, 2))
        for a in advise(assess(portfolio(*functions)), **fields)
    ]


def test_each_kind_of_act_with_the_score_after_it():
    write = function(dependency(GPT, option("b", switch_minutes=5)), name="write")
    try_it = function(dependency(GPT, option("b", switch_minutes=5, runbook="rb")), name="try")
    cut = function(dependency(GPT, option("b", switch_minutes=90, runbook="rb")), name="cut")
    assert acts(write, try_it, cut) == [
        ("cut_switch", "cut", 39.44, 26.67),
        ("exercise", "try", 39.44, 32.78),
        ("write_runbook", "write", 39.44, 32.78),
    ]


def test_an_act_that_saves_nothing_is_not_advised():
    """Where the fallback falls with the rest, no exercise helps."""
    shared = option("b", "api", switch_minutes=5, runbook="rb")
    assert acts(function(dependency(GPT, shared))) == []


def test_the_best_come_first_and_no_more_than_asked_for():
    rows = [
        function(
            dependency(GPT, option("b", switch_minutes=5)), name=f"f{weight}", criticality=weight
        )
        for weight in (1, 5, 3)
    ]
    assert [function for _, function, *_ in acts(*rows, most=2)] == ["f5", "f3"]
