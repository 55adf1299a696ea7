"""How fast a source tree is looked through, beside merely walking it and reading the same files."""

import os
import random
import tempfile
import tracemalloc
from pathlib import Path

from continuity.core.bench import Line, best_ms

from .discovery import Found, discover
from .signatures import shipped, signatures

FILES = 20_000
PER_FOLDER = 100
ONE_IN = 50  # files that name something
LINE = "    result = compute_the_premium(policy, customer, reference)  # as the table says\n"
CALL = "from openai import OpenAI\n\nclient = OpenAI()\n"


def bench_discovery() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="continuity-bench-") as place:
        root = Path(place)
        size = _tree(root)

        def look() -> Found:
            return discover(root, signatures(), shipped())

        assert len(look().proposed) == 1  # noqa: S101 - and everything is in the cache now
        bare = best_ms(lambda: _read(root), 3)
        taken = best_ms(look, 3)
        tracemalloc.start()
        look()
        peak = tracemalloc.get_traced_memory()[1] / 1024**2
        tracemalloc.stop()
    speed = size / 1024**2 / (taken / 1000)
    return [
        Line(f"discovery, {FILES} files, {speed:.0f} MB/s", taken, "ms", 8, floor=bare),
        Line("memory while it looks", peak, "MB", 50),
    ]


def _tree(root: Path) -> int:
    """Source files of a usual length, and how many bytes they are together."""
    dice, size = random.Random(1), 0  # noqa: S311 - no secret
    for n in range(FILES):
        folder = root / f"part{n // PER_FOLDER:03}"
        folder.mkdir(exist_ok=True)
        body = ("" if n % ONE_IN else CALL) + LINE * dice.randint(5, 120)
        (folder / f"module{n}.py").write_text(body)
        size += len(body)
    return size


def _read(root: Path) -> int:
    """The floor: ``os.walk`` and every file's bytes."""
    size = 0
    for folder, _, names in os.walk(root):
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - as bare as it gets
                size += len(file.read())
    return size
