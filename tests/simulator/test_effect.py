"""What a replay says, function by function, is what the method says."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.inventory.portable import Event, ImpactStep, Span
from continuity.risk.method.assess import Index
from continuity.risk.method.replay import replay
from continuity.simulator.drawing import lines, scale
from continuity.simulator.effect import effect
from tests.examples import examples
from tests.portfolios import component, dependency, function, option, portfolio, portfolios

NINE = datetime(2026, 1, 1, 9, tzinfo=UTC)


def event(**minutes):
    """``event(gpt=(0, 60))``: down from minute 0 up to 60."""
    spans = (
        Span(name, NINE + timedelta(minutes=a), NINE + timedelta(minutes=b))
        for name, (a, b) in minutes.items()
    )
    return Event("Bad day", "", tuple(spans))


def work(*options, name="work", **fields):
    return function(dependency(*options), name=name, **fields)


def told(done, name):
    return next(row for row in done["hit"] if row["id"] == name)


def test_a_function_is_down_until_its_fallback_carries_it_and_served_once_all_is_well():
    found = portfolio(
        work(option("gpt", "gpt"), option("claude", "claude", switch_minutes=15, runbook="rb"))
    )
    row = told(effect(found, event(gpt=(0, 60), other=(0, 90))), "work")
    bars = [(bar["start"], bar["end"], bar["state"], bar["by"]) for bar in row["bars"]]
    assert bars == [
        (0, 15, "down", []),
        (15, 60, "carried", ["Claude"]),
        (60, 90, "served", []),
    ] or bars == [(0, 15, "down", []), (15, 60, "carried", ["Claude"])]
    assert row["carried_by"] == ["Claude"]
    assert row["runbooks"] == [{"id": "rb", "title": "Rb"}]
    assert row["down_minutes"] == 15


def test_what_falls_through_another_function_says_through_which():
    below = work(option("gpt", "gpt"), name="below")
    above = function(name="above", depends_on=("below",))
    row = told(effect(portfolio(below, above), event(gpt=(0, 30))), "above")
    assert row["through"] == ["Below"]
    assert row["asked"] == []
    assert row["down_minutes"] == 30


def test_the_worst_comes_first_and_the_sums_agree():
    price = (ImpactStep(0, 120),)
    found = portfolio(
        work(option("a", "gpt"), name="short", rto_minutes=500, mtpd_minutes=900),
        work(option("b", "gpt"), name="past", rto_minutes=30, mtpd_minutes=900, impact=price),
        work(option("c", "gpt"), name="lost", rto_minutes=0, mtpd_minutes=60),
        work(option("d", "claude"), name="spared"),
    )
    done = effect(found, event(gpt=(0, 120)), held=["claude"])
    assert [row["id"] for row in done["hit"]] == ["lost", "past", "short"]
    assert (done["functions"], done["stopped"], done["late"], done["lost"]) == (4, 3, 2, 1)
    assert (done["cost"], done["unpriced"]) == (240.0, 2)
    assert done["held"] == [
        {"id": "claude", "name": "Claude", "functions": [{"id": "spared", "name": "Spared"}]}
    ]


def test_who_leans_on_what_fell_is_told_also_where_nothing_was_hit():
    found = portfolio(
        work(option("gpt", "gpt"), option("spare", "spare")),
        components=(component("host"), component("spare", "host")),
    )
    done = effect(found, event(host=(0, 60), unheard=(0, 10)))
    assert done["hit"] == []
    assert [(row["id"], row["functions"]) for row in done["components"]] == [("host", 1)]
    assert done["strangers"] == ["unheard"]


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(portfolios(), st.data())
def test_bars_tile_the_event_and_say_what_the_method_says(found, data):
    names = [c.id for c in found.components]
    spans = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda s: (s[0], sum(s)))
    hit = data.draw(st.dictionaries(st.sampled_from(names), spans, min_size=1, max_size=3))
    done = effect(found, event(**hit))
    truth = replay(Index(found), event(**hit))
    assert {r["id"] for r in done["hit"]} == {
        f for f, o in truth.functions.items() if o.down or o.disrupted
    }
    for row in done["hit"]:
        outcome = truth.functions[row["id"]]
        assert row["down_minutes"] == outcome.down_minutes
        assert row["bars"][0]["start"] == 0
        assert row["bars"][-1]["end"] == truth.length
        assert all(
            a["end"] == b["start"] for a, b in zip(row["bars"], row["bars"][1:], strict=False)
        )
        down = sum(b["end"] - b["start"] for b in row["bars"] if b["state"] == "down")
        assert down == outcome.down_minutes
    assert all(line.bars for line in lines(done, done["hit"]))
    assert len(scale(done)) <= 6
