"""A year of scores, worked out: what was there on each day, by the method of today."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from continuity.inventory.portable import Dependency, Option, Portfolio
from continuity.orgs.models import Organization
from continuity.risk.difference import moves_of
from continuity.risk.difference import states as states_of
from continuity.risk.history.moves import aged
from continuity.risk.history.moves import kept as moves_kept
from continuity.risk.load import load
from continuity.risk.method.assess import Assessment, assess
from continuity.risk.models import Assessment as Kept
from continuity.risk.models import FunctionScore
from continuity.risk.picture import METHOD, findings

from .build import Made

EVERY = timedelta(days=7)
WEEKS = 52


def past(org: Organization, made: Made) -> Iterator[tuple[date, Assessment]]:
    """``(day, assessment)`` a week, oldest first, today left out."""
    for week in range(WEEKS, 0, -1):
        day = made.today - week * EVERY
        yield day, assess(as_it_was(load(org, day), made, (made.today - day).days))


def kept(org: Organization, made: Made, now: datetime) -> tuple[list[Kept], list[FunctionScore]]:
    """What would have been kept of each week, and the scores as they stood on the last."""
    rows: list[Kept] = []
    states: dict[int, Any] = {}
    found = None
    for day, assessed in past(org, made):
        found = findings(assessed)
        before, states = states, states_of(found)
        moves = moves_of(before, states)
        old = aged(assessed.index.portfolio, rows[-1].day, day) if rows else []
        row = Kept(organization=org, day=day, at=now, revision=0, method=METHOD)
        row.score, row.summary = found.score, found.summary
        row.moved = {"functions": moves_kept({}, moves), "aged": old}
        rows.append(row)
    held = found.functions.items() if found else ()
    scores = [FunctionScore(organization=org, function_id=pk, **asdict(row)) for pk, row in held]
    return rows, scores


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
