"""A server on loopback that speaks as four model providers do, and misbehaves on request.

What it does is said by the model that is asked for: ``good``, ``wrong``, ``s401``, ``drip`` ...
Every request is kept as it came, so that a test can see who was sent a key.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW_S = 0.25
QUOTA = {
    "openai": {"error": {"code": "insufficient_quota", "message": "You exceeded your quota"}},
    "anthropic": {
        "type": "error",
        "error": {"type": "invalid_request_error", "message": "Your credit balance is too low"},
    },
    "gemini": {
        "error": {"code": 429, "message": "You exceeded your current quota, check your plan"}
    },
}
QUOTA["azure_openai"] = QUOTA["openai"]
PLAIN = {"error": {"message": "Rate limit reached, try again later", "type": "rate_limit_error"}}
OVERLOADED = {
    "openai": {"error": {"type": "server_error", "message": "The engine is overloaded"}},
    "anthropic": {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
    "gemini": {"error": {"code": 503, "message": "The model is overloaded."}},
}
OVERLOADED["azure_openai"] = OVERLOADED["openai"]
KEY_HEADER = {
    "openai": "authorization",
    "azure_openai": "api-key",
    "anthropic": "x-api-key",
    "gemini": "x-goog-api-key",
}


def spoken(path: str) -> tuple[str, str | None]:
    """Which API a path belongs to, and the model where the path names it."""
    if "/openai/deployments/" in path:
        return "azure_openai", path.split("/deployments/")[1].split("/")[0]
    if path.endswith(":streamGenerateContent?alt=sse"):
        return "gemini", path.split("/models/")[1].split(":")[0]
    if path == "/v1/messages":
        return "anthropic", None
    return "openai", None


def lines(kind: str, text: str) -> list[str]:
    """The events of a whole answer, as each API streams them."""
    if kind == "anthropic":
        return _named(
            {"type": "message_start", "message": {"usage": {"input_tokens": 21}}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text"}},
            {"type": "ping"},
            {"type": "content_block_delta", "delta": {"type": "text_delta", "text": text[:1]}},
            {"type": "content_block_delta", "delta": {"type": "text_delta", "text": text[1:]}},
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn"},
                "usage": {"output_tokens": 5},
            },
            {"type": "message_stop"},
        )
    if kind == "gemini":
        usage = {"promptTokenCount": 21, "candidatesTokenCount": 5}
        return _plain(
            {"candidates": [{"content": {"parts": [{"text": text[:1]}]}}]},
            {
                "candidates": [
                    {"content": {"parts": [{"text": text[1:]}]}, "finishReason": "STOP"}
                ],
                "usageMetadata": usage,
            },
        )
    return [
        *_plain(
            {"choices": [{"delta": {"role": "assistant", "content": ""}}]},
            {"choices": [{"delta": {"content": text[:1]}}]},
            {"choices": [{"delta": {"content": text[1:]}}]},
            {"choices": [{"delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": {"prompt_tokens": 21, "completion_tokens": 5}},
        ),
        "data: [DONE]\n\n",
    ]


def _plain(*events: dict) -> list[str]:
    return [f"data: {json.dumps(event)}\n\n" for event in events]


def _named(*events: dict) -> list[str]:
    return [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events]


class ModelsServer:
    def __init__(self, port: int) -> None:
        self.port = port
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.does: str | None = None  # in the place of what the model's name says

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def base(self, kind: str = "openai", host: str = "127.0.0.1") -> str:
        """What a person types in as the address of a probe of that kind."""
        rest = {"openai": "/v1", "gemini": "/v1beta"}.get(kind, "")
        return f"http://{host}:{self.port}{rest}"

    @property
    def bytes(self) -> str:
        return "\n".join(f"{m} {p} {h} {b!r}" for m, p, h, b in self.seen)


class Handler(BaseHTTPRequestHandler):
    server: "Listener"

    def do_GET(self) -> None:
        self._keep(b"")
        self._answer(200, b"all well here", "text/plain")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._keep(body)
        kind, model = spoken(self.path)
        what = self.server.models.does or model or json.loads(body)["model"]
        if what[0] == "s" and what[1:4].isdigit():
            self._refuse(kind, int(what[1:4]), what[4:])
        else:
            getattr(self, f"_{what}")(kind)

    def _keep(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.models.seen.append((self.command, self.path, headers, body))

    def _refuse(self, kind: str, status: int, why: str) -> None:
        told = {"quota": QUOTA[kind], "overloaded": OVERLOADED[kind]}.get(why, PLAIN)
        if status == 401:  # as some do, it repeats what it was sent
            sent = self.headers.get(KEY_HEADER[kind], "")
            told = {"error": {"message": f"Incorrect API key provided: {sent}"}}
        self._answer(status, json.dumps(told).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()

    def _stream(self, kind: str, text: str, wait: float = 0.0) -> None:
        self._begin()
        for line in lines(kind, text):
            if wait and text[:1] in line and "start" not in line:
                time.sleep(wait)
                wait = 0.0
            self.wfile.write(line.encode())
            self.wfile.flush()

    def _good(self, kind: str) -> None:
        self._stream(kind, "42")

    def _slow(self, kind: str) -> None:
        self._stream(kind, "42", SLOW_S)

    def _wrong(self, kind: str) -> None:
        self._stream(kind, "41")

    def _cut(self, kind: str) -> None:
        self._begin()
        self.wfile.write(lines(kind, "42")[0].encode())

    def _inside(self, kind: str) -> None:
        """An error in the middle of a stream that began well."""
        self._begin()
        error = OVERLOADED[kind]
        data = f"event: error\ndata: {json.dumps(error)}\n\n"
        self.wfile.write((lines(kind, "42")[0] + data).encode())

    def _page(self, kind: str) -> None:
        self._answer(200, b"<html>Sign in to the hotel</html>", "text/html")

    def _hang(self, kind: str) -> None:
        time.sleep(3)

    def _drip(self, kind: str) -> None:
        self._begin()
        for _ in range(60):
            self.wfile.write(b": keep-alive\n\n")
            self.wfile.flush()
            time.sleep(0.05)

    def _endless(self, kind: str) -> None:
        self._begin()
        for _ in range(40):
            self.wfile.write(b"data: {}\n\n" * 4000)

    def _elsewhere(self, kind: str) -> None:
        place = f"http://{self.server.elsewhere}/v1/chat/completions"
        self._answer(307, b"", "text/plain", Location=place)

    def log_message(self, *_: object) -> None:
        """Quietly."""


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    models: ModelsServer
    elsewhere = "127.0.0.1:1"

    def handle_error(self, *_: object) -> None:
        """A client that went away is no fault here."""


@contextmanager
def models_server(elsewhere: str = "127.0.0.1:1") -> Iterator[ModelsServer]:
    listener = Listener(("127.0.0.1", 0), Handler)
    listener.models, listener.elsewhere = ModelsServer(listener.server_address[1]), elsewhere
    thread = threading.Thread(target=listener.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield listener.models
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
