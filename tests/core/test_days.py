"""Days that people write down: what has happened lies behind us, and no sum of days overflows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from continuity.core.bounds import has_been
from continuity.core.days import FIRST, LAST, days_after


def test_today_has_been_wherever_one_is():
    now = datetime.now(UTC)
    for zone in (-12, 0, 14):
        has_been((now + timedelta(hours=zone)).date())
    has_been(FIRST)


@pytest.mark.parametrize("day", [date.max, LAST, date.min, FIRST - timedelta(days=1)])
def test_what_is_to_come_or_long_ago_is_refused(day):
    with pytest.raises(ValidationError):
        has_been(day)


def test_a_sum_of_days_never_passes_the_last():
    assert days_after(date(2026, 11, 24), 30) == date(2026, 12, 24)
    assert days_after(LAST, 1) == LAST
    assert days_after(date.max, 3650) == LAST
