"""Time that runs out, and who carries what meanwhile."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from continuity.core.wording import duration

register = template.Library()


@register.filter
def left(moment: datetime) -> SafeString:
    """``in 40 min``, or ``passed 5 min ago``; counted down on screen by countdown.js."""
    minutes = round((moment - timezone.now()).total_seconds() / 60)
    ahead, gone = _("in %(time)s"), _("passed %(time)s ago")
    words = (ahead if minutes >= 0 else gone) % {"time": duration(abs(minutes))}
    return format_html(
        '<time datetime="{}" data-until data-ahead="{}" data-gone="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        ahead,
        gone,
        words,
    )
