"""The picture of the map: nothing lost, nothing over something else, whatever rests on what."""

import re
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.risk.map.drawn.folding import fold
from continuity.risk.map.drawn.layering import MOST_LAYERS, is_lane, layers
from continuity.risk.map.drawn.net import Net, Node
from continuity.risk.map.drawn.placing import Measures, draw
from continuity.risk.map.showing import SCREEN
from tests.examples import examples

NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
NAMES = st.text(min_size=1, max_size=120)


@st.composite
def nets(draw, most=40):
    """Functions on components, components on later ones, functions that wait for others."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4))
    functions = [
        Node(f"f{n}", names[n % len(names)], f"criticality-{5 - n % 5}", "Level")
        for n in range(draw(st.integers(1, most)))
    ]
    count = draw(st.integers(0, most))
    components = [
        Node(f"c{n}", names[n % len(names)], f"p{draw(st.integers(0, 6))}", "Seller")
        for n in range(count)
    ]
    rests = {}
    if count:
        one = st.integers(0, count - 1)
        for node in functions:
            rests[node.key] = sorted({f"c{n}" for n in draw(st.lists(one, max_size=3))})
        for n in range(count):
            lower = draw(st.lists(one, max_size=2))
            rests[f"c{n}"] = sorted({f"c{m}" for m in lower if m > n})
    waits = st.integers(0, len(functions) - 1)
    needs = {
        node.key: sorted({f"f{m}" for m in draw(st.lists(waits, max_size=1)) if m > n})
        for n, node in enumerate(functions)
    }
    return Net(functions, components, rests, needs)


@st.composite
def openings(draw, net):
    """Some of the boxes that are folded, opened."""
    made = layers(net, SCREEN.most)
    tokens = sorted(box.token for box in made.boxes.values() if box.token)
    return draw(st.sets(st.sampled_from(tokens), max_size=4)) if tokens else set()


@st.composite
def pictures(draw):
    net = draw(nets())
    measures = draw(st.sampled_from([SCREEN, SMALL]))
    opened = draw(openings(net))
    kept = draw(st.lists(st.sampled_from(sorted(net.nodes)), max_size=9))
    return net, draw_it(net, measures, opened, kept)


SMALL = Measures(width=500, head=10, row=17, box=13, most=5, least=3, widest=90, gap=40, narrow=20)


def draw_it(net, measures, opened, kept):
    return draw(net, measures, opened, kept)


@given(pictures())
@settings(max_examples=examples(150), deadline=None)
def test_no_box_lies_over_another_and_none_outside(case):
    _net, picture = case
    for one, other in combinations(picture.boxes, 2):
        apart = one.x + one.wide <= other.x or other.x + other.wide <= one.x
        apart = apart or one.y + one.high <= other.y or other.y + other.high <= one.y
        assert apart, (one, other)
    for box in picture.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.wide <= picture.width + 0.1
        assert box.y + box.high <= picture.height


@given(pictures())
@settings(max_examples=examples(150), deadline=None)
def test_every_node_that_something_reaches_is_in_one_box_and_no_other(case):
    net, picture = case
    held = [key for placed in picture.boxes for key in placed.box.holds]
    assert sorted(held) == sorted(net.below(node.key for node in net.functions))
    keys = [placed.box.key for placed in picture.boxes]
    assert len(keys) == len(set(keys))


@given(nets(), st.integers(2, 24))
@settings(max_examples=examples(150), deadline=None)
def test_every_line_joins_neighbouring_columns_and_none_is_lost(net, most):
    made = layers(net, most)
    place = {key: at for at, column in enumerate(made.columns) for key in column}
    assert all(place[lower] - place[upper] == 1 for upper, lower in made.links)
    home = {key: box.key for box in made.boxes.values() for key in box.holds}
    drawn = set().union(*made.links.values()) if made.links else set()
    for upper, lowers in net.rests.items():
        for lower in lowers:
            if upper in home and place[home[upper]] < place[home[lower]]:
                assert (upper, lower) in drawn
            elif upper in home:
                assert place[home[upper]] == MOST_LAYERS - 1


@given(nets())
@settings(max_examples=examples(100), deadline=None)
def test_a_lane_leads_on_to_where_its_lines_go(net):
    made = layers(net, 24)
    ends = {key for link in made.links for key in link}
    for column in made.columns:
        for key in filter(is_lane, column):
            assert any(upper == key for upper, _lower in made.links)
            assert any(lower == key for _upper, lower in made.links)
            assert key in ends


@given(pictures())
@settings(max_examples=examples(150), deadline=None)
def test_every_line_begins_at_the_right_of_one_box_or_lane_and_ends_at_the_left_of_the_next(case):
    _net, picture = case
    spots = {placed.box.key: placed for placed in picture.boxes}
    for line in picture.lines:
        numbers = [float(n) for n in NUMBERS.findall(line.d)]
        upper, lower = (spots.get(key) for key in line.link)
        bow = upper and lower and not upper.column and not lower.column
        if upper:
            edge = upper.x if bow else upper.x + upper.wide
            assert abs(numbers[0] - edge) < 0.2
            assert abs(numbers[1] - upper.y - upper.high / 2) < 0.2
        if lower:
            assert abs(numbers[6] - lower.x) < 0.2
            assert abs(numbers[7] - lower.y - lower.high / 2) < 0.2


def column(count, groups=3):
    return [
        Node(f"c{n}", f"Name {n:05d}", f"p{n % groups}", f"Seller {n % groups}")
        for n in range(count)
    ]


@given(st.integers(1, 3000), st.integers(1, 400), st.integers(4, 24))
@settings(max_examples=examples(100), deadline=None)
def test_a_column_is_never_longer_than_it_may_be_and_every_box_opens(count, groups, most):
    """Opened again and again, each box shows at last every single one in it."""
    nodes, opened = column(count, groups), set()
    assert len(fold(nodes, 1, most, opened, set())) <= most
    for _round in range(12):
        boxes = fold(nodes, 1, most, opened, set())
        assert sum(len(box.holds) for box in boxes) == count
        folded = [box for box in boxes if box.token]
        if not folded:
            break
        opened |= {box.token for box in folded}
    assert not folded
    assert len(boxes) == count


def test_opening_one_box_adds_no_more_than_a_column():
    nodes = column(10_000, 1)
    before = fold(nodes, 1, 24, set(), set())
    opened: list[str] = []
    lengths = [len(before)]
    for _round in range(3):
        box = next(box for box in fold(nodes, 1, 24, opened, set()) if box.token)
        opened.append(box.token)
        lengths.append(len(fold(nodes, 1, 24, opened, set())))
    assert all(after - now <= 24 for now, after in pairwise(lengths))


def test_what_is_to_be_kept_stands_alone_in_front():
    boxes = fold(column(200), 1, 24, set(), ["c77", "c111"])
    assert [box.key for box in boxes[:2]] == ["c77", "c111"]
    assert sum(len(box.holds) for box in boxes) == 200


def test_what_comes_first_unfolds_first_while_there_is_room():
    nodes = [
        Node(f"f{n}", f"F {n}", "criticality-5" if n < 6 else "criticality-3", "x")
        for n in range(60)
    ]
    boxes = fold(nodes, 0, 24, set(), set())
    assert [box.key for box in boxes] == [*(f"f{n}" for n in range(6)), "0:criticality-3"]
    assert len(boxes[-1].holds) == 54


def test_only_what_is_connected_with_a_hit_is_left():
    nodes = [Node(f"f{n}", f"F {n}", "criticality-3", "x") for n in range(3)]
    rests = {"f0": ["c0"], "f1": ["c1"], "c0": ["c2"], "c1": ["c2"], "f2": ["c3"]}
    net = Net(nodes, column(4), rests, {"f2": ["f0"]})
    assert set(net.narrowed(["c0"]).nodes) == {"f0", "f2", "c0", "c2"}
    assert set(net.narrowed(["c2"]).nodes) == {"f0", "f1", "f2", "c0", "c1", "c2"}
    assert set(net.narrowed(["f1"]).nodes) == {"f1", "c1", "c2"}
    assert set(net.narrowed(["c9", "f9"]).nodes) == set()


def test_the_same_net_gives_the_same_picture():
    nodes = [Node(f"f{n}", f"F {n}", "criticality-3", "x") for n in range(40)]
    rests = {f"f{n}": [f"c{n % 30}"] for n in range(40)} | {f"c{n}": ["c31"] for n in range(30)}
    net = Net(nodes, column(32), rests)
    assert draw(net, SCREEN) == draw(net, SCREEN)
