"""Words run out, crowds are told, and what was delivered is forgotten after a week."""

from celery import shared_task
from django.utils import timezone

from continuity.providers import actions as providers

from . import actions


@shared_task(expires=60)
def expire() -> int:
    """End what ran out: words of people, and outages that rest on nobody's word any more."""
    now = timezone.now()
    return actions.expire_words(now) + providers.expire(now)


@shared_task(expires=60)
def tell_crowds() -> int:
    """Organisations that share are told what enough of them report."""
    return actions.tell_crowds(timezone.now())


@shared_task(expires=3600)
def forget_deliveries() -> int:
    return actions.forget_deliveries(timezone.now())


SWEEPS = [(expire, 60), (tell_crowds, 30), (forget_deliveries, 3600)]
