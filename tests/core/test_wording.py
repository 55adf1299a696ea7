"""How lengths, money, shares and moments read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from continuity.core import wording


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (wording.duration(160), "2 h 40 min"),
        (wording.duration(None), "–"),
        (wording.money("12500.00", "EUR"), "EUR 12,500"),
        (wording.money("999.5", "EUR"), "EUR 999.50"),
        (wording.money("1234.5", "EUR"), "EUR 1,235"),
        (wording.money(None, "EUR"), "–"),
        (wording.money("NaN"), "–"),
        (wording.share(0.594), "59 %"),
        (wording.share(0.136), "14 %"),
        (wording.share(0.5945, 1), "59.5 %"),
        (wording.share(0), "0 %"),
        (wording.share(None), "–"),
        (wording.hours(0.001), "under 1 min"),
        (wording.hours(1.5), "1 h 30 min"),
        (wording.hours(41.23), "41.2 h"),
        (wording.hours(12345.6), "12,346 h"),
        (wording.hours(""), "–"),
        (wording.chance(0), "0 %"),
        (wording.chance(0.0004), "under 0.1 %"),
        (wording.chance(0.034), "3.4 %"),
        (wording.chance(0.52), "52 %"),
        (wording.chance(0.999), "over 99 %"),
        (wording.chance(None), "–"),
        (wording.score(58.94), "59"),
        (wording.day(date(2026, 11, 24)), '<time datetime="2026-11-24">24 November 2026</time>'),
    ],
)
def test_figures_read_as_people_write_them(said, text):
    assert said.replace("\u00a0", " ") == text


def test_a_moment_names_its_zone():
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert ">24 November 2026, 14:17 CET<" in wording.when(
            datetime(2026, 11, 24, 13, 17, tzinfo=UTC)
        )


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(hours=3, minutes=1), "3\u00a0hours ago"),
        (-timedelta(hours=3, minutes=1), "in 3\u00a0hours"),
    ],
)
def test_how_long_ago(offset, said):
    assert f">{said}<" in wording.ago(timezone.now() - offset)


@pytest.mark.parametrize(
    ("days", "said"), [(-12, "12 days late"), (-1, "1 day late"), (0, "today"), (3, "in 3 days")]
)
def test_lateness_is_said_in_words(days, said):
    assert wording.due(timezone.localdate() + timedelta(days=days)) == said
