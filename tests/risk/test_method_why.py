"""Why a component stops a function: the reason, and the path that proves it."""

import pytest

from continuity.risk.method.assess import assess
from continuity.risk.method.why import Fall, explain
from tests.portfolios import AS_OF, component, dependency, function, option, portfolio

BELOW = (component("api", "cloud"), component("other", "cloud"), component("cloud"))
GPT = option("gpt", "api")


def why(*functions, on="cloud", of="work"):
    return next(iter(whys(*functions, on=on, of=of)), None)


def whys(*functions, on="cloud", of="work"):
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


def test_each_of_its_dependencies_that_is_hit_is_told_the_one_served_last_first():
    quick = dependency(GPT, option("b", switch_minutes=20), name="a-quick")
    slow = dependency(GPT, option("c", switch_minutes=30), name="slow")
    elsewhere = dependency(option("d"), name="elsewhere")
    told = whys(function(quick, slow, elsewhere))
    assert [(w.dependency, w.recovery_minutes, w.leans_on) for w in told] == [
        ("slow", 30, ("c",)),
        ("a-quick", 20, ("b",)),
    ]


def test_what_others_ask_is_told_only_where_it_decides():
    both = (dependency(GPT, name="one"), dependency(GPT, name="two"))
    first = function(*both, name="first")
    tried = option("b", switch_minutes=5, runbook="book", tested_on=AS_OF)
    told = whys(first, function(dependency(GPT, tried), depends_on=("first",)))
    assert [(w.function, w.dependency) for w in told] == [("first", "one"), ("work", "ask")]


def test_a_function_that_waits_for_another_names_the_others_dependency():
    first = function(dependency(GPT), name="first")
    told = why(first, function(depends_on=("first",)))
    assert (told.function, told.dependency, told.reason) == ("first", "ask", "no_fallback")


def test_what_does_not_touch_it_has_no_reason():
    assert why(function(dependency(GPT)), on="other") is None
