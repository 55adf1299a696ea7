"""Many sources at once: the slow ones cost the quick ones nothing."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager

from continuity.providers.crowd import answers
from continuity.providers.fetch import Request
from tests.providers.hostile import Server


@contextmanager
def hostile(host="127.0.0.1"):
    """The misbehaving server in a thread of its own."""
    server, loop = Server(), asyncio.new_event_loop()
    listener = loop.run_until_complete(asyncio.start_server(server.serve, host, 0))
    server.port = listener.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        listener.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def test_every_answer_comes_once_with_its_place():
    with hostile() as server:
        requests = [Request(server.url(path)) for path in ("/slow", "/good", "/missing")]
        came = dict(answers(requests, [server.place]))
    assert {place: got.reason for place, got in came.items()} == {0: None, 1: None, 2: "http_404"}


def test_the_queue_behind_a_host_that_hangs_is_given_back():
    with hostile() as bad, hostile() as good:
        requests = [Request(bad.url("/hang"))] * 20
        requests += [Request(good.url("/good", "localhost"))] * 3
        begun, came = time.monotonic(), []
        for place, got in answers(requests, [bad.place, f"localhost:{good.port}"], within_s=1):
            came.append((place, got.reason if got else "given back", time.monotonic() - begun))
    quick = [(place, reason) for place, reason, took in came if took < 0.5]
    assert sorted(quick) == [(20, None), (21, None), (22, None)]
    assert sorted(place for place, _, _ in came) == list(range(23))
    assert {reason for place, reason, _ in came if place < 20} == {"given back"}
    assert max(took for _, _, took in came) < 2


def test_names_that_hang_do_not_hold_up_the_others(monkeypatch):
    real = socket.getaddrinfo

    def lookup(host, *args, **kwargs):
        if host.startswith("hangs"):
            time.sleep(1.5)
        return real("127.0.0.1" if host.startswith("hangs") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with hostile() as server:
        requests = [Request(f"https://hangs{n}.example.com/") for n in range(30)]
        requests.append(Request(server.url("/good", "localhost")))
        begun = time.monotonic()
        place, got = next(answers(requests, [f"localhost:{server.port}"], within_s=1))
        assert (place, got.reason) == (30, None)
        assert time.monotonic() - begun < 1


def test_nothing_to_do_is_done():
    assert list(answers([])) == []
