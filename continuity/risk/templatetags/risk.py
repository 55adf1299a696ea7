"""Figures of the library, and how the odds of a year read."""

from django import template
from django.utils.translation import gettext as _

from continuity.core.wording import duration
from continuity.providers.catalogue import Event
from continuity.risk.simulator import library

register = template.Library()


@register.filter
def lasted(event: Event) -> str:
    """How long it was from its start to its last end; nothing while that is not known."""
    minutes = library.length(event)
    return duration(minutes) if minutes else ""


@register.filter
def one_in(value: float) -> str:
    """``{{ 0.01|one_in }}``: 1 year in 100."""
    years = round(1 / value) if value else 0
    return _("every year") if years == 1 else _("1 year in %(n)s") % {"n": f"{years:,}"}
