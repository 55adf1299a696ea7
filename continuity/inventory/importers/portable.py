"""What taking in a portable portfolio would do, told before it is done."""

from dataclasses import dataclass

from continuity.inventory.models import Function
from continuity.inventory.portable import Portfolio
from continuity.orgs.models import Organization
from continuity.providers.models import Component
from continuity.runbooks.models import Runbook


@dataclass(frozen=True)
class Preview:
    """Names of functions and titles of runbooks: new, and already there and replaced."""

    new_functions: list[str]
    known_functions: list[str]
    new_runbooks: list[str]
    known_runbooks: list[str]
    own_components: list[str]


def compare(org: Organization, portfolio: Portfolio) -> Preview:
    functions = set(Function.objects.for_org(org).values_list("key", flat=True))
    runbooks = set(Runbook.objects.for_org(org).values_list("key", flat=True))
    known = set(Component.objects.for_org(org).values_list("key", flat=True))
    return Preview(
        new_functions=[f.name for f in portfolio.functions if f.id not in functions],
        known_functions=[f.name for f in portfolio.functions if f.id in functions],
        new_runbooks=[r.title for r in portfolio.runbooks if r.id not in runbooks],
        known_runbooks=[r.title for r in portfolio.runbooks if r.id in runbooks],
        own_components=[c.name for c in portfolio.components if c.id not in known],
    )
