"""Many probes asked at once, each with a second look before a failure counts."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from continuity.providers.answers import Called
from continuity.providers.call import Call, Caller
from continuity.providers.fetch import NAME, Lookup

from .kinds import Asked, Judgement, Verdict

TRIES, AGAIN_S, TRY_S = 2, 2.0, 9.0  # two tries and the wait between them: 20 s
WITHIN_S, CONCURRENCY = 60.0, 50  # of a whole crowd, well below the lease on its probes

Judge = Callable[[Asked, Called], Judgement]
Wanted = tuple[Call, Asked, Judge]


def ask_all(
    wanted: Sequence[Wanted],
    allow: Iterable[str] = (),
    *,
    agent: str = NAME,
    lookup: Lookup | None = None,
    within_s: float = WITHIN_S,
    again_s: float = AGAIN_S,
    try_s: float = TRY_S,
) -> list[list[Judgement]]:
    """The verdict of each try, in the order of ``wanted``; none of what did not get its turn."""

    async def go() -> list[list[Judgement]]:
        told: list[list[Judgement]] = [[] for _ in wanted]
        async with Caller(
            allow, lookup, total_s=try_s, concurrency=CONCURRENCY, agent=agent
        ) as caller:
            tasks = [
                asyncio.create_task(_ask(caller, one, place, again_s))
                for one, place in zip(wanted, told, strict=True)
            ]
            if tasks:
                _, late = await asyncio.wait(tasks, timeout=within_s)
                for task in late:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        return told

    return asyncio.run(go()) if wanted else []


async def _ask(caller: Caller, wanted: Wanted, told: list[Judgement], again_s: float) -> None:
    call, asked, judge = wanted
    for left in reversed(range(TRIES)):
        found = judge(asked, await caller.call(call))
        told.append(found)
        if found.verdict is not Verdict.THEIRS or not left:
            return
        await asyncio.sleep(again_s)
