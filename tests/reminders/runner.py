"""A worker to be killed: ``python -m tests.reminders.runner HOW POINT``.

HOW is ``celery`` (one worker process of a real broker) or ``sweep`` (no broker). At POINT it
kills itself with signal 9, once: a file in CONTINUITY_VAR remembers that it did.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import django


def die_once(*_args, **_kwargs):
    mark = Path(os.environ["CONTINUITY_VAR"], "killed")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Put the end where it hurts: nothing of the product knows of it."""
    from continuity.providers import polling
    from continuity.providers.actions import leases
    from continuity.reminders import tasks
    from continuity.reminders.actions import outbox

    leases.LEASE = outbox.LEASE = timedelta(seconds=2)
    finish_feed, claim, finish = polling.finish, tasks.actions.claim, tasks.actions.finish

    def finish_feed_or_die(*args, **kwargs):
        die_once()
        return finish_feed(*args, **kwargs)

    def claim_and_die(now):
        if rows := claim(now):
            die_once()
        return rows

    def die_or_finish(*args, **kwargs):
        die_once()
        return finish(*args, **kwargs)

    if point == "answered":  # the source was read, nothing is recorded
        polling.finish = finish_feed_or_die
    elif point == "queued":  # the outage and the messages are there, none was sent
        tasks.actions.claim = claim_and_die
    elif point == "accepted":  # the mail server has it, the row does not know
        tasks.actions.finish = die_or_finish


def main(how: str, point: str) -> None:
    django.setup()
    arm(point)
    if how == "sweep":
        from django.core.management import call_command

        call_command("sweep")
        return
    from continuity.celery import app

    app.worker_main(["worker", "-P", "solo", "-l", "ERROR", "--without-mingle"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
