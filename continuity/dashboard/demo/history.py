"""A year of scores, worked out: what was there on each day, by the method of today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from continuity.inventory.portable import Dependency, Option, Portfolio
from continuity.orgs.models import Organization
from continuity.risk.load import load
from continuity.risk.method.assess import Assessment, assess

from .build import Made

EVERY = timedelta(days=7)
WEEKS = 52


def past(org: Organization, made: Made) -> Iterator[tuple[date, Assessment]]:
    """``(day, assessment)`` a week, oldest first, today left out."""
    for week in range(WEEKS, 0, -1):
        day = made.today - week * EVERY
        yield day, assess(as_it_was(load(org, day), made, (made.today - day).days))


def as_it_was(portfolio: Portfolio, made: Made, ago: int) -> Portfolio:
    """Without the options and runbooks that came later than ``ago`` days before today."""
    functions = tuple(
        replace(f, dependencies=tuple(_dependency(d, made, ago) for d in f.dependencies))
        for f in portfolio.functions
    )
    return replace(portfolio, functions=functions)


def _dependency(dependency: Dependency, made: Made, ago: int) -> Dependency:
    options = tuple(
        _option(option, made, ago)
        for option in dependency.options
        if made.options_since[option.id] >= ago
    )
    return replace(dependency, options=options)


def _option(option: Option, made: Made, ago: int) -> Option:
    if option.runbook and made.runbooks_since[option.runbook] < ago:
        return replace(option, runbook=None, tested_on=None)
    return option
