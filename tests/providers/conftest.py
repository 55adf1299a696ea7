import socket

import pytest


@pytest.fixture(autouse=True)
def localhost_has_a_name(monkeypatch):
    """A bare root has no /etc/hosts; the tests call this machine by name all the same."""
    ask = socket.getaddrinfo

    def answer(host, *args, **kwargs):
        return ask("127.0.0.1" if host == "localhost" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
