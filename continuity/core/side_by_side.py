"""Parts of one work at once, each in a process of its own: threads share one interpreter's lock."""

import os
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, TypeVar

from billiard import get_context
from django.db import connection, connections

Part = TypeVar("Part")
Done = TypeVar("Done")
MOST = 4  # hands; half of the work is the database's


def side_by_side(work: Callable[[Part], Done], parts: Sequence[Part]) -> list[Done]:
    """``work`` of each part, in order; what it answers with is pickled.

    One after the other in here where two would be in each other's way: on SQLite, within a
    transaction, beside other threads (a process that is forked then may wait for ever). What
    ``work`` raises is raised, and ``ChildProcessError`` if a process dies.
    """
    count = min(len(parts), MOST, os.cpu_count() or 1)
    if count < 2 or connection.vendor == "sqlite" or connection.in_atomic_block or _threads():
        return [work(part) for part in parts]
    connections.close_all()  # a process opens its own
    hands: list[_Hand] = []
    try:
        for first in range(count):
            hands.append(_Hand(work, parts[first::count]))
        answers = [hand.answer() for hand in hands]
    finally:
        for hand in hands:
            hand.end()
    if faults := [fault for _done, fault in answers if fault is not None]:
        raise faults[0]
    return [answers[n % count][0][n // count] for n in range(len(parts))]


def _threads() -> bool:
    return threading.active_count() > 1


class _Hand:
    """A process that does its share and says how it went.

    Of Celery's own library: the standard one's may not be started beneath a worker.
    """

    def __init__(self, work: Callable, share: Sequence) -> None:
        fork = get_context("fork")
        self.told, tells = fork.Pipe(duplex=False)
        self.process = fork.Process(target=_do, args=(work, share, tells), daemon=True)
        self.process.start()
        tells.close()  # here; so that we hear of its death

    def answer(self) -> tuple[list[Any], Exception | None]:
        try:
            return self.told.recv()
        except EOFError:
            return [], ChildProcessError("a process died before it had done its share")

    def end(self) -> None:
        """At once, if it was not heard to the end."""
        self.told.close()
        self.process.terminate()
        self.process.join()


def _do(work: Callable, share: Sequence, tells: Any) -> None:
    answer: tuple[list[Any], Exception | None]
    with closing(tells):
        try:
            answer = [work(part) for part in share], None
        except Exception as fault:
            fault.add_note(traceback.format_exc())  # where it was, which is not pickled
            answer = [], fault
        connections.close_all()
        tells.send(answer)
