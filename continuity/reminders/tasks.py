"""Sweeps: what is due is noted, outages are answered, messages go out. Safe to run twice."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.utils import timezone

from continuity.core.plugins import discover
from continuity.core.side_by_side import side_by_side

from . import actions, telling
from .actions import outbox
from .channels import Answer, Outcome
from .finding import campaigns, drifts, due, in_batches, outages, sources

log = logging.getLogger(__name__)
ROUND = timedelta(seconds=100)  # so that no message is cut off by the time limit of a task
FAILED = 0
CHANNELS = discover("continuity.reminders.channels")


@shared_task
def find_due() -> int:
    """Note what is due within a month and what waits for approval, and say so in time."""
    now = timezone.now()
    return sum(
        _alone(due.settle, work, now) for orgs in in_batches() for work in due.due(orgs, now)
    )


@shared_task
def watch_drift() -> int:
    """Tell the owner of each plan in force, once, of an assumption that is not borne out."""
    now = timezone.now()
    return sum(
        _alone(due.note_drift, org, new, over)
        for orgs in in_batches()
        for org, new, over in drifts.drifting(orgs, now)
    )


@shared_task
def ask_owners() -> int:
    """Write to who owes a campaign an answer: one letter a day at most, and only if it is time."""
    now = timezone.now()
    return sum(
        _alone(actions.ask_owner, letter)
        for orgs in in_batches()
        for letter in campaigns.letters(orgs, now)
    )


@shared_task
def answer_outages() -> int:
    """Tell in each organisation what there is to tell of the outages that it feels.

    One that ended before anybody was told is told of afterwards, once. What could not be told is
    looked at again in the next round.
    """
    now = timezone.now()
    if not (found := outages.look(now)):
        return 0
    told = side_by_side(partial(telling.tell, found, now), outages.chunks(found.orgs))
    if not any(part.failed for part in told):
        actions.settle_outages(found.living, now)
    return sum(part.entries for part in told)


@shared_task
def watch_sources() -> int:
    """Tell who looks after them of sources that could not be read for half an hour, and of what
    the others list no more."""
    lost = [_alone(actions.say_unreadable, *told) for told in sources.untold(timezone.now())]
    return sum(lost) + sum(_alone(actions.say_vanished, *told) for told in sources.lacking())


@shared_task
def send() -> int:
    """Send what waits in the outbox. A message that fails never holds up another."""
    sent, end = 0, timezone.now() + ROUND
    while timezone.now() < end and (rows := actions.claim(timezone.now())):
        for place, row in enumerate(rows):
            if timezone.now() >= end:
                actions.release(rows[place:])
                break
            if actions.hold(row, timezone.now()):
                sent += actions.finish(row, _deliver(row), timezone.now())
    return sent


def _alone(act: Callable[..., Any], *args: Any) -> Any:
    """``act``; that one organisation's fails is told, and holds up no other's."""
    try:
        return act(*args)
    except Exception:
        log.exception("%s", getattr(act, "verb_name", act.__name__))
        return FAILED


def _deliver(row) -> Answer:  # type: ignore[no-untyped-def]
    channel = CHANNELS.get(row.channel)
    if channel is None:
        return Answer(Outcome.REFUSED, f"there is no channel {row.channel}")
    try:
        return channel.deliver(row)
    except Exception as fault:  # a fault of ours: kept with the row, tried again later
        log.exception("notification %s", row.pk)
        return Answer(Outcome.LATER, f"{type(fault).__name__}: {fault}")


@shared_task
def forget_links() -> int:
    """Links in kept messages are wiped once they open nothing any more."""
    return outbox.forget_links(timezone.now())


SWEEPS = [
    (find_due, 300),
    (ask_owners, 60),
    (watch_drift, 21_600),
    (answer_outages, 10),
    (watch_sources, 60),
    (send, 5, "notify"),
    (forget_links, 900),
]
