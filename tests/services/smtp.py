"""A real SMTP server on loopback that keeps what it gets, and can be told to refuse."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Sink:
    """``messages``: what was accepted, in order. ``answers``: replies to give instead, in turn.

    ``authenticates``: whether any name and password are taken.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answers: list[str] = []
        self.seen: list[str] = []
        self.port = 0
        self.authenticates = True

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        message = email.message_from_bytes(envelope.content)
        message["X-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"

    def to(self, address: str) -> list[Message]:
        return [m for m in self.messages if address in m["X-To"]]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def running() -> Iterator[Sink]:
    sink = Sink()
    sink.port = free_port()
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        authenticator=lambda *_: AuthResult(success=sink.authenticates, handled=False),
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
