"""Celery: the wake-up. What must happen is a row; a task only looks for what is due.

The schedule is made of every app's ``tasks.SWEEPS``: ``(task, seconds between)``. A message that
waited for longer than one interval is dropped: the next one does the same.
"""

import os
from typing import Any

from celery import Celery
from kombu import Queue

from continuity.core.sweeps import QUEUES, USUAL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "continuity.settings")
app = Celery("continuity", task_cls="continuity.core.sweeps:Sweep")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_routes = ("continuity.core.sweeps.route",)
app.conf.task_queues = [Queue(name) for name in QUEUES]  # a worker without -Q serves all
app.conf.task_default_queue = USUAL
app.autodiscover_tasks()


@app.on_after_finalize.connect
def schedule(sender: Celery, **_: Any) -> None:
    from continuity.core.sweeps import sweeps

    for task, seconds in sweeps():
        sender.add_periodic_task(seconds, task.s(), expires=max(seconds, 10))
