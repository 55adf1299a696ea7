"""Which reader a file is for: by its whole name first, then by its ending."""

import re
from collections.abc import Callable, Iterator
from fnmatch import translate
from functools import cache
from types import ModuleType

from continuity.core.plugins import discover

from .hit import File, Hit
from .names import Names

Find = Callable[[File, Names], Iterator[Hit]]


class Kinds:
    def __init__(self, kinds: dict[str, ModuleType]) -> None:
        self._exact: dict[str, Find] = {}
        self._patterns: list[tuple[re.Pattern[str], Find]] = []
        self._endings: dict[str, Find] = {}
        manifests: list[str] = []
        for kind in kinds.values():
            for name in kind.NAMES:
                if "*" in name:
                    self._patterns.append((re.compile(translate(name)), kind.find))
                else:
                    self._exact.setdefault(name, kind.find)
            for ending in kind.ENDINGS:
                self._endings.setdefault(ending, kind.find)
            manifests += getattr(kind, "MANIFESTS", ())
        self._any = re.compile("|".join(pattern.pattern for pattern, _ in self._patterns))
        self._manifest = re.compile("|".join(translate(name) for name in manifests))

    def of(self, path: str) -> Find | None:
        folder, _, name = path.lower().rpartition("/")
        if found := self._exact.get(name):
            return found
        deeper = f"{folder.rpartition('/')[2]}/{name}"
        named = self._any.match(name) or self._any.match(deeper)
        for pattern, find in self._patterns if named else ():
            if pattern.match(name) or pattern.match(deeper):
                return find
        dot = name.rfind(".")
        return self._endings.get(name[dot:]) if dot >= 0 else None

    def is_manifest(self, path: str) -> bool:
        return self._manifest.match(path.lower().rpartition("/")[2]) is not None


@cache
def kinds() -> Kinds:
    return Kinds(discover("continuity.inventory.discovery.kinds"))
