"""Versions get their PDF."""

import logging

from celery import shared_task
from django.utils import timezone

from .actions import claim, finish
from .actions.renders import MOST_COSTLY_TRIES, fail
from .render import CannotRender, TooMuch
from .rendering import make

log = logging.getLogger(__name__)


@shared_task
def render_plans() -> int:
    """Make every PDF that is waited for. Safe to run at any time, twice, or at once."""
    made = 0
    while version := claim(timezone.now()):
        try:
            made += finish(version, make(version), timezone.now())
        except TooMuch as fault:
            fail(version, str(fault), timezone.now(), MOST_COSTLY_TRIES)
        except CannotRender as fault:
            fail(version, str(fault), timezone.now())
        except Exception as fault:  # ours: kept with the row, and tried again
            log.exception("version %s", version.pk)
            fail(version, f"{type(fault).__name__}: {fault}", timezone.now())
    return made


SWEEPS = [(render_plans, 3)]
