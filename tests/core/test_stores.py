"""How the database is connected to."""

import pytest
from django.db import connection

from continuity.core.stores import IDLE_S, database


@pytest.mark.postgres
def test_a_process_that_stands_still_in_a_transaction_does_not_hold_others_up_for_long(db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server; PostgreSQL runs this")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [NAME])
        assert cursor.fetchone() == (IDLE_S * 1000,)


NAME = "idle_in_transaction_session_timeout"


def test_a_socket_is_named_in_the_query():
    found = database("postgres://us:s%20cret@/shop?host=/run/pg")
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("/run/pg", "shop", "s cret")
