"""When things are due and said: pure, over every zone and every jump of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from continuity.reminders.schedule import RETRIES, morning_of, next_try, review_day, stages

ZONES = st.sampled_from(sorted(z for z in available_timezones() if "/" in z))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@given(DAYS, ZONES)
def test_morning_is_nine_on_that_day_there(day, zone):
    local = morning_of(day, zone).astimezone(ZoneInfo(zone))
    skipped = datetime.combine(day, local.time(), ZoneInfo(zone)).utcoffset() != local.utcoffset()
    assert (local.date() == day and local.hour == 9) or skipped or local.date() > day


@given(DAYS, ZONES)
def test_a_later_day_is_never_due_earlier(day, zone):
    assert morning_of(day, zone) < morning_of(day + timedelta(days=2), zone)


def test_review_days():
    day = date(2026, 3, 1)
    assert review_day(day, 30, date(2020, 1, 1)) == date(2026, 3, 31)
    assert review_day(None, 30, day) == date(2026, 3, 15)


def test_a_stage_that_was_missed_is_not_said_late():
    assert list(stages(NOON, NOON - timedelta(days=8))) == []
    assert list(stages(NOON, NOON - timedelta(days=7))) == ["ahead"]
    assert list(stages(NOON, NOON)) == ["due"]
    assert list(stages(NOON, NOON + timedelta(days=90))) == ["late"]


@given(st.integers(1, 30), st.floats(0, 1))
def test_tries_grow_apart_and_end(attempts, chance):
    again = next_try(attempts, NOON, chance)
    if attempts > len(RETRIES):
        assert again is None
    else:
        wait = RETRIES[attempts - 1]
        assert NOON + 0.8 * wait <= again <= NOON + 1.2 * wait
