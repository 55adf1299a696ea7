"""The pictures of a plan: nothing leaves its frame, nothing of what matters is folded away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.plans.drawing import impact_figure
from continuity.plans.mapping import MOST, map_figure

NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
ACROSS = ("x", "x1", "x2")
DOWN = ("y", "y1", "y2")


def inside(figure, slack=1.0):
    """Every corner lies within the frame."""
    for shape in figure.shapes:
        at = shape.at
        xs = [float(at[name]) for name in ACROSS if name in at]
        ys = [float(at[name]) for name in DOWN if name in at]
        if "width" in at:
            xs.append(float(at["x"]) + float(at["width"]))
            ys.append(float(at["y"]) + float(at["height"]))
        if "d" in at:
            numbers = [float(n) for n in NUMBERS.findall(at["d"])]
            xs += numbers[::2]
            ys += numbers[1::2]
        assert all(-slack <= x <= figure.width + slack for x in xs), shape
        assert all(-slack <= y <= figure.height + slack for y in ys), shape


curves = st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(0, 10**9)),
    min_size=1,
    max_size=9,
    unique_by=lambda step: step[0],
).map(sorted)


@given(curves, st.integers(0, 20_000), st.integers(0, 20_000))
def test_any_impact_curve_fits(curve, rto, more):
    function = {
        "name": "Payments",
        "rto_minutes": rto,
        "mtpd_minutes": rto + more,
        "impact": [{"after_minutes": a, "cost_per_hour": str(c)} for a, c in curve],
    }
    figure = impact_figure(function, "EUR")
    inside(figure)
    words = [shape.text for shape in figure.shapes if shape.kind == "text"]
    assert sum(word.startswith("RTO ") for word in words) == 1
    assert sum(word.startswith("MTPD ") for word in words) == 1
    assert figure.note.count("EUR") == len(curve)


def landscape(functions, components, edges, points=()):
    """Function ``n`` rests on component ``n``; ``points``: pairs of them."""
    return {
        "functions": [
            {
                "id": n,
                "name": f"Function {n}",
                "criticality": 5 - n % 5,
                "dependencies": [{"options": [{"on": [n]}]}] if n < components else [],
                "points": [
                    {
                        "component": c,
                        "why": {
                            "function": n,
                            "running": [{"path": [{"component": n}, {"component": c}]}],
                        },
                    }
                    for f, c in points
                    if f == n
                ],
            }
            for n in range(functions)
        ],
        "components": [
            {"id": n, "name": f"Component {n}", "provider": "Acme", "provider_id": 1}
            for n in range(components)
        ],
        "edges": [{"component": a, "runs_on": b} for a, b in edges],
    }


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60),
)
def test_any_map_fits_whatever_rests_on_what(functions, components, pairs):
    edges = [(a, b) for a, b in pairs if a < b < components]
    figure = map_figure(landscape(functions, components, edges))
    inside(figure)
    boxes = [shape for shape in figure.shapes if shape.kind == "rect"]
    assert len({(box.at["x"], box.at["y"]) for box in boxes}) == len(boxes)


def passes_behind(figure):
    """Boxes that a line enters otherwise than at their left edge, or leaves but at their right."""
    boxes = [shape.at for shape in figure.shapes if shape.kind == "rect"]
    for shape in figure.shapes:
        if shape.kind != "path":
            continue
        at = [float(n) for n in NUMBERS.findall(shape.at["d"])]
        spans = [(at[0], at[6], min(at[1], at[7]), max(at[1], at[7]))]
        if len(at) > 8:
            spans.append((at[6], at[8], at[9], at[9]))
        for left, right, top, foot in spans:
            for box in boxes:
                x, y = float(box["x"]), float(box["y"])
                apart = x >= right - 0.2 or x + float(box["width"]) <= left + 0.2
                apart = apart or y >= foot or y + float(box["height"]) <= top
                if not apart:
                    yield box


@given(
    st.integers(1, 20),
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=50),
)
def test_no_line_passes_behind_a_box_that_it_does_not_touch(functions, components, pairs):
    """A line that skips a column would read as if it came from the box that hides it."""
    edges = [(a, b) for a, b in pairs if a < b < components]
    figure = map_figure(landscape(functions, components, edges))
    assert not list(passes_behind(figure))


def test_lines_to_one_place_share_their_lane():
    made = landscape(3, 3, [(0, 1), (1, 2)])
    for function in made["functions"]:
        function["dependencies"] = [{"options": [{"on": [0, 2]}]}]
    lanes = [s for s in map_figure(made).shapes if s.kind == "path" and " L" in s.at["d"]]
    assert len(lanes) == 4  # three functions to the first lane, and from it to the second
    assert len({s.at["d"].split(" L")[1] for s in lanes}) == 2


def counts(figure):
    """How many each folded box holds."""
    words = [shape.text for shape in figure.shapes if shape.kind == "text"]
    return [int(word.rpartition(" · ")[2]) for word in words if " · " in word]


def test_what_is_folded_is_counted_and_the_caption_says_where_it_stands():
    made = landscape(60, 30, [])
    made["functions"][0]["dependencies"] = [{"options": [{"on": list(range(30))}]}]
    figure = map_figure(made)
    boxes = [shape for shape in figure.shapes if shape.kind == "rect"]
    folded = counts(figure)
    assert sum(folded) + len(boxes) - len(folded) == 60 + 30
    assert "30 components (the register below has all)" in figure.caption
    assert "functions (section 2 has all)" in figure.caption
    assert "Folded" not in map_figure(landscape(2, 2, [])).caption


def test_a_circle_in_a_record_ends():
    inside(map_figure(landscape(2, 3, [(0, 1), (1, 2), (2, 0)])))


def test_what_stops_a_function_is_never_folded_away():
    """The last of many components is the one that matters."""
    last = 3 * MOST
    made = landscape(1, last + 1, [], points=[(0, last)])
    made["functions"][0]["dependencies"] = [{"options": [{"on": list(range(last + 1))}]}]
    made["functions"][0]["points"][0]["why"]["running"][0]["path"] = [{"component": last}]
    figure = map_figure(made)
    words = [shape.text for shape in figure.shapes]
    assert f"■ Component {last}" in words
    assert counts(figure) == [last]
    assert [shape.tone for shape in figure.shapes if shape.kind == "path"].count("bad") == 1


@pytest.mark.parametrize("letter", ["W", "i", "ß", "漢"])
def test_a_name_is_cut_to_its_box(letter):
    made = landscape(1, 1, [])
    made["components"][0]["name"] = letter * 120
    (text,) = [s.text for s in map_figure(made).shapes if s.text.startswith(letter)]
    assert text.endswith("…")
    widest = {"W": 25, "i": 85, "ß": 42, "漢": 25}
    assert 10 < len(text) <= widest[letter]
