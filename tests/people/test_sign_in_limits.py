"""Tries to sign in are limited by address and account together, for all web processes at once."""

from pathlib import Path

import pytest
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.throttling import UserRateThrottle

from continuity.core.caches import JSONSerializer, SharedCache
from continuity.core.stores import shared_cache
from continuity.orgs.models import User

PASSWORD = "a very long pass phrase"
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def victim(db):
    return User.objects.create_user("victim@example.org", PASSWORD)


def sign_in(client, password, **where):
    form = {"login": "victim@example.org", "password": password}
    return client.post("/accounts/login/", form, **where)


def test_nobody_locks_somebody_else_out(client, victim):
    for _ in range(8):
        sign_in(client, "wrong", **ELSEWHERE)
    assert "Too many" in sign_in(client, PASSWORD, **ELSEWHERE).text
    assert sign_in(client, PASSWORD).status_code == 302


def test_a_header_that_anybody_can_send_is_no_other_address(client, victim):
    for n in range(8):
        sign_in(client, "wrong", headers={"x-forwarded-for": f"203.0.113.{n}"})
    assert "Too many" in sign_in(client, PASSWORD).text


def test_behind_a_proxy_of_ours_its_word_counts(client, victim, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(8):
        sign_in(client, "wrong", headers={"x-forwarded-for": f"203.0.113.{n}, 198.51.100.7"})
    told = {"x-forwarded-for": "203.0.113.99, 198.51.100.7"}
    assert "Too many" in sign_in(client, PASSWORD, headers=told).text
    assert sign_in(client, PASSWORD, headers={"x-forwarded-for": "203.0.113.1"}).status_code == 302


def test_where_limits_are_counted():
    def kind(*asked):
        return shared_cache(*asked, Path("/var"))["BACKEND"].rpartition(".")[2]

    assert kind("", 1) == "LocMemCache"
    assert kind("", 2) == "FileBasedCache"
    assert kind("redis://broker", 1) == kind("redis+socket:///var/broker.sock", 4) == "SharedCache"
    place = shared_cache("redis+socket:///var/broker.sock", 1, Path("/var"))["LOCATION"]
    assert place == "unix:///var/broker.sock"


@pytest.mark.parametrize("value", [5, True, None, "text", [1.5, 2], {"a": 1}])
def test_what_is_shared_is_json(value):
    kept = JSONSerializer().dumps(value)
    read = JSONSerializer().loads(kept if isinstance(kept, bytes) else str(kept).encode())
    assert (read, type(read)) == (value, type(value))


def test_while_the_shared_cache_is_away_it_is_empty():
    away = SharedCache("unix:///nowhere/broker.sock", {})
    assert away.get("a", "nothing") == "nothing"
    assert away.add("a", 1) is True
    away.set("a", 1)
    assert away.delete("a") is False
    with pytest.raises(RedisError):
        away.clear()


def test_the_api_has_its_limits(browser, api, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
    statuses = [browser.get(f"{api}functions/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    cache.clear()
    assert browser.get(f"{api}functions/").status_code == 200
