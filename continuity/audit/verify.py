#!/usr/bin/env python3
"""Verify an audit chain. Imports nothing but the standard library: also a script.

    python verify.py export.jsonl [--at SEQ HASH]...

Each line of the file is one entry as JSON, in order. An entry's hash is
``SHA-256(0x00 || canonical JSON of its other fields)``; canonical JSON has sorted keys, no white
space, UTF-8, and only null, booleans, whole numbers and text as values (a part of RFC 8785).
``--at`` names a place and the hash that was printed for it. Exit status: 0 it holds, 1 it does
not, 2 the file cannot be opened or the words are off.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = ("organization", "seq", "at", "actor", "verb", "target", "label", "changes", "prev")
START = "0" * 64
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Unreadable(Exception):
    """An entry that cannot be read at all; says why. Raised while a chain is walked."""


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
    text = CANONICAL.encode(body)
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
    try:
        for entry in entries:
            expected = count + 1
            if fault := _fault(entry, expected, prev, waiting.pop(expected, None)):
                return Verdict(count, prev, expected, f"entry {expected} {fault}")
            prev, count = entry["hash"], expected
    except Unreadable as fault:
        return Verdict(count, prev, count + 1, f"entry {count + 1} cannot be read: {fault}")
    if waiting:
        first = min(waiting)
        return Verdict(count, prev, min(first, count + 1), f"the chain ends before entry {first}")
    return Verdict(count, prev)


def _fault(entry: Mapping[str, Any], expected: int, prev: str, printed: str | None) -> str:
    """What is wrong with the entry that stands at place ``expected``; empty if nothing is."""
    if set(entry) != {*FIELDS, "hash"}:
        return "has fields that no entry has, or lacks some"
    if entry["seq"] != expected:
        return "is missing or out of order"
    if entry["prev"] != prev:
        return "does not follow the last"
    if digest(entry) != entry["hash"]:
        return "was changed"
    if printed not in (None, entry["hash"]):
        return "differs from its checkpoint"
    return ""


def read(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The entries of an export, a line each."""
    for line in lines:
        try:
            entry = json.loads(line, object_pairs_hook=_once)
        except (ValueError, RecursionError) as fault:
            raise Unreadable(str(fault)) from fault
        if not isinstance(entry, dict):
            raise Unreadable("it is no object")
        yield entry


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name given twice would be read by some as the one, by some as the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands in it twice")
    return found


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Verify the export of an audit chain.")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--at",
        nargs=2,
        action="append",
        default=[],
        metavar=("SEQ", "HASH"),
        help="the hash that was printed for an entry; the chain must still carry it there",
    )
    asked = parser.parse_args(words)
    try:
        printed = {int(seq): value.lower() for seq, value in asked.at}
        with asked.file.open(encoding="utf-8", errors="surrogateescape") as file:
            verdict = verify(read(file), printed)
    except (OSError, ValueError) as fault:
        parser.error(str(fault))
    if verdict.holds and verdict.count:
        sys.stdout.write(f"{verdict.count} entries hold; head {verdict.head}\n")
        return 0
    sys.stdout.write(f"does not hold: {verdict.reason or 'there is no entry'}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
