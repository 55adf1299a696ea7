"""The mail server: ``python -m tests.chaos.post PORT SEED RECORD``.

It writes down what it takes before it answers. Some messages it answers late, and after some it
hangs up without a word, so that the sender cannot know: those are marked, and their next copy is
taken as usual.
"""

import asyncio
import email
import json
import sys
import threading
import time
from email.policy import default
from pathlib import Path
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

LATE, HANGS_UP = 0.05, 0.03  # shares of the messages


class Sink:
    def __init__(self, seed: int, record: Path) -> None:
        self.seed, self.record, self.seen = seed, record.open("a", buffering=1), set()

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:
        message = email.message_from_bytes(envelope.content, policy=default)
        mark = str(message["Message-ID"])
        draw = Random(f"{self.seed} {mark}").random()
        hangs_up = draw < HANGS_UP and mark not in self.seen
        self.seen.add(mark)
        row = {
            "at": time.time(),
            "to": envelope.rcpt_tos,
            "id": mark,
            "subject": message["Subject"],
            "body": message.get_body(("plain",)).get_content(),
            "hung_up": hangs_up,
        }
        self.record.write(json.dumps(row) + "\n")
        if hangs_up:
            server.transport.abort()
        elif draw > 1 - LATE:
            await asyncio.sleep(1)
        return "250 OK"


def main(port: int, seed: int, record: Path) -> None:
    sink = Sink(seed, record)
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=True),
        auth_require_tls=False,
    )
    controller.start()
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
