"""The status pages: ``python -m tests.chaos.pages PORT SEED HASTE LOG``.

Each page has an address of its own on loopback, so that one that hangs holds up no other. All is
well until ``/begin`` is asked for; from then on they follow the timetable, ``HASTE`` times as fast.
"""

import asyncio
import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.chaos.timetable import FINE, TROUBLE, Page, Phase, name, timetable
from tests.providers.payloads import component, incident, summary

HANGS = 2.5  # seconds, real ones: well within a lease
REFUSED = b"HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def address(page: int) -> str:
    return f"127.9.{page // 250}.{page % 250 + 1}"


class Pages:
    def __init__(self, seed: int, haste: float, log: Path) -> None:
        self.pages = {address(page.number): page for page in timetable(seed)}
        self.haste, self.began = haste, 0.0
        self.log = log.open("a", buffering=1)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            page = self.pages[writer.get_extra_info("sockname")[0]]
            if head.startswith("GET /begin "):
                self.began = time.time()
                writer.write(_ok(str(self.began).encode(), ""))
            else:
                await self.show(page, head, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def show(self, page: Page, head: str, writer: asyncio.StreamWriter) -> None:
        second = (time.time() - self.began) * self.haste if self.began else -1.0
        phase = page.at(second)
        self.log.write(json.dumps([round(second, 1), page.number, phase.word]) + "\n")
        if phase.word == "hang":
            await asyncio.sleep(HANGS)
        if phase.word in {"hang", "reset"}:
            writer.transport.abort()
        elif phase.word == "500":
            writer.write(REFUSED)
        else:
            body = self.body(page, phase)
            tag = f'"{hashlib.sha256(body).hexdigest()}"'
            if f"if-none-match: {tag}" in head.lower():
                writer.write(
                    f"HTTP/1.1 304 Same\r\nETag: {tag}\r\nConnection: close\r\n\r\n".encode()
                )
            else:
                writer.write(_ok(body, tag))

    def body(self, page: Page, phase: Phase) -> bytes:
        row = component("c1", FINE if phase.word in TROUBLE else phase.word, name(page.number))
        posts = []
        if phase.post:
            start = next(p.start for p in page.phases if p.post == phase.post)
            posted = datetime.fromtimestamp(self.began + start / self.haste, UTC).isoformat()
            posts = [incident(phase.post, components=[row], created_at=posted)]
        whole = summary(row, incidents=posts, page={"id": f"page{page.number:08}", "name": "P"})
        return whole[: len(whole) // 2] if phase.word == "broken" else whole


def _ok(body: bytes, tag: str) -> bytes:
    head = ["HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    head += [f"ETag: {tag}"] if tag else []
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


async def main(port: int, seed: int, haste: float, log: Path) -> None:
    pages = Pages(seed, haste, log)
    server = await asyncio.start_server(pages.answer, list(pages.pages), port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4])))
