"""Rows of an assessment's summary, as the bars of the home page."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.orgs.models import Organization

register = template.Library()
MOST = 8


@register.filter
def part(percent: float) -> str:
    """So much of a hundred, in words: what is hit a little is not hit by nothing."""
    return _("less than 1 %") if 0 < percent < 1 else f"{percent:.0f} %"


@register.filter
def exposure_bars(rows: list[dict[str, Any]], org: Organization) -> list[dict[str, Any]]:
    """Exposure (0 to 100) of components as bars, each leading to its rows; none of nothing."""
    return [
        {
            "name": row["name"],
            "share": row["exposure"] / 100,
            "tone": tone(row["exposure"]),
            "url": reverse("risk:exposure", args=[org.slug, row["component"]]),
        }
        for row in rows[:MOST]
        if row["exposure"] > 0
    ]


@register.filter
def share_bars(rows: list[dict[str, Any]], org: Organization) -> list[dict[str, Any]]:
    """Shares (0 to 1) of a concentration by host as bars, each leading to its rows."""
    url = reverse("risk:shares", args=[org.slug, "host"])
    return [
        {"name": row["name"], "share": row["share"], "url": f"{url}?holder={row['id']}"}
        for row in rows[:MOST]
    ]


def tone(exposure: float) -> str:
    """The colour of the method's bands: 20, 45, 70."""
    for limit, name in ((70, "bad"), (45, "poor"), (20, "watch")):
        if exposure >= limit:
            return name
    return ""
