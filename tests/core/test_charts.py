"""Geometry of the pictures: places in percent, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.charts import impact_curve, percent, trend


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 3, "33.33%"), (1, 2, "50%"), (0, 5, "0%"), (9, 3, "100%"), (-1, 3, "0%"), (0, 0, "0%")],
)
def test_a_share_becomes_text_that_no_locale_touches(part, whole, text):
    assert percent(part, whole) == text


def test_a_trend_runs_from_edge_to_edge():
    first, last = trend([100, 50, 0])
    assert (first.x1, first.y1, first.x2, first.y2) == ("0%", "0%", "50%", "50%")
    assert (last.x2, last.y2) == ("100%", "100%")


def test_one_point_or_none_is_no_line():
    assert trend([50]) == trend([]) == []


STEPS = [
    {"after_minutes": 240, "cost_per_hour": "15000"},
    {"after_minutes": 0, "cost_per_hour": "3000"},
]


def test_the_impact_curve_steps_up_where_its_steps_say():
    curve = impact_curve(STEPS, rto_minutes=60, mtpd_minutes=320)
    assert curve.span_minutes == 360
    assert [(b.after_minutes, b.cost_per_hour) for b in curve.blocks] == [(0, 3000), (240, 15000)]
    assert (curve.blocks[0].x, curve.blocks[0].width) == ("0%", "66.67%")
    assert [(t.name, t.x, t.anchor) for t in curve.ticks] == [
        ("RTO", "16.67%", "start"),
        ("MTPD", "88.89%", "end"),
    ]


def test_without_steps_only_the_ticks_remain():
    curve = impact_curve([], 0, 0)
    assert curve.blocks == []
    assert [t.x for t in curve.ticks] == ["0%", "0%"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"after_minutes": st.integers(0, 10**6), "cost_per_hour": st.integers(0, 10**9)}
        ),
        max_size=8,
    ),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_every_place_lies_on_the_picture(steps, rto, mtpd):
    curve = impact_curve(steps, rto, mtpd)
    places = [p for b in curve.blocks for p in (b.x, b.y, b.width, b.height)]
    for place in places + [t.x for t in curve.ticks]:
        assert 0 <= float(place.removesuffix("%")) <= 100
