"""Why a component stops a function, and the proof."""

from typing import Any

from django import template

from continuity.inventory.reasons import reason

register = template.Library()
register.filter("reason", reason)  # {{ gap.why|reason }}


@register.filter
def path(fall: dict[str, Any]) -> str:
    """``{{ fall|path }}``: the proof, from the option down to what failed."""
    return " → ".join([fall["name"], *(step["name"] for step in fall.get("path", []))])
