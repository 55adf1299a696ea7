"""A loop has turned: bookkeeping, so it leaves no entry."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from .models import Tick


def tick(name: str, now: datetime, took_ms: int, said: str, *, failed: bool) -> None:
    """Note the turn of one loop. Safe from any number of workers at once."""
    told = {"at": now, "took_ms": took_ms, "said": said[:200].replace("\x00", "")}
    row = Tick.objects.filter(name=name)
    failures = F("failures") + 1 if failed else 0
    if not row.update(**told, failures=failures):
        with transaction.atomic():
            Tick.objects.bulk_create(
                [Tick(name=name, since=now, failures=int(failed), **told)], ignore_conflicts=True
            )
