"""What a cell names, by id or by name: things of the file, and things that stand already."""

from collections.abc import Iterable
from typing import Any

from continuity.core.names import key_for


class Names:
    """Ids by what people call them. ``ids`` are sure; a name that two things share is not."""

    def __init__(self, held: Iterable[tuple[str, str]]) -> None:
        self.ids: set[str] = set()
        self._exact: dict[str, str] = {}
        self._loose: dict[str, set[str]] = {}
        self._folded = False
        self._numbers: dict[str, int] = {}
        for id_, name in held:
            self.know(id_, name)

    def know(self, id_: str, name: str) -> None:
        self.ids.add(id_)
        self._exact[name] = id_ if self._exact.setdefault(name, id_) == id_ else ""
        if self._folded:
            self._loose.setdefault(name.casefold(), set()).add(self._exact[name])

    def find(self, text: str) -> str | None:
        """The id that ``text`` is, or names; None: nothing, or two things."""
        if text in self.ids:
            return text
        return self.named(text)

    def named(self, name: str) -> str | None:
        if found := self._exact.get(name):
            return found
        if not self._folded:
            self._folded = True
            for one, id_ in self._exact.items():
                self._loose.setdefault(one.casefold(), set()).add(id_)
        found_ids = self._loose.get(name.casefold(), set())
        return next(iter(found_ids)) if len(found_ids) == 1 and "" not in found_ids else None

    def new(self, name: str, noun: str) -> str:
        """An id for something new of this name: numbered on from the last of its stem."""
        id_ = stem = key_for(name, (), noun)
        number = self._numbers.get(stem, 1)
        while id_ in self.ids:
            number += 1
            id_ = f"{stem}-{number}"
        self._numbers[stem] = number
        return id_


def in_order(told: list[Any], held: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is told with what stands already and is not told of, by ``id``.

    In the order of the file where it names all that stands; else each stays in its place, and what
    is new comes last.
    """
    now = {row.id: row for row in told}
    if all(row.id in now for row in held):
        return tuple(told)
    kept = [now.pop(row.id, row) for row in held]
    return (*kept, *now.values())
