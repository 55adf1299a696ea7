"""How the odds of a year read."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def one_in(value: float) -> str:
    """``{{ 0.01|one_in }}``: 1 year in 100."""
    years = round(1 / value) if value else 0
    return _("every year") if years == 1 else _("1 year in %(n)s") % {"n": f"{years:,}"}
