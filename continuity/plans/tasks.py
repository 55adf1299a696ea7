"""Versions get their PDF."""

from celery import shared_task

from .actions import finish
from .models import Version
from .queue import serve
from .rendering import make


@shared_task
def render_plans() -> int:
    """Make every PDF that a version waits for."""
    return serve(Version, make, finish)


SWEEPS = [(render_plans, 3)]
