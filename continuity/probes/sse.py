"""Server-sent events as language models stream them, each with the place where it ends. Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any

LINE = re.compile(rb"([^\r\n]*)(\r\n|\n|\r|\Z)")
MOST_EVENTS = 2000


def events(body: bytes) -> Iterator[tuple[int, str, Any]]:
    """``(offset, name, data)``: the bytes up to its end, its ``event:`` name, its JSON.

    Data that is no JSON object, such as ``[DONE]``, is given as text. An event that the stream
    breaks off in is not given.
    """
    data: list[bytes] = []
    name, found = "", 0
    for line in LINE.finditer(body):
        if not line[2]:
            return
        if not line[1]:
            if data:
                yield line.end(), name, _read(b"\n".join(data))
                found += 1
            name, data = "", []
            if found >= MOST_EVENTS:
                return
            continue
        key, _, value = line[1].partition(b":")
        value = value.removeprefix(b" ")
        if key == b"event":
            name = value.decode("utf-8", "replace")
        elif key == b"data":
            data.append(value)


def _read(data: bytes) -> Any:
    text = data.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
