"""Where it runs: one supervisor to a data folder, one server to an address."""

import errno
import fcntl
import http.client
import os
import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path


class Taken(Exception):
    """Someone is there already, or may be by law alone; says so in a sentence, and the mend."""


def claim(folder: Path) -> int:
    """Hold ``folder`` until this process ends, however it ends. The descriptor that holds it."""
    handle = os.open(folder / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refusal:
        os.close(handle)
        raise Taken(
            f"Continuity already runs on the data in {folder}. "
            "Stop it first, or name another folder: CONTINUITY_VAR=… ./run"
        ) from refusal
    return handle


def check_free(host: str, port: int) -> None:
    """Raise ``Taken`` unless a server could listen at this address now."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with closing(socket.socket(family, kind, protocol)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OverflowError as refusal:
        raise Taken(f"{port} is not a port. Name one below 65536: PORT=8000 ./run") from refusal
    except OSError as refusal:
        if refusal.errno in {errno.EADDRINUSE, errno.EACCES}:
            why = "in use" if refusal.errno == errno.EADDRINUSE else "not allowed to this user"
            another = port + 1 if 1024 <= port < 65535 else 8000
            raise Taken(f"Port {port} is {why}. Name another: PORT={another} ./run") from refusal
        raise Taken(f"Cannot listen at {host}: {refusal.strerror}. Mend BIND.") from refusal


def reachable_at(host: str) -> str:
    """The name by which this machine itself reaches a server bound to ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def shown(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    name = "localhost" if reachable_at(host) in {"127.0.0.1", "::1"} else host
    return f"http://{name}:{port}/"


def wait_for_page(host: str, port: int, seconds: float, give_up: Callable[[], bool]) -> bool:
    """Until a page is answered there, whatever it says; False if none was in ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not give_up():
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(reachable_at(host), port, timeout=seconds)
            with closing(connection):
                connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
                connection.getresponse().read()
                return True
        time.sleep(0.03)
    return False
