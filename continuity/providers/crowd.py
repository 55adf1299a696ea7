"""Many fetches at once, handed over as they come in, so that the database stays outside.

The loop has a thread of its own: while the caller works on an answer the others go on, and none
runs into its deadline because of us.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any

from .fetch import NAME, Fetched, Fetcher, Lookup, Request

WITHIN_S = 40.0  # for a whole crowd; well below the lease on its feeds
AHEAD = 2  # times what is in flight may lie ready: a slow caller must not fill the memory

Answer = tuple[int, Fetched | None]


def answers(
    requests: Sequence[Request],
    allow: Iterable[str] = (),
    concurrency: int = 50,
    within_s: float = WITHIN_S,
    lookup: Lookup | None = None,
    agent: str = NAME,
) -> Iterator[Answer]:
    """Each answer with its place in ``requests``, the quickest first.

    What has not come after ``within_s`` seconds, such as the queue behind a host that hangs, is
    given as None.
    """
    crowd = _Crowd(requests, AHEAD * concurrency, within_s)
    thread = Thread(target=crowd.run, args=(allow, concurrency, lookup, agent), name="crowd")
    thread.start()
    try:
        yield from crowd.taken()
    finally:
        crowd.call(crowd.stop)
        thread.join()


class _Crowd:
    """Fetches in one thread, which ``run``s the loop, for answers that are ``taken`` in another."""

    def __init__(self, requests: Sequence[Request], ahead: int, within_s: float) -> None:
        self._requests, self._within_s = requests, within_s
        self._ready: SimpleQueue[Answer | BaseException] = SimpleQueue()
        self._room = asyncio.Semaphore(ahead)
        self._told: set[int] = set()
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        self._all: asyncio.Task[None] | None = None
        self._wanted = True

    def taken(self) -> Iterator[Answer]:
        for _ in self._requests:
            answer = self._ready.get()
            if isinstance(answer, BaseException):
                raise answer
            yield answer
            self.call(self._room.release)

    def call(self, act: Callable[[], object]) -> None:
        """In the loop, if it is still there."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(act)

    def stop(self) -> None:
        self._wanted = False
        if self._all:
            self._all.cancel()

    def run(self, *about: Any) -> None:
        try:
            with self._runner as runner:
                runner.run(self._fetched(*about))
        except asyncio.CancelledError:
            return  # nobody waits any more
        except BaseException as error:  # the caller's to hear of
            self._ready.put(error)

    async def _fetched(
        self, allow: Iterable[str], concurrency: int, lookup: Lookup | None, agent: str
    ) -> None:
        async with Fetcher(allow, lookup, concurrency=concurrency, agent=agent) as fetcher:
            self._all = asyncio.current_task()
            ahead = [self._one(fetcher, place) for place in range(len(self._requests))]
            with suppress(TimeoutError):
                async with asyncio.timeout(self._within_s if self._wanted else 0):
                    await asyncio.gather(*ahead)
        for place in set(range(len(self._requests))) - self._told:
            self._ready.put((place, None))

    async def _one(self, fetcher: Fetcher, place: int) -> None:
        await self._room.acquire()  # given back when the answer was taken
        got = await fetcher.fetch(self._requests[place])
        self._told.add(place)
        self._ready.put((place, got))
