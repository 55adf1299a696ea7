"""How fast each format is read at the size that real pages have, beside the bare parse of it."""

import json
import time
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from continuity.core.bench import Line

from .answers import BODY_BYTES
from .parsers import FORMATS

MB, KB = 1_000_000, 1000
# The list to lengthen, and how long bodies of real pages are: the longest seen, or a roomy guess.
REAL: dict[str, tuple[tuple[str | int, ...], int]] = {
    "aws": ((), 300 * KB),
    "betterstack": (("included",), 1 * MB),
    "cachet": (("data",), 100 * KB),
    "checkly": (("uptime", 0, "services", 0, "days"), 500 * KB),
    "datadog": (("incidents",), 500 * KB),
    "flashduty": (("data", "page", "components"), 100 * KB),
    "google": ((), 1_350 * KB),
    "incidentio": (("components",), 300 * KB),
    "incidentio_native": (("summary", "components"), 300 * KB),
    "incidentio_widget": (("ongoing_incidents",), 100 * KB),
    "instatus": (("activeIncidents",), 100 * KB),
    "rootly": (("incidents",), 100 * KB),
    "slack": (("active_incidents",), 100 * KB),
    "statuspage": (("components",), 700 * KB),
    "statusio": (("result", "status"), 200 * KB),
}
MARKUP = {
    "aws_rss": 100 * KB,
    "azure": 100 * KB,
    "incidentio_rss": 300 * KB,
    "rss": 300 * KB,
    "statuspage_atom": 300 * KB,
    "xai": 300 * KB,
}
WORDS = b"We are "  # every example says what they do about it
LIMIT_MS, LIMIT_AT_CAP_MS = 50, 500
LIMIT_RATIO = {"google": 8, "statuspage_atom": 80}  # expat alone builds nothing, and is C


def bench_parsers() -> list[Line]:
    """Every format, of which the largest also at the cap on bodies and as a ratio to its floor."""
    bodies = {name: grown(name, size) for name, (_, size) in REAL.items()}
    bodies |= {name: grown(name, size) for name, size in MARKUP.items()}
    lines = [
        Line(f"{name}, {len(body) // KB} kB", _cpu_ms(_read(name, body)), "ms", LIMIT_MS)
        for name, body in sorted(bodies.items())
    ]
    for name in LIMIT_RATIO:
        body = bodies[name]
        took, floor = _cpu_ms(_read(name, body)), _cpu_ms(_bare(name, body))
        words = f"{name}, {len(body) // KB} kB, beside {_floor_of(name)} of the same bytes"
        lines.append(Line(words, took, "ms", LIMIT_RATIO[name], floor))
    whole = grown("google", BODY_BYTES - 4 * KB)
    at_cap = _cpu_ms(_read("google", whole), 3)
    lines.append(Line("google at the cap of 8 MiB", at_cap, "ms", LIMIT_AT_CAP_MS))
    return lines


def grown(name: str, size: int) -> bytes:
    """The example of a format, as wordy as real pages are, with its rows repeated, each under an
    id of its own."""
    example: bytes = FORMATS[name].EXAMPLE.replace(WORDS, WORDS * 30)
    if name in MARKUP:
        tag = b"entry" if name == "statuspage_atom" else b"item"
        start, end = example.index(b"<" + tag + b">"), example.rindex(b"</" + tag + b">")
        item = example[start : end + len(tag) + 3]
        return example[:start] + item * (size // len(item)) + example[start + len(item) :]
    payload = json.loads(example)
    rows: Any = payload
    for key in REAL[name][0]:
        rows = rows[key]
    seed = [_wordy(row) for row in rows]
    row_size = len(json.dumps(seed)) // len(seed)
    rows[:] = [_renamed(seed[n % len(seed)], n) for n in range(max(size // row_size, 1))]
    return json.dumps(payload).encode()


def _wordy(row: dict[str, Any]) -> dict[str, Any]:
    """With as many updates, and days of history, as rows of real pages have."""
    many: dict[str, Any] = {
        key: row[key] * 6 for key in ("updates", "timeline", "event_log") if key in row
    }
    if row.get("type") == "status_page_resource":
        day = {"day": "2026-08-01", "status": "operational", "downtime_duration": 0}
        many["attributes"] = row["attributes"] | {"status_history": [day] * 90}
    return row | many


def _renamed(row: dict[str, Any], number: int) -> dict[str, Any]:
    ids = ("id", "_id", "component_id", "change_id")
    return {k: f"{v}-{number}" if k in ids else v for k, v in row.items()}


def _cpu_ms(work: Callable[[], object], rounds: int = 5) -> float:
    """The least time on the processor: a parser does nothing but compute, so what else the
    machine is at does not count."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def _read(name: str, body: bytes) -> Callable[[], object]:
    def work() -> None:
        reading = FORMATS[name].parse(body, {}, {})
        if not reading.readable:
            raise RuntimeError(f"{name}: {reading.reason}")

    return work


def _bare(name: str, body: bytes) -> Callable[[], object]:
    if name in MARKUP:
        return lambda: expat.ParserCreate().Parse(body, True)
    return lambda: json.loads(body)


def _floor_of(name: str) -> str:
    return "expat" if name in MARKUP else "json.loads"
