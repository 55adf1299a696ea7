"""Texts that people wrote, for the page."""

from django import template
from django.utils.safestring import SafeString

from continuity.core.markdown import render

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """``{{ step.instruction|markdown }}``: sanitised HTML."""
    return render(text or "")
