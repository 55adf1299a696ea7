"""What is wrong with a file: the rule that it breaks, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: the JSON path of the place, and a sentence that completes it."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path} {self.sentence}"


class PortableError(ValueError):
    """A file that is no portfolio; ``faults`` names every place and rule."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}")


class Faults(list[Fault]):
    """Faults as they are found. Past so many nobody reads on: the search ends there."""

    def append(self, fault: Fault) -> None:
        super().append(fault)
        if len(self) >= MAX_FAULTS:
            raise PortableError([*self, Fault("$", "has more faults than these.")])

    def gather(self, found: Iterable[Fault]) -> None:
        for fault in found:
            self.append(fault)
