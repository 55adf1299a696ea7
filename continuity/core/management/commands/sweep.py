"""All sweeps in one process: what Celery wakes elsewhere. Needs no broker."""

import logging
import signal
import time
from threading import Event

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from continuity.core.plugins import discover_in_apps

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run every sweep at its interval until stopped; --once: each once, in order."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, *, once, **options):
        sweeps = [pair for m in discover_in_apps("tasks").values() for pair in m.SWEEPS]
        if once:
            for task, _seconds in sweeps:
                task()
            return
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        due = {task: 0.0 for task, _seconds in sweeps}
        while not stop.is_set():
            for task, seconds in sweeps:
                if time.monotonic() >= due[task] and not stop.is_set():
                    due[task] = time.monotonic() + seconds
                    self.run_one(task)
            stop.wait(0.5)

    def run_one(self, task) -> None:
        """One sweep. That it failed is told, and the others go on."""
        try:
            task()
        except Exception:  # the next round tries again; the row says what is wrong
            log.exception("sweep %s failed", task.name)
        finally:
            close_old_connections()
