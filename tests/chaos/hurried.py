"""Celery with leases that fit an hour of minutes: ``python -m tests.chaos.hurried -A … worker``.

What waits for a lease to run out waits for ten seconds, not for two minutes. Nothing else differs.
"""

from datetime import timedelta

import django

LEASE = timedelta(seconds=10)


def main() -> None:
    django.setup()
    from continuity.providers.actions import leases
    from continuity.reminders.actions import outbox

    assert leases.LEASE > LEASE < outbox.LEASE
    leases.LEASE = outbox.LEASE = LEASE
    from celery.bin.celery import main as celery

    celery()


if __name__ == "__main__":
    main()
