"""Filters: how lengths of time, money, shares and moments read on screen."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .durations import spell

NOTHING = "–"


def _rounded(value: Decimal, places: int) -> str:
    """Half up, as people round; ``number_format`` alone would cut."""
    near = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return formats.number_format(near, places, force_grouping=True)


def duration(minutes: Any) -> str:
    """``{{ 160|duration }}``: 2 h 40 min. Whole minutes in; None is a dash. Never breaks."""
    if minutes in (None, ""):
        return NOTHING
    return spell(int(minutes)).replace(" ", "\u00a0")


def money(amount: Any, currency: str = "") -> str:
    """``{{ loss|money:org.currency }}``: EUR 12,500. Cents only where there are any."""
    try:
        value = Decimal(str(amount))
    except InvalidOperation:
        return NOTHING
    if not value.is_finite():
        return NOTHING
    places = 0 if value == value.to_integral_value() or abs(value) >= 1000 else 2
    number = _rounded(value, places)
    return f"{currency}\u00a0{number}" if currency else number


def share(value: Any, places: int = 0) -> str:
    """``{{ 0.594|share }}``: 59 %. A share from 0 to 1 in; None is a dash."""
    if value in (None, ""):
        return NOTHING
    return f"{_rounded(100 * Decimal(str(value)), int(places))}\u00a0%"


def hours(value: Any) -> str:
    """``{{ 41.2|hours }}``: 41.2 h; less than ten in hours and minutes."""
    if value in (None, ""):
        return NOTHING
    if value < 10:
        return duration(round(value * 60)) if value * 60 >= 0.5 or not value else _("under 1 min")
    return f"{_rounded(Decimal(str(value)), 1 if value < 100 else 0)}\u00a0h"


def chance(value: Any) -> str:
    """``{{ 0.034|chance }}``: 3 %; what is rare is not nothing, what is likely not certain."""
    if value in (None, ""):
        return NOTHING
    if 0 < value < 0.001:
        return _("under 0.1 %")
    if value > 0.995:
        return _("over 99 %")
    return share(value, 1 if 0 < value < 0.095 else 0)


def score(value: Any) -> str:
    """``{{ 58.94|score }}``: 59. A score from 0 to 100 in, a whole number out."""
    return NOTHING if value in (None, "") else _rounded(Decimal(str(value)), 0)


def when(moment: datetime | None) -> str | SafeString:
    """``{{ event.at|when }}``: 24 November 2026, 14:17 CET. In the current zone, which is named."""
    if moment is None:
        return NOTHING
    local = timezone.localtime(moment)
    text = f"{formats.date_format(local, 'j F Y, H:i')} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


def day(value: date | datetime | None) -> str | SafeString:
    """``{{ runbook.reviewed_on|day }}``: 24 November 2026."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    text = formats.date_format(local, "j F Y")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), text)


def ago(moment: datetime | None) -> str | SafeString:
    """``{{ token.last_used_at|ago }}``: 3 hours ago; a moment ahead reads ``in 3 hours``."""
    if moment is None:
        return NOTHING
    now = timezone.now()
    ahead = moment > now
    length = timesince(now, moment, depth=1) if ahead else timesince(moment, now, depth=1)
    if abs((moment - now).total_seconds()) < 60:
        text = _("just now")
    else:
        text = (_("in %s") if ahead else _("%s ago")) % length
    local = timezone.localtime(moment)
    exact = f"{formats.date_format(local, 'j F Y, H:i')} {local.tzname()}"
    stamp = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', stamp, exact, text)


def due(moment: date | datetime | None) -> str:
    """``{{ reminder.due_at|due }}``: 12 days late, today, or in 3 days. Whole days, local."""
    if moment is None:
        return NOTHING
    local = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    days = (local - timezone.localdate()).days
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


FILTERS = (duration, hours, money, share, chance, score, when, day, ago, due)
