"""Rust: Cargo.toml, Cargo.lock, use declarations."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from continuity.inventory.discovery.finding import line_of
from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import C, scan

NAMES = ("cargo.toml", "cargo.lock")
ENDINGS = (".rs",)
MANIFESTS = ("cargo.toml",)
MOST_TABLES = 2000
_LOCKED = re.compile(r'^name = "([^"]{1,100})"', re.M)
_USE = re.compile(r"^[ \t]*(?:pub[ \t]+)?(?:use|extern[ \t]+crate)[ \t]+(?:::)?(\w{1,80})", re.M)


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    if name == "cargo.lock":
        for found in _LOCKED.finditer(file.text):
            line = file.text.count("\n", 0, found.start()) + 1
            yield from names.package("crates", found[1], line, How.LOCKED)
    elif name == "cargo.toml":
        for crate in sorted(_wanted(file.text)):
            yield from names.package("crates", crate, line_of(file.text, crate))
    else:
        scanned = scan(file.text, C)
        yield from names.in_code(scanned)
        for found in _USE.finditer(scanned.quiet):
            line = scanned.line(found.start(1))
            for crate in {found[1], found[1].replace("_", "-")}:
                yield from names.package("crates", crate, line, How.IMPORTED)


def _wanted(text: str) -> set[str]:
    """Crates of every table called ...dependencies, by their own names where they are renamed."""
    try:
        stack: list[Any] = [tomllib.loads(text)]
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return set()
    found: set[str] = set()
    for _ in range(MOST_TABLES):
        if not stack:
            break
        for key, value in stack.pop().items():
            if not isinstance(value, dict):
                continue
            if key.endswith("dependencies"):
                found |= {_own_name(name, told) for name, told in value.items()}
            else:
                stack.append(value)
    return found


def _own_name(name: str, told: Any) -> str:
    return str(told.get("package", name)) if isinstance(told, dict) else name
