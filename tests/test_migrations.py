"""Migrations come to the tables that the models have."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent


def shape(rows):
    """Statement by kind and name; columns and constraints of a table in any order."""
    held = {}
    for kind, name, statement in rows:
        words = re.sub(r"\s+", " ", statement)
        held[kind, name] = sorted(_parts(words)) if kind == "table" else words
    return held


def _parts(statement):
    """What stands between the outermost commas of a table's definition."""
    body, depth, part = statement[statement.index("(") + 1 : statement.rindex(")")], 0, ""
    for letter in body:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += letter
    yield part.strip()


STATEMENTS = """SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL
    AND type IN ('table', 'index') AND name NOT LIKE 'sqlite_%' AND name != 'django_migrations'"""


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's tests run on migrations")
def test_a_migrated_database_has_the_tables_of_the_models(db, tmp_path):
    told = {"CONTINUITY_VAR": str(tmp_path), "DATABASE_URL": ""}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env={**os.environ, **told},
        check=True,
    )
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as migrated:
        there = shape(migrated.execute(STATEMENTS))
    with connection.cursor() as cursor:
        here = shape(cursor.execute(STATEMENTS).fetchall())
    assert there == here
    assert len(there) > 200
