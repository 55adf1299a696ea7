"""Days that people may write down, and sums of days that stay within them. No Django here."""

from datetime import date

FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)


def days_after(day: date, days: int) -> date:
    """The day so many days later, never past ``LAST``: a date mistyped must stop nothing."""
    return date.fromordinal(min(day.toordinal() + days, LAST.toordinal()))
