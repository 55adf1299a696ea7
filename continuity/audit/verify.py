#!/usr/bin/env python3
"""Verify an audit chain. Imports nothing but the standard library: also a script.

    python verify.py export.jsonl

Each line of the file is one entry as JSON, in order. An entry's hash is
``SHA-256(0x00 || canonical JSON of its other fields)``; canonical JSON has sorted keys, no white
space, UTF-8, and only null, booleans, whole numbers and text as values (a part of RFC 8785).
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = ("organization", "seq", "at", "actor", "verb", "target", "label", "changes", "prev")
START = "0" * 64


@dataclass(frozen=True)
class Verdict:
    """``bad_seq`` is the first entry that does not hold, None if all ``count`` do."""

    count: int
    head: str
    bad_seq: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.bad_seq is None


def digest(entry: Mapping[str, Any]) -> str:
    """The hash that an entry must carry, 64 hexadecimal digits."""
    body = {name: entry[name] for name in FIELDS}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"\x00" + text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(
    entries: Iterable[Mapping[str, Any]], checkpoints: Mapping[int, str] | None = None
) -> Verdict:
    """Walk a chain from its first entry; stop at the first that does not hold.

    ``checkpoints`` maps a place to the hash that was printed for it: a chain that was cut
    below, or written anew, fails there.
    """
    waiting = dict(checkpoints or {})
    prev, count = START, 0
    for entry in entries:
        expected = count + 1
        if entry["seq"] != expected:
            return Verdict(count, prev, expected, f"entry {expected} is missing or out of order")
        if entry["prev"] != prev:
            return Verdict(count, prev, expected, f"entry {expected} does not follow the last")
        if digest(entry) != entry["hash"]:
            return Verdict(count, prev, expected, f"entry {expected} was changed")
        if waiting.pop(expected, entry["hash"]) != entry["hash"]:
            return Verdict(count, prev, expected, f"entry {expected} differs from its checkpoint")
        prev, count = entry["hash"], expected
    if waiting:
        first = min(waiting)
        return Verdict(count, prev, min(first, count + 1), f"the chain ends before entry {first}")
    return Verdict(count, prev)


def main(path: str) -> int:
    with Path(path).open(encoding="utf-8") as file:
        verdict = verify(json.loads(line) for line in file if line.strip())
    if verdict.holds:
        sys.stdout.write(f"{verdict.count} entries hold; head {verdict.head}\n")
        return 0
    sys.stdout.write(f"does not hold: {verdict.reason}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
