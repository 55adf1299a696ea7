"""All sweeps in one process: what Celery wakes elsewhere. Needs no broker."""

import logging
import signal
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections, connection

from continuity.core.sweeps import sweeps, turn

log = logging.getLogger(__name__)
END_WITHIN = 3.0


def run_one(task: Callable[[], object]) -> bool:
    """One sweep. That it failed is told, and is not in the way of the others or of the next."""
    try:
        turn(getattr(task, "name", str(task)), task)
    except Exception:  # the row says what is wrong, and the next round tries again
        log.exception("sweep %s failed", getattr(task, "name", task))
        return False
    finally:
        close_old_connections()
    return True


def repeat(task: Callable[[], object], seconds: float, stop: Event) -> None:
    """``task`` every ``seconds`` until told to stop; never twice at once."""
    while not stop.is_set():
        due = time.monotonic() + seconds
        run_one(task)
        stop.wait(max(0.1, due - time.monotonic()))
    connection.close()


class Command(BaseCommand):
    help = "Run every sweep at its interval until stopped; --once: each once, in order."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            failed = [str(task) for task, _seconds in sweeps() if not run_one(task)]
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}")
            return
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        # A thread each: a slow reading of status pages must not hold up what has to be sent.
        threads = [
            Thread(target=repeat, args=(task, seconds, stop), daemon=True)
            for task, seconds in sweeps()
        ]
        for thread in threads:
            thread.start()
        stop.wait()
        deadline = time.monotonic() + END_WITHIN
        for thread in threads:
            thread.join(max(0, deadline - time.monotonic()))
