"""``manage.py feed``: one payload through one parser, and one round over what is due."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from continuity.providers.models import Feed
from tests.factories import NOON, FeedFactory, SignalFactory
from tests.providers.payloads import component, summary
from tests.providers.status_server import status_server

MOVED = b"HTTP/1.1 301 Moved Permanently\r\nLocation: https://elsewhere.example/\r\n\r\n"
CHALLENGE = b"HTTP/1.1 405 Not Allowed\nx-amzn-waf-action: captcha\nContent-Length: 0\n\n"


def feed(*arguments):
    out = StringIO()
    call_command("feed", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def payload(tmp_path):
    def write(body):
        path = tmp_path / "payload"
        path.write_bytes(body)
        return str(path)

    return write


def test_a_payload_is_printed_as_documented(payload):
    printed = feed("parse", "statuspage", payload(summary(component("c1", "operational", "API"))))
    assert printed == {
        "readable": True,
        "reason": None,
        "components": [{"id": "c1", "name": "API", "state": "operational"}],
        "incidents": [],
    }


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<html>", "html_instead"),
        (MOVED, "moved"),
        (CHALLENGE, "challenge"),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "http_503"),
        (b"HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n", "bad_redirect"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", "html_instead"),
        (b"HTTP/1.1 200\r\n" + b"x" * 100_000, "bad_response"),
        (b" " * (8 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_cannot_be_read_is_no_error(payload, body, reason):
    printed = feed("parse", "incidentio", payload(body))
    assert printed["readable"] is False
    assert printed["reason"] == reason


def test_a_whole_recorded_response_is_read(payload):
    body = summary(component("c1", "partial_outage"))
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body
    assert feed("parse", "statuspage", payload(raw))["components"][0]["state"] == "partial_outage"


def test_components_and_the_page_can_be_asked_for(payload):
    path = payload(summary(component("c1", "operational")))
    missing = feed("parse", "statuspage", path, "--component", "c2")
    assert missing["components"] == [{"id": "c2", "name": "c2", "state": "unknown"}]
    assert feed("parse", "statuspage", path, "--page-id", "other")["reason"] == "other_page"


@pytest.mark.parametrize("arguments", [("telepathy", "x"), ("statuspage", "no/such/file")])
def test_input_that_cannot_be_used_is_said_in_one_line(arguments):
    with pytest.raises(CommandError) as caught:
        feed("parse", *arguments)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.django_db
def test_a_round_tells_what_it_did(settings):
    with status_server() as server:
        settings.FEED_ALLOW = [server.place]
        signal = SignalFactory(feed=FeedFactory(url=server.url()), upstream_id="c1")
        server.says(c1="operational")
        assert feed("poll") == {"tried": 1, "unreadable": {}, "outages": {}}
        assert feed("poll")["tried"] == 0
    signal.feed.refresh_from_db()
    assert signal.feed.health == "fresh"
    assert Feed.objects.catalogue().get().lease_until is None


@pytest.mark.django_db
def test_a_page_that_changed_hands_can_be_trusted_anew(settings):
    with status_server() as server:
        settings.FEED_ALLOW = [server.place]
        signal = SignalFactory(feed=FeedFactory(url=server.url()), upstream_id="c1")
        server.says(c1="operational", page="aaaaaaaaaa11")
        feed("poll")
        server.says(c1="degraded_performance", page="bbbbbbbbbb22")
        Feed.objects.catalogue().update(next_due=NOON)
        assert feed("poll")["unreadable"] == {server.url(): "other_page"}
        assert feed("trust", server.url()) == {"url": server.url(), "trusted": True}
        assert feed("poll") == {"tried": 1, "unreadable": {}, "outages": {}}
    signal.feed.refresh_from_db()
    assert signal.feed.learned["page_id"] == "bbbbbbbbbb22"
    with pytest.raises(CommandError):
        feed("trust", "https://nobody.example/")
