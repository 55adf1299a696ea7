"""Two machines that share a database and a broker, as processes that a test may kill.

What each machine runs is what ``manage.py start`` would run there.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import psycopg
from django.conf import settings

from continuity.core.management.commands.start import Command
from continuity.core.supervise.broker import Broker, find_broker
from continuity.core.supervise.children import Child, stop
from tests.chaos.nemesis import Fault
from tests.chaos.pages import address
from tests.services import postgres
from tests.services.smtp import free_port

ROOT = Path(__file__).parent.parent.parent
FEET = 8.0  # seconds that a worker may take to start, on a machine with much else to do
UNSETTLED = """
select (select count(*) from providers_outage where ended_at is null)
     + (select count(*) from reminders_notification where state = 'queued')
"""


class Installation:
    """``children``: by what they are and which machine, such as ``("worker", 0)``."""

    def __init__(self, folder: Path, database: postgres.Server, broker: Broker, haste: float):
        self.folder, self.database, self.broker = folder, database, broker
        self.ports = {name: free_port() for name in ("pages", "post")}
        self.children: dict[tuple[str, int], Child] = {}
        self.workers: set[str] = set()
        self.done: list[str] = []
        self.later: list[tuple[float, Callable[[], None]]] = []
        places = ",".join(f"{address(n)}:{self.ports['pages']}" for n in range(200))
        self.env = os.environ | {
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "continuity.settings",
            "DATABASE_URL": database.url,
            "REDIS_URL": broker.url,
            "CONTINUITY_VAR": str(folder / "var"),
            "CONTINUITY_FEED_ALLOW": places,
            "CONTINUITY_FEED_HASTE": str(haste),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.ports["post"]),
            "EMAIL_TLS": "0",
            "LOG_LEVEL": "WARNING",
        }

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def outside(self, seed: int, haste: float) -> None:
        """The status pages and the mail server: they never fall."""
        pages = ["tests.chaos.pages", str(self.ports["pages"]), str(seed), str(haste)]
        post = ["tests.chaos.post", str(self.ports["post"]), str(seed)]
        self._start("pages", 0, ["-m", *pages, str(self.folder / "shown")])
        self._start("post", 0, ["-m", *post, str(self.folder / "post")])

    def machine(self, number: int) -> None:
        mine = {
            "celery": "tests.chaos.hurried",
            str(settings.VAR / "beat"): str(self.folder / f"beat{number}"),
        }
        for child in Command().sweepers(self.env, with_celery=True):
            command = [mine.get(word, word) for word in child.command[1:]]
            if child.name == "scheduler":
                self._start("beat", number, command)
            else:
                self.workers.add(child.name)
                command += ["-n", f"{child.name}{number}@%h"]
                self._start(child.name, number, command, child.stop_signal)

    def _start(
        self, what: str, number: int, command: list[str], end: signal.Signals = signal.SIGTERM
    ) -> None:
        log = str(self.folder / f"{what}{number}.log")
        shell = ["/bin/sh", "-c", f'exec "$0" "$@" >>{log} 2>&1', sys.executable, *command]
        child = Child(f"{what} {number}", shell, self.env, end)
        child.start()
        self.children[what, number] = child

    def watch(self) -> None:
        """Whatever has fallen is started again, as the supervisor of a machine does it."""
        now = time.monotonic()
        for due, act in [row for row in self.later if row[0] <= now]:
            self.later.remove((due, act))
            act()
        for child in self.children.values():
            child.watch()

    def suffers(self, fault: Fault, chance: Random) -> bool:
        """False: what it is to hit does not stand just now, try again. The machines never fall
        together: a worker is spared until those of the other one have found their feet."""
        if fault.what in {"worker", "child", "freeze"} and not self._stands(1 - fault.machine):
            return False
        if not getattr(self, f"_{fault.what}")(fault, chance):
            return False
        self.done.append(f"{time.time():.1f} {fault}")
        return True

    def _beat(self, fault: Fault, chance: Random) -> bool:
        return _kill(self._pid("beat", fault.machine))

    def _worker(self, fault: Fault, chance: Random) -> bool:
        return _kill(self._pid(self._some_worker(chance), fault.machine))

    def _child(self, fault: Fault, chance: Random) -> bool:
        pid = self._pid(self._some_worker(chance), fault.machine)
        children = _children(pid) if pid else []
        return bool(children) and _kill(chance.choice(children))

    def _database(self, fault: Fault, chance: Random) -> bool:
        self.database.fall()
        return True

    def _broker(self, fault: Fault, chance: Random) -> bool:
        broker = self.children["broker", 0]
        broker.kill()
        broker.not_before = time.monotonic() + fault.pause
        return True

    def _freeze(self, fault: Fault, chance: Random) -> bool:
        pid = self._pid(self._some_worker(chance), fault.machine)
        if pid is None or not _children(pid):
            return False
        os.killpg(pid, signal.SIGSTOP)
        self.later.append((time.monotonic() + fault.pause, lambda: _thaw(pid)))
        return True

    def _stands(self, machine: int) -> bool:
        children = [self.children[what, machine] for what in self.workers]
        return all(c.runs and time.monotonic() - c.started > FEET for c in children)

    def _some_worker(self, chance: Random) -> str:
        return chance.choice(sorted(self.workers))

    def _pid(self, what: str, number: int) -> int | None:
        child = self.children[what, number]
        return child.process.pid if child.runs and child.process else None

    def ask(self, statement: str) -> int | None:
        """A number from the database; none while it is away."""
        try:
            with psycopg.connect(
                host=str(self.database.home), user=postgres.USER, dbname="postgres"
            ) as connection:
                return connection.execute(statement).fetchone()[0]
        except psycopg.OperationalError:
            return None

    def until(self, statement: str, seconds: float, times: int = 3) -> bool:
        """Until the answer is 0, so many times in a row."""
        end, zeros = time.monotonic() + seconds, 0
        while time.monotonic() < end and zeros < times:
            self.watch()
            zeros = zeros + 1 if self.ask(statement) == 0 else 0
            time.sleep(0.7)
        return zeros >= times

    def begin(self) -> float:
        """Let the hour begin; the moment."""
        url = f"http://{address(0)}:{self.ports['pages']}/begin"
        with urllib.request.urlopen(url) as answer:
            return float(answer.read())

    def deliveries(self) -> list[dict]:
        return [json.loads(line) for line in (self.folder / "post").read_text().splitlines()]


@contextmanager
def running(folder: Path, seed: int, haste: float) -> Iterator[Installation]:
    """Everything, ready for its hour: every page was read once."""
    broker = find_broker(folder / "broker")
    assert broker, "no broker can be started here"
    with ExitStack() as stack:
        database = stack.enter_context(postgres.running(options=["deadlock_timeout=200ms"]))
        here = Installation(folder, database, broker, haste)
        stack.callback(lambda: stop(list(here.children.values()), 0))
        child = broker.start(here.env)
        assert child, "the broker does not answer"
        here.children["broker", 0] = child
        here.outside(seed, haste)
        here.run("manage.py", "migrate", "-v0", "--skip-checks")
        here.run("-m", "tests.chaos.rows", "seed", str(seed), str(here.ports["pages"]))
        for machine in range(2):
            here.machine(machine)
        unread = "select count(*) from providers_feed where read_at is null"
        assert here.until(unread, 240), "not every page was read"
        yield here


def _kill(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _thaw(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGCONT)
    except ProcessLookupError:
        return


def _children(pid: int) -> list[int]:
    try:
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in words.split()]
