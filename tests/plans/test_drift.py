"""What a plan takes for granted against what is observed: each assumption by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.plans.drift import Observed, drift, expected_share

DAY = date(2026, 9, 1)
GOOD = {"assumed": 0.998, "source": "read", "state": "operational"}


def record(on=2):
    """Claims (RTO 60, MTPD 480) is stopped by Big (1) and falls back on Spare (2)."""
    part = {"provider_id": 9, "kind": "service"}
    options = [{"id": n, "on": [pk]} for n, pk in ((1, 1), (2, on))]
    function = {
        "name": "Claims",
        "rto_minutes": 60,
        "mtpd_minutes": 480,
        "points": [{"component": 1}],
        "dependencies": [{"required": 1, "options": options}],
    }
    parts = [{**part, "id": pk, "name": name} for pk, name in ((1, "Big"), (2, "Spare"))]
    return {"components": parts, "functions": [function]}


def told(big=None, spare=None):
    seen = {1: Observed(**{**GOOD, **(big or {})}), 2: Observed(**{**GOOD, **(spare or {})})}
    return {(r.kind, r.what): r.verdict for r in drift(record(), seen, DAY)}


def test_all_is_well():
    assert set(told().values()) == {"holds"}


@pytest.mark.parametrize(
    ("year", "quarter", "days", "verdict"),
    [
        (0.997, 0.999, 300, "holds"),
        (0.9955, 0.999, 300, "weakened"),
        (0.999, 0.99, 300, "weakened"),
        (0.9, 0.9, 29, None),
        (None, None, 300, None),
    ],
)
def test_down_more_than_twice_as_long_as_expected_is_drift(year, quarter, days, verdict):
    seen = {"year": year, "quarter": quarter, "days": days}
    assert told(big=seen).get(("availability", "Big")) == verdict


@pytest.mark.parametrize(
    ("minutes", "verdict"), [(60, "holds"), (61, "weakened"), (480, "weakened"), (481, "broken")]
)
def test_the_longest_outage_of_what_stops_a_function_against_its_rto_and_mtpd(minutes, verdict):
    assert told(big={"longest_minutes": minutes})["longest", "Big"] == verdict


def test_an_outage_of_what_stops_nothing_by_itself_is_no_drift():
    assert ("longest", "Spare") not in told(spare={"longest_minutes": 9000})


@pytest.mark.parametrize(
    ("days", "verdict"), [(181, "holds"), (180, "weakened"), (31, "weakened"), (30, "broken")]
)
def test_what_is_to_be_retired(days, verdict):
    seen = {"retires_on": DAY + timedelta(days=days)}
    assert told(big=seen)["retires", "Big"] == verdict


def test_what_is_retired_breaks_it():
    assert told(big={"retired": True})["retired", "Big"] == "broken"


@pytest.mark.parametrize(
    ("source", "verdict"), [("read", "holds"), ("lost", "weakened"), ("none", "unknown")]
)
def test_whether_what_tells_of_it_can_be_read(source, verdict):
    assert told(big={"source": source})["source", "Big"] == verdict


@pytest.mark.parametrize(
    ("state", "verdict"),
    [("operational", "holds"), ("unknown", "unknown"), ("partial_outage", "broken")],
)
def test_how_the_fallback_does_now(state, verdict):
    found = told(spare={"state": state})
    assert found["fallback", "Spare"] == verdict
    assert ("fallback", "Big") not in found


@given(st.floats(0, 400), st.floats(1, 5000), st.floats(0, 2))
def test_an_expected_share_is_a_share_and_falls_with_every_outage(rate, minutes, sigma):
    share = expected_share(rate, minutes, sigma)
    assert 0 <= share <= 1
    assert expected_share(rate + 1, minutes, sigma) <= share
