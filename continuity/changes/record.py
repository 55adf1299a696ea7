"""A change frozen: before and after with all that they rest on, as JSON without floats."""

from typing import Any

from django.utils.translation import override

from continuity.orgs.models import Organization
from continuity.plans.rendering import LANGUAGE
from continuity.plans.snapshot import catalogue_version, plain
from continuity.risk.picture import METHOD

from . import telling
from .models import Change
from .reading import Reading

FORMAT = "continuity.change/1"


def take(org: Organization, change: Change, reading: Reading) -> dict[str, Any]:
    """The record of a change that fits, in the language that is printed."""
    figures = reading.figures
    if figures is None:
        raise ValueError("a step does not fit, or there is none")
    with override(LANGUAGE):
        said = {
            "headline": telling.headline(figures),
            "points": telling.points(figures),
            "table": telling.table(figures, org.currency),
            "rests_on": telling.rests_on(),
            "serves": telling.serves(),
        }
    return plain(
        {
            "format": FORMAT,
            "as_of": reading.day,
            "method": METHOD,
            "catalogue": catalogue_version(),
            "organization": {
                "name": org.name,
                "currency": org.currency,
                "timezone": org.timezone,
                "test_cadence_days": org.test_cadence_days,
            },
            "change": {
                "title": change.title,
                "reason": change.reason,
                "supplier": change.supplier,
                "notes": change.notes,
            },
            "steps": [
                {
                    "kind": line.step.kind,
                    "said": line.said,
                    "wanted": line.step.wanted,
                    "writes": line.writes,
                }
                for line in reading.lines
            ],
            "figures": figures,
            "said": said,
        }
    )
