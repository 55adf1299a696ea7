"""Celery: the wake-up. What must happen is a row; a task only looks for what is due.

The schedule is made of every app's ``tasks.SWEEPS``: ``(task, seconds between)``. A message that
waited for longer than one interval is dropped: the next one does the same.
"""

import os
from typing import Any

from celery import Celery
from kombu import Queue
from kombu.transport.redis import Channel, QoS

from continuity.core.sweeps import QUEUES, USUAL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "continuity.settings")


class Forgetful(QoS):
    """When the broker falls, kombu 5.7 still acknowledges or puts back what a worker has in hand,
    over the connection that broke, and the worker ends of it. A wake-up needs neither: the next
    one comes."""

    restore_at_shutdown = False

    def ack(self, delivery_tag: Any) -> None:
        if not self.channel.closed:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        if not self.channel.closed:
            super().reject(delivery_tag, requeue=requeue)


Channel.QoS = Forgetful
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
