"""A provider's status page on loopback, whose word the test sets."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.providers.payloads import component, incident, summary


class StatusServer:
    """Answers every path with what was last ``say``-ed, with an ETag; counts what it served."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.readers: list[str] = []
        self.unchanged = 0
        self.answers(b"")

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, name: str = "summary") -> str:
        return f"http://{self.place}/{name}.json"

    def answers(
        self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        self.body, self.status, self.kind, self.headers = body, status, kind, headers

    def says(self, *incidents: str, page: str = "abcdefghij12", **words: str) -> None:
        """``says(c1="major_outage")``: component c1 is in that word."""
        rows = [component(name, word) for name, word in words.items()]
        posts = [incident(name, components=rows) for name in incidents]
        self.answers(summary(*rows, incidents=posts, page={"id": page, "name": "Example AI"}))


@contextmanager
def status_server() -> Iterator[StatusServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.readers.append(self.headers.get("User-Agent", ""))
            tag = f'"{hashlib.sha256(server.body).hexdigest()}"'
            if server.status == 200 and self.headers.get("If-None-Match") == tag:
                server.unchanged += 1
                self.send_response(304)
                for name, value in server.headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                return
            self.send_response(server.status)
            self.send_header("Content-Type", server.kind)
            self.send_header("Content-Length", str(len(server.body)))
            self.send_header("ETag", tag)
            for name, value in server.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(server.body)

        def log_message(self, *_: object) -> None:
            """Quietly."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = StatusServer(listener.server_address[1])
    thread = threading.Thread(target=listener.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
