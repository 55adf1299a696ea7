"""Bytes to JSON objects, with every key that was written twice remembered."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from .faults import Fault, PortableError

MAX_BYTES = 64 * 1024 * 1024  # ten thousand functions take a quarter of it


class Twice(dict):
    """A JSON object in which ``keys_twice`` were written more than once."""

    keys_twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    times = Counter(key for key, _ in pairs)
    marked = Twice(plain)
    marked.keys_twice = tuple(key for key in plain if times[key] > 1)
    return marked


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not a number")


_TOO_MUCH: dict[type[Exception], str] = {
    RecursionError: "is nested too deeply.",
    MemoryError: "needs more memory than this machine gives.",
}


def bytes_of(file: Path) -> bytes:
    """What the file holds; of one that is too large only so much that `parse` refuses it."""
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def shown(name: object) -> str:
    """A file's name as it may stand on one line."""
    text = str(name)
    return text if text.isprintable() else json.dumps(text)


def parse(body: bytes | str) -> Any:
    """JSON to objects; anything else raises `PortableError` with the one fault that it is."""
    if len(body) > MAX_BYTES:
        raise PortableError([Fault("$", f"is larger than {MAX_BYTES // 1024**2} MB.")])
    try:
        text = body if isinstance(body, str) else body.decode("utf-8-sig")
        if not text.strip():
            raise PortableError([Fault("$", "is empty.")])
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except PortableError:
        raise
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.start})."
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
    except (RecursionError, MemoryError) as error:
        reason = _TOO_MUCH[type(error)]
    except ValueError as error:
        reason = f"is not JSON: {str(error).split(';')[0]}."
    raise PortableError([Fault("$", reason)])
