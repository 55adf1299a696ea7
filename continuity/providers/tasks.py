"""Status sources are read when they are due."""

from celery import shared_task

from . import polling


@shared_task(expires=60)
def poll_feeds() -> int:
    """Read every feed that is due. Safe to run at any time, twice, or at once.

    Answers how many were tried.
    """
    return polling.poll_due().tried


SWEEPS = [(poll_feeds, 10)]
