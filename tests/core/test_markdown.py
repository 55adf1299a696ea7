"""Markdown that people write: safe, and never much longer than what was written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.markdown import MOST_CELLS, clean, most_cells, render

MARKS = ["|", "-", ":", ">", "*", "+", "1. ", "#", "`", "[a]", "(b)", "<a:b>", "&", '"', "<", "~~"]
SPACE = [" ", "    ", "\t", "\n", "\r", "\u2028"]
TEXTS = ["x", "![", "[a]: http://x.example/", "| a |\n|---|\n"]
PIECES = st.sampled_from([*MARKS, *SPACE, *TEXTS])


def table(columns, rows):
    return "|" + "a|" * columns + "\n|" + "-|" * columns + "\n" + "|\n" * rows


@given(st.lists(PIECES, max_size=400).map("".join))
def test_what_comes_out_is_bounded_by_what_goes_in(text):
    html = render(text)
    assert len(html) <= 40 * len(text) + 20 * MOST_CELLS
    assert clean(html) == html


@given(st.lists(PIECES, max_size=200).map("".join))
def test_cells_are_not_counted_too_low(text):
    html = render(text)
    assert html.count("<td>") + html.count("<th>") <= most_cells(text)


def test_a_table_is_a_table():
    assert render("| a | b |\n|---|---|\n| 1 | 2 |").count("<td>") == 2
    assert render(table(10, 150)).count("<td>") == 1500


@pytest.mark.parametrize("size", [(2000, 6000), (300, 1000), (20, 200)])
def test_a_huge_table_stays_text(size):
    text = table(*size)[:20_000]
    begun = time.perf_counter()
    html = render(text)
    assert time.perf_counter() - begun < 1
    assert "<table>" not in html
    assert len(html) < 40 * len(text)


def test_many_small_tables_count_together():
    assert "<table>" not in render((table(5, 20) + "\n") * 30)
    assert "<table>" in render((table(5, 20) + "\n") * 10)


def test_one_long_address_is_not_repeated_by_reference():
    html = render(f"[x]: http://x.example/{'y' * 9000}\n\n{'[x] ' * 2500}")
    assert len(html) < 40_000
