"""Processes that live and die with this one, and are started again when they fall."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
QUICK = 10.0  # seconds: who lives shorter than this waits before the next start
LONGEST_WAIT = 30.0
ROOT = Path(__file__).parents[3]


def die_with_parent(number: int) -> Callable[[], None] | None:
    """What a child calls before it becomes itself: should we be killed, it gets signal ``number``.

    Linux only; the kernel binds it to the thread that starts the child, so start from the main one.
    """
    if sys.platform != "linux":
        return None
    library, parent = ctypes.CDLL(None), os.getpid()

    def bind() -> None:
        library.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # killed before the binding held
            os.kill(os.getpid(), number)

    return bind


@dataclass
class Child:
    """One process of its own session. ``stop_signal`` is how it is asked to end."""

    name: str
    command: list[str]
    env: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen | None = None
    started: float = 0.0
    falls: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            self.command,
            env=dict(self.env),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(self.stop_signal),
        )
        self.started = time.monotonic()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self) -> str:
        """Start again what has ended; what was done, as a sentence, or nothing."""
        if self.runs or time.monotonic() < self.not_before:
            return ""
        if self.process is not None:
            self.kill()  # what it had started must not stand in the way of the next
            lived = time.monotonic() - self.started
            self.falls = self.falls + 1 if lived < QUICK else 0
            wait = min(LONGEST_WAIT, 2.0**self.falls - 1)
            code, self.process = self.process.returncode, None
            self.not_before = time.monotonic() + wait
            if wait:
                return f"{self.name} ended with status {code}; it starts again in {wait:.0f} s"
        self.start()
        return f"{self.name} was started again"

    def ask_to_stop(self) -> None:
        if self.runs:
            self._signal(self.stop_signal)

    def kill(self) -> None:
        """The process and all that it started in its session."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return


def stop(children: Sequence[Child], seconds: float) -> None:
    """Ask all at once; kill what is left after ``seconds``, grandchildren too."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + seconds
    while any(child.runs for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        child.kill()
        if child.process is not None:
            child.process.wait()
