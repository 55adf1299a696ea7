"""Parts of one work at once, each in a process of its own: threads share one interpreter's lock."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from billiard import get_context
from django.db import connection, connections

Part = TypeVar("Part")
Done = TypeVar("Done")
MOST = 4  # hands; half of the work is the database's


def side_by_side(work: Callable[[Part], Done], parts: Sequence[Part]) -> list[Done]:
    """``work`` of each part, in order. Both it and what it answers with are pickled.

    One after the other in here where two would be in each other's way: on SQLite, within a
    transaction, beside other threads (a process that is forked then may wait for ever). What
    ``work`` raises is raised, and if a process dies, that.
    """
    hands = min(len(parts), MOST, os.cpu_count() or 1)
    if hands < 2 or connection.vendor == "sqlite" or connection.in_atomic_block or _threads():
        return [work(part) for part in parts]
    connections.close_all()  # a process opens its own
    with get_context("fork").Pool(hands) as pool:
        return pool.map(_Closing(work), parts, 1)


def _threads() -> bool:
    return threading.active_count() > 1


class _Closing:
    """``work`` that leaves no connection open: the process may be stopped at once afterwards."""

    def __init__(self, work: Callable) -> None:
        self.work = work

    def __call__(self, part: object) -> object:
        try:
            return self.work(part)
        finally:
            connections.close_all()
