"""Why a component stops a function: the reason, and the path that proves it."""

import pytest

from continuity.risk.method.assess import assess
from continuity.risk.method.why import Fall, explain
from tests.portfolios import component, dependency, function, option, portfolio

BELOW = (component("api", "cloud"), component("other", "cloud"), component("cloud"))
GPT = option("gpt", "api")


def why(*functions, on="cloud", of="work"):
    return explain(assess(portfolio(*functions, components=BELOW)), of, on)


@pytest.mark.parametrize(
    ("fallbacks", "reason"),
    [
        ([], "no_fallback"),
        ([option("b", "other", switch_minutes=5)], "shared_fate"),
        ([option("b", "other", switch_minutes=5), option("c", switch_minutes=90)], "shared_fate"),
        ([option("b", "other", switch_minutes=80), option("c", switch_minutes=90)], "too_slow"),
        ([option("b", "other", switch_minutes=80), option("c", switch_minutes=300)], "shared_fate"),
        ([option("c", switch_minutes=90)], "too_slow"),
        ([option("c", switch_minutes=5, capacity=0.5)], "too_small"),
        ([option("c", switch_minutes=5)], None),
    ],
)
def test_the_reason(fallbacks, reason):
    assert why(function(dependency(GPT, *fallbacks))).reason == reason


def test_the_path_leads_from_each_fallen_option_to_the_component():
    told = why(function(dependency(GPT, option("b", "other", switch_minutes=5))))
    assert told.running == (Fall("gpt", ("api", "cloud")),)
    assert told.fallen == (Fall("b", ("other", "cloud")),)
    assert told.leans_on == ()


def test_of_two_dependencies_the_one_served_last_is_named():
    quick = dependency(GPT, option("b", switch_minutes=70), name="a-quick")
    slow = dependency(GPT, option("b", switch_minutes=90), name="slow")
    told = why(function(quick, slow))
    assert (told.dependency, told.recovery_minutes, told.leans_on) == ("slow", 90, ("b",))


def test_a_function_that_waits_for_another_names_the_others_dependency():
    first = function(dependency(GPT), name="first")
    told = why(first, function(depends_on=("first",)))
    assert (told.function, told.dependency, told.reason) == ("first", "ask", "no_fallback")


def test_what_does_not_touch_it_has_no_reason():
    assert why(function(dependency(GPT)), on="other") is None
