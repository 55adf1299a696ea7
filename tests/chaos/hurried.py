"""Celery with leases that fit an hour of minutes: ``python -m tests.chaos.hurried -A … worker``.

What waits for a lease to run out, or for the server to let go of what a process holds that stands
still, waits for seconds and not for minutes. Nothing else differs.
"""

from datetime import timedelta

import django

from continuity.core import stores

LEASE, IDLE_S = timedelta(seconds=10), 6


def main() -> None:
    assert stores.IDLE_S > IDLE_S
    stores.IDLE_S = IDLE_S  # before the settings are read
    django.setup()
    from continuity.providers.actions import leases
    from continuity.reminders.actions import outbox

    assert leases.LEASE > LEASE < outbox.LEASE
    leases.LEASE = outbox.LEASE = LEASE
    from celery.bin.celery import main as celery

    celery()


if __name__ == "__main__":
    main()
