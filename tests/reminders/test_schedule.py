"""When things are due and said: pure, over every zone and every jump of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.reminders.schedule import RETRIES, morning_of, next_try, review_day, stages

ZONES = st.sampled_from(sorted(z for z in available_timezones() if "/" in z))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@settings(deadline=None)  # reading a zone for the first time takes as long as the disk does
@given(DAYS, ZONES)
def test_morning_is_nine_on_that_day_there(day, zone):
    local = morning_of(day, zone).astimezone(ZoneInfo(zone))
    skipped = datetime.combine(day, local.time(), ZoneInfo(zone)).utcoffset() != local.utcoffset()
    assert (local.date() == day and local.hour == 9) or skipped or local.date() > day


@settings(deadline=None)  # reading a zone for the first time takes as long as the disk does
@given(DAYS, ZONES)
def test_a_later_day_is_never_due_earlier(day, zone):
    assert morning_of(day, zone) < morning_of(day + timedelta(days=2), zone)


def test_review_days():
    day = date(2026, 3, 1)
    assert review_day(day, 30, date(2020, 1, 1)) == date(2026, 3, 31)
    assert review_day(None, 30, day) == date(2026, 3, 15)


def test_a_stage_that_was_missed_is_not_said_late():
    day, nine = date(2026, 11, 2), datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert list(stages(day, "UTC", nine - timedelta(days=8))) == []
    assert list(stages(day, "UTC", nine - timedelta(days=7))) == ["ahead"]
    assert list(stages(day, "UTC", nine)) == ["due"]
    assert list(stages(day, "UTC", nine + timedelta(days=90))) == ["late"]


def test_each_stage_comes_in_the_morning_though_the_clocks_change_between():
    """Amsterdam goes from +1 to +2 on 29 March 2026."""
    day, zone = date(2026, 3, 31), "Europe/Amsterdam"
    for stage, moment in (
        ("ahead", datetime(2026, 3, 24, 8, tzinfo=UTC)),
        ("due", datetime(2026, 3, 31, 7, tzinfo=UTC)),
        ("late", datetime(2026, 4, 7, 7, tzinfo=UTC)),
    ):
        assert stage not in stages(day, zone, moment - timedelta(seconds=1))
        assert stage in stages(day, zone, moment)


@given(st.integers(1, 30), st.floats(0, 1))
def test_tries_grow_apart_and_end(attempts, chance):
    again = next_try(attempts, NOON, chance)
    if attempts > len(RETRIES):
        assert again is None
    else:
        wait = RETRIES[attempts - 1]
        assert NOON + 0.8 * wait <= again <= NOON + 1.2 * wait
