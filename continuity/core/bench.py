"""What a benchmark answers with, and how it measures.

A benchmark is a function ``bench_<name>() -> list[Line]`` in any ``continuity.<app>.bench`` or
``continuity.<app>.bench_<part>`` module; ``manage.py bench`` finds them.
"""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.test.utils import override_settings, setup_databases
from django.test.utils import teardown_databases as drop

from .plugins import discover_in_apps
from .supervise.place import wait_for_page

ROOT = Path(__file__).parents[2]


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


def peak_mb() -> float:
    """The most memory that this process has held, in MB.

    ``ru_maxrss`` would count what the process held that started it, too.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def throwaway_database() -> Iterator[None]:
    """A database of the engine that is set, empty and gone afterwards."""
    was = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            yield
    finally:
        drop(was, verbosity=0)


def benchmarks() -> Iterator[tuple[str, Callable[[], list[Line]]]]:
    """Every benchmark that exists, by name."""
    modules = discover_in_apps("bench") | discover_in_apps("bench_*")
    for module in modules.values():
        for key, found in sorted(vars(module).items()):
            if key.startswith("bench_") and callable(found):
                yield key.removeprefix("bench_"), found


def bench_start() -> list[Line]:
    """From ``./run`` on a machine set up once to its first page."""
    with tempfile.TemporaryDirectory(prefix="continuity-bench-") as var:
        _first_page(Path(var))  # sets up
        took = min(_first_page(Path(var)) for _ in range(3))
        return [Line("./run to the first page", 1000 * took, "ms", 5000)]


def _first_page(var: Path) -> float:
    """Seconds."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    env = {**os.environ, "CONTINUITY_VAR": str(var), "PORT": str(port), "REDIS_URL": ""}
    begun = time.perf_counter()
    with (var / "start.log").open("w") as log:
        command = [str(ROOT / "run")]
        running = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603
    try:
        if not wait_for_page("127.0.0.1", port, 120, lambda: running.poll() is not None):
            raise RuntimeError((var / "start.log").read_text())
        return time.perf_counter() - begun
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(15)
