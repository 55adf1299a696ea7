import socket

import pytest

from tests.factories import FeedFactory, SignalFactory
from tests.providers.rounds import T0
from tests.providers.status_server import status_server


@pytest.fixture(autouse=True)
def localhost_has_a_name(monkeypatch):
    """A bare root has no /etc/hosts; the tests call this machine by name all the same."""
    ask = socket.getaddrinfo

    def answer(host, *args, **kwargs):
        return ask("127.0.0.1" if host == "localhost" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.fixture
def server(settings):
    """A status page that says what a test has it say."""
    with status_server() as running:
        settings.FEED_ALLOW = [running.place]
        yield running


@pytest.fixture
def signal(server):
    """Component c1 of the server's page."""
    feed = FeedFactory(url=server.url(), next_due=T0)
    return SignalFactory(feed=feed, upstream_id="c1")
