"""Sweeps: what is due is noted, outages are answered, messages go out. Safe to run twice."""

import logging

from celery import shared_task
from django.utils import timezone

from continuity.core.plugins import discover

from . import actions, finding
from .channels import Answer, Outcome

log = logging.getLogger(__name__)
CHANNELS = discover("continuity.reminders.channels")


@shared_task
def find_due() -> int:
    """Note the reviews that are due within a month, and say so in time."""
    return sum(finding.reviews_of(org, timezone.now()) for org in finding.organizations())


@shared_task
def answer_outages() -> int:
    """Answer each open outage in each organisation that feels it; tell when it is over."""
    answered = 0
    for outage, org in finding.unanswered():
        answered += actions.answer_outage(finding.system(org), outage) is not None
    for outage, org in finding.over():
        answered += actions.tell_it_is_over(finding.system(org), outage) is not None
    return answered


@shared_task
def send() -> int:
    """Send what waits in the outbox. A message that fails never holds up another."""
    sent = 0
    while rows := actions.claim(timezone.now()):
        for row in rows:
            answer = _deliver(row)
            sent += actions.finish(row, answer, timezone.now())
    return sent


def _deliver(row) -> Answer:  # type: ignore[no-untyped-def]
    channel = CHANNELS.get(row.channel)
    if channel is None:
        return Answer(Outcome.REFUSED, f"there is no channel {row.channel}")
    try:
        return channel.deliver(row)
    except Exception as fault:  # a fault of ours: kept with the row, tried again later
        log.exception("notification %s", row.pk)
        return Answer(Outcome.LATER, f"{type(fault).__name__}: {fault}")


SWEEPS = [(find_due, 300), (answer_outages, 10), (send, 5)]
