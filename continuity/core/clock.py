"""The clock that all of us share: that of the database.

Leases and due times are compared among machines. One of them may have a wrong clock, and any may
have it set while it works; the database is one.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection

NOW = {"postgresql": "SELECT clock_timestamp()"}
ELSE = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"


def database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(NOW.get(connection.vendor, ELSE))
        (now,) = cursor.fetchone()
    return now if isinstance(now, datetime) else datetime.fromisoformat(now).replace(tzinfo=UTC)


def database_clock() -> Callable[[], datetime]:
    """A clock set once by the database's, that goes on by itself."""
    begun, start = database_now(), time.monotonic()
    return lambda: begun + timedelta(seconds=time.monotonic() - start)
