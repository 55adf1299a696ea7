"""Probes run when they are due; their days are summed up when they are over."""

from celery import shared_task
from django.utils import timezone

from . import running
from .actions import days

QUEUE = "probes"


@shared_task(expires=60)
def run_probes() -> int:
    """Run every probe that is due. Safe to run at any time, twice, or at once."""
    return running.run_due()


@shared_task(expires=600)
def fold_probes() -> int:
    """Sum up days that are over and forget what is old."""
    now = timezone.now()
    return days.fold(now) + days.forget_old(now)


SWEEPS = [(run_probes, 10), (fold_probes, 600)]
