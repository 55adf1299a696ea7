"""Many fetches at once, handed over as they come in, so that the database stays outside."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence

from .fetch import NAME, Fetched, Fetcher, Lookup, Request

WITHIN_S = 25.0  # for a whole crowd; well below the lease on its feeds


def answers(
    requests: Sequence[Request],
    allow: Iterable[str] = (),
    concurrency: int = 50,
    within_s: float = WITHIN_S,
    lookup: Lookup | None = None,
    agent: str = NAME,
) -> Iterator[tuple[int, Fetched | None]]:
    """Each answer with its place in ``requests``, the quickest first.

    The loop stands still while the caller works on an answer. What has not come after
    ``within_s`` seconds, such as the queue behind a host that hangs, is given as None.
    """
    with asyncio.Runner() as runner:
        fetcher = runner.run(_opened(allow, concurrency, lookup, agent))
        try:
            yield from _drained(runner, fetcher, requests, within_s)
        finally:
            runner.run(fetcher.close())


def _drained(
    runner: asyncio.Runner, fetcher: Fetcher, requests: Sequence[Request], within_s: float
) -> Iterator[tuple[int, Fetched | None]]:
    end = time.monotonic() + within_s
    make = runner.get_loop().create_task
    waiting = {make(fetcher.fetch(request)): place for place, request in enumerate(requests)}
    while waiting and (left := end - time.monotonic()) > 0:
        for task in runner.run(_some(waiting, left)):
            yield waiting.pop(task), task.result()
    for task, place in waiting.items():
        task.cancel()
        yield place, None


async def _some(tasks: Iterable[asyncio.Task[Fetched]], left: float) -> set[asyncio.Task[Fetched]]:
    done, _ = await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
    return done


async def _opened(
    allow: Iterable[str], concurrency: int, lookup: Lookup | None, agent: str
) -> Fetcher:
    """The client belongs to the loop that it is made in."""
    return Fetcher(allow, lookup, concurrency=concurrency, agent=agent)
