"""Files on their way in are read and taken in."""

from celery import shared_task
from django.utils import timezone

from .actions import claim, forget_old, work


@shared_task
def read_files() -> int:
    """Every file that waits. Safe to run at any time, twice, or at once."""
    done = 0
    while row := claim(timezone.now()):
        work(row)
        done += 1
    return done


@shared_task
def forget_files() -> int:
    """Files that nobody came back to."""
    return forget_old(timezone.now())


SWEEPS = [(read_files, 2), (forget_files, 3600)]
