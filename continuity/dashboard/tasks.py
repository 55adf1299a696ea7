"""The sweep of the demonstration: visits that are over end."""

from celery import shared_task
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization

from . import actions


@shared_task
def end_visits() -> int:
    """Visitors of more than a day ago are forgotten."""
    demonstrations = Organization.objects.filter(is_demo=True)
    return sum(
        bool(actions.end_visits(Actor.system(org), timezone.now())) for org in demonstrations
    )


SWEEPS = [(end_visits, 3600)]
