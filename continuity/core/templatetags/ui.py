"""UI components: one tag, one template in templates/ui/."""

from django import template

register = template.Library()
