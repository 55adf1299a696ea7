"""Evidence gets its PDF."""

from celery import shared_task

from continuity.plans.queue import serve

from .actions import finish
from .models import Evidence
from .rendering import make


@shared_task
def render_evidence() -> int:
    """Make every PDF that evidence waits for."""
    return serve(Evidence, make, finish)


SWEEPS = [(render_evidence, 3)]
