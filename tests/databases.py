"""Databases for tests that start processes of their own: migrated once, then copied.

They are of the kind that the tests run on: SQLite, or PostgreSQL under
``python -m tests.services.postgres pytest -m postgres``.
"""

import atexit
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import psycopg
from django.db import connection

ROOT = Path(__file__).parent.parent
TEMPLATE = f"template_{os.getpid()}"


def settings_env(url: str, folder: Path) -> dict[str, str]:
    """The environment of a process that works on the database at ``url``."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "continuity.settings",
        "DATABASE_URL": url,
        "CONTINUITY_VAR": str(folder / "var"),
        "LOG_LEVEL": "ERROR",
    }


def prepared(folder: Path) -> str:
    """The address of an own, migrated database."""
    if connection.vendor == "sqlite":
        shutil.copy(_sqlite_template(), folder / "db.sqlite3")
        return f"sqlite:///{folder / 'db.sqlite3'}"
    server, name = _postgres_with_template(), f"t{os.urandom(6).hex()}"
    _on(server, f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    return _named(server, name)


@cache
def _sqlite_template() -> Path:
    folder = _folder()
    _migrate(f"sqlite:///{folder / 'db.sqlite3'}", folder)
    return folder / "db.sqlite3"


@cache
def _postgres_with_template() -> str:
    server = os.environ["DATABASE_URL"]
    _on(server, f'CREATE DATABASE "{TEMPLATE}"')
    _migrate(_named(server, TEMPLATE), _folder())
    return server


def _on(server: str, statement: str) -> None:
    with psycopg.connect(_named(server, "postgres"), autocommit=True) as admin:
        admin.execute(statement)


def _migrate(url: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"],
        env=settings_env(url, folder),
        cwd=ROOT,
        check=True,
    )


def _folder() -> Path:
    folder = Path(mkdtemp(prefix="continuity-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()
