"""What an importer is given, and what it answers with. Values only: nothing is written yet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .portable import Fault, Portfolio


class Cancelled(Exception):
    """Whoever sent the file does not want it any more; raised by ``Source.progress``."""


def _unseen(done: int, whole: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Source:
    """A file under way into the inventory.

    ``name``: what its owner calls it; ``path``: where its bytes lie, under a name of ours.
    ``held``: asks for the inventory as it is, with every component that the organisation may name,
    the catalogue's too. ``mapping``: what a person corrected of the importer's own guess, as
    `Proposal.mapping` told it. ``progress(done, whole)``: to be called now and then.
    """

    name: str
    path: Path
    held: Callable[[], Portfolio]
    mapping: dict[str, Any] = field(default_factory=dict)
    progress: Callable[[int, int], None] = _unseen


@dataclass(frozen=True)
class Evidence:
    """Why something is proposed: where it stands in the file, and the words that stand there."""

    what: str
    place: str
    said: str = ""


@dataclass(frozen=True)
class Proposal:
    """What the inventory would become.

    Each function, runbook and component in ``portfolio`` becomes as it says, whole; what it does
    not name stays. An option may rest on a component, a function may depend on a function and an
    option may name a runbook that are in the portfolio or already held.

    ``faults``: any one of them, and nothing is taken in. Each names its place in words that the
    file's owner uses, such as “Sheet “Functions”, row 7, column “RTO””.
    ``notes``: what was understood in a way that one may want to know, a sentence each.
    ``mapping``: for formats whose columns can be mapped, what was understood as what.
    """

    portfolio: Portfolio
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    mapping: dict[str, Any] = field(default_factory=dict)
