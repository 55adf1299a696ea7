"""Spans of days that have a name. Pure: no Django, no clock."""

from datetime import date, timedelta


def quarter(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def periods(today: date) -> dict[str, tuple[date, date]]:
    """The spans that one can choose by a word: each from a day on which it begins."""
    this = quarter(today)
    last = quarter(this - timedelta(days=1))
    return {
        "month": (today - timedelta(days=30), today),
        "quarter": (this, today),
        "last-quarter": (last, this),
        "year": (today - timedelta(days=365), today),
    }
