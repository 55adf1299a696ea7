"""What a benchmark answers with, and how it measures.

A benchmark is a function ``bench_<name>() -> list[Line]`` in any ``continuity.<app>.bench``
module; ``manage.py bench`` finds them.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .plugins import discover_in_apps


@dataclass(frozen=True, slots=True)
class Line:
    """One figure against its limit.

    ``value`` in ``unit``. With a ``floor`` (the same work done bare, measured in the same run,
    same unit) the limit is for the ratio of the two; without one it is for the value itself.
    """

    name: str
    value: float
    unit: str
    limit: float
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def holds(self) -> bool:
        judged = self.value if self.floor is None else self.ratio
        return judged is not None and judged <= self.limit


def best_ms(work: Callable[[], object], rounds: int = 5) -> float:
    """The shortest of several runs, in milliseconds: what the work costs when left in peace."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def benchmarks() -> Iterator[tuple[str, Callable[[], list[Line]]]]:
    """Every benchmark that exists, by name."""
    for module in discover_in_apps("bench").values():
        for key, found in sorted(vars(module).items()):
            if key.startswith("bench_") and callable(found):
                yield key.removeprefix("bench_"), found
