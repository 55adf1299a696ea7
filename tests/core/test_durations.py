"""Lengths of time as people write and read them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.durations import LONGEST, NotADuration, parse, spell


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 min"),
        (45, "45 min"),
        (60, "1 h"),
        (160, "2 h 40 min"),
        (1440, "1 d"),
        (1501, "1 d 1 h 1 min"),
        (-5, "−5 min"),
    ],
)
def test_minutes_are_spelled_in_words_people_use(minutes, text):
    assert spell(minutes) == text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("0", 0),
        ("2h 40m", 160),
        ("2 h 40 min", 160),
        ("2:40", 160),
        ("1 d", 1440),
        ("1.5 h", 90),
        ("1,5 h", 90),
        ("2 hours, 30 minutes", 150),
        ("1 week", 10080),
        (" 1D ", 1440),
    ],
)
def test_what_people_type_is_understood(text, minutes):
    assert parse(text) == minutes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("soon", "unclear"),
        ("2 h and a bit", "unclear"),
        ("-5", "unclear"),
        ("2 fortnights", "unit"),
        ("0.3 min", "whole"),
        ("99999 d", "long"),
        ("9" * 5000, "long"),
        ("9" * 5000 + " d", "long"),
        ("٣", "unclear"),
        ("2:75", "unclear"),
    ],
)
def test_what_is_not_clear_is_refused_with_its_reason(text, reason):
    with pytest.raises(NotADuration) as refused:
        parse(text)
    assert refused.value.reason == reason


@given(st.integers(0, LONGEST))
def test_what_is_spelled_is_read_back(minutes):
    assert parse(spell(minutes)) == minutes


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    with suppress(NotADuration):
        assert 0 <= parse(text) <= LONGEST
