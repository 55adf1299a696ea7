"""What a model's field may hold at most: else a sum over it overflows, far from who typed it."""

from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from .days import FIRST

MOST_MINUTES = 52_560_000  # a hundred years
A_CENTURY = [MaxValueValidator(MOST_MINUTES)]
EARLIEST_ZONE = timedelta(hours=14)


def has_been(day: date) -> None:
    """Refuse a day that is still to come everywhere on Earth, and one before 1970."""
    if day > (datetime.now(UTC) + EARLIEST_ZONE).date():
        raise ValidationError(_("That day is still to come."), code="to_come")
    if day < FIRST:
        raise ValidationError(_("That day is before 1970."), code="long_ago")
