"""Every sweep that there is: each app's ``tasks.SWEEPS``, a task and the seconds between.

A third part of a sweep, or the module's ``QUEUE``, names its queue. Each has workers of its own, so
that what is slow (probes, feeds) never holds up what is short (messages). After every turn each
app's ``turns.turned`` hears of it.
"""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from celery import Task
from django.conf import settings

from .plugins import discover_in_apps

QUEUES = ("notify", "evaluate", "feeds", "probes")
USUAL = "evaluate"


def sweeps() -> list[tuple[Any, float]]:
    """In the order of the apps' names. FEED_HASTE, which is for tests, shortens the waits."""
    return [
        (task, max(1.0, seconds / settings.FEED_HASTE))
        for module in discover_in_apps("tasks").values()
        for task, seconds, *_queue in module.SWEEPS
    ]


def queue_of(name: str) -> str:
    """The queue of the task called ``name``."""
    try:
        module = import_module(name.rpartition(".")[0])
    except (ImportError, ValueError):
        return USUAL
    chosen = {
        task.name: queue for task, _s, *rest in getattr(module, "SWEEPS", ()) for queue in rest
    }
    return chosen.get(name, getattr(module, "QUEUE", USUAL))


def route(name: str, *_: Any, **__: Any) -> dict[str, str]:
    """What Celery asks where a message goes."""
    return {"queue": queue_of(name)}


def turn(name: str, work: Callable[[], Any]) -> Any:
    """Do ``work``, one turn of the sweep called ``name``, and tell who wants to hear of it."""
    begun, answer, fault = time.monotonic(), None, None
    try:
        answer = work()
        return answer
    except Exception as error:
        fault = error
        raise
    finally:
        for module in discover_in_apps("turns").values():
            module.turned(name, time.monotonic() - begun, answer, fault)


class Sweep(Task):
    """Every task of ours."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return turn(self.name, lambda: self.run(*args, **kwargs))
