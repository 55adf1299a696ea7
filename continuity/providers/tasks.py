"""Status sources are read when they are due."""

from celery import shared_task

from . import moving, polling


@shared_task(expires=60)
def poll_feeds() -> int | str:
    """Read every feed that is due. Safe to run at any time, twice, or at once.

    Answers how many were tried, or that nobody could be reached.
    """
    done = polling.poll_due()
    return "offline: no host could be reached, so none is blamed" if done.offline else done.tried


@shared_task
def find_moved() -> int:
    """Look for sources that seem to have moved: each once a day. Answers how many it looked for."""
    return len(moving.look_for_lost())


QUEUE = "feeds"
SWEEPS = [(poll_feeds, 10), (find_moved, 300)]
