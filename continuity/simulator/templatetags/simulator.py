"""Figures of the library, for the page."""

from django import template

from continuity.core.wording import duration
from continuity.providers.catalogue import Event
from continuity.simulator import library

register = template.Library()


@register.filter
def lasted(event: Event) -> str:
    """How long it was from its start to its last end; nothing while that is not known."""
    minutes = library.length(event)
    return duration(minutes) if minutes else ""
