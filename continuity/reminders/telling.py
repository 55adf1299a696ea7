"""A part of a round of outages: some organisations told, and what could not be told."""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from continuity.orgs.models import Organization

from . import actions
from .composing import Composed, Ground, compose
from .finding import outages, system

log = logging.getLogger(__name__)


class Told(NamedTuple):
    """Entries that say so, how many; which organisations could not be told, by primary key."""

    entries: int
    failed: list[int]


def tell(found: outages.Round, now: datetime, orgs: Sequence[int]) -> Told:
    failed: list[int] = []

    def compose_one(org: Organization, ground: Ground, at: datetime) -> Composed | None:
        try:
            return compose(org, ground, at)
        except Exception:
            log.exception("outages of %s", org)
            failed.append(org.pk)
            return None

    composing = outages.composing(found, now, compose_one)
    with _uncollected():
        return Told(_tell(outages.organisations(orgs), composing, now, failed), failed)


def _tell(orgs: list[Organization], composing: Callable, now: datetime, failed: list[int]) -> int:
    """All together; where that cannot be, each by itself, so that none holds up another."""
    try:
        entries = actions.answer([system(org) for org in orgs], composing, now)
        return sum(entry.name.startswith("outage.") for entry in entries)
    except Exception:
        log.exception("outages of %s organisations", len(orgs))
    if len(orgs) == 1:
        failed.append(orgs[0].pk)
        return 0
    return sum(_tell([org], composing, now, failed) for org in orgs)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles meanwhile: among so many rows, that takes as long as the work."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
