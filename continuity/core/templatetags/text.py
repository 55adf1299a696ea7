"""Texts that people wrote, for the page."""

from django import template
from django.utils.safestring import SafeString

from continuity.core.markdown import render

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """``{{ step.instruction|markdown }}``: sanitised HTML."""
    return render(text or "")


@register.filter
def change(value: object) -> str:
    """``{{ [was, is]|change }}``: ``was → is``; anything else as it stands."""
    if isinstance(value, list) and len(value) == 2:
        was, now = ("–" if part in (None, "") else str(part) for part in value)
        return f"{was} → {now}"
    return str(value)
