"""Elixir: mix.exs, mix.lock."""

import re
from collections.abc import Iterator

from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import ELIXIR, scan

NAMES = ("mix.exs", "mix.lock")
ENDINGS = (".ex", ".exs")
MANIFESTS = ("mix.exs",)
_WANTED = re.compile(r"\{:(\w{1,80}),\s*[\"'\[~g]")
_LOCKED = re.compile(r'^\s*"(\w{1,80})":', re.M)


def find(file: File, names: Names) -> Iterator[Hit]:
    scanned = scan(file.text, ELIXIR)
    if file.name.lower() == "mix.lock":
        for found in _LOCKED.finditer(scanned.bare):
            line = scanned.line(found.start(1))
            yield from names.package("hex", found[1], line, How.LOCKED)
        return
    yield from names.in_code(scanned)
    if file.name.lower() == "mix.exs":
        for found in _WANTED.finditer(scanned.bare):
            yield from names.package("hex", found[1], scanned.line(found.start(1)))
