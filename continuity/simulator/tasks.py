"""Long replays are made as they are asked for."""

import logging

from celery import shared_task
from django.utils import timezone

from . import running
from .actions import runs

log = logging.getLogger(__name__)


@shared_task
def replay_events() -> int:
    """Make every replay that somebody waits for. Safe to run at any time, twice, or at once."""
    made = 0
    while row := runs.claim(timezone.now()):
        try:
            made += running.make(row)
        except Exception as fault:  # ours: kept with the row, and tried again
            log.exception("Could not replay %s", row.pk)
            runs.fail(row, f"{type(fault).__name__}: {fault}")
    return made


SWEEPS = [(replay_events, 2)]
