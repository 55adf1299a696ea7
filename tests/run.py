"""Every check, one after the other: what ``./run test`` calls. Fails if one cannot run.

``python -m tests.run``: the default; ``python -m tests.run all``: the slow ones and those in a
browser too, the latter in processes of their own, since Playwright keeps an event loop running.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DEPLOYED = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SITE_URL": "https://continuity.example.org",
    "ALLOWED_HOSTS": "continuity.example.org",
    "DEBUG": "0",
}


def checks(all_: bool) -> list[tuple[str, list[str], dict[str, str]]]:
    python, pytest = sys.executable, [sys.executable, "-m", "pytest"]
    here = [*pytest, "-n", "2", "--dist", "loadgroup"]
    marks = ["-m", "not browser"] if all_ else []
    every = {"EVERY_EXAMPLE": "1"} if all_ else {}
    again = "postgres" if all_ else "postgres and not slow"
    postgres = [python, "-m", "tests.services.postgres", *pytest, "-n", "2", "-m", again]
    return [
        ("lint", [str(BIN / "ruff"), "check", "."], {}),
        ("format", [str(BIN / "ruff"), "format", "--check", "."], {}),
        ("types", [str(BIN / "mypy"), "continuity"], {}),
        ("imports", [str(BIN / "lint-imports")], {}),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
        ("deploy", [python, "manage.py", "check", "--deploy", "--fail-level=WARNING"], DEPLOYED),
        ("tests on PostgreSQL", postgres, every),
        ("tests", [*here, *marks], every),
        *([("tests in a browser", [*here, "-m", "browser"], {})] if all_ else []),
    ]


def main(words: list[str]) -> int:
    failed = []
    for name, command, more in checks("all" in words):
        begun = time.monotonic()
        print(f"— {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, check=False).returncode
        print(f"  {name}: {'ok' if code == 0 else 'FAILED'} ({time.monotonic() - begun:.1f} s)")
        if code:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
