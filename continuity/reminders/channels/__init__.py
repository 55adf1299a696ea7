"""Ways to say something: one file each, with ``deliver(notification) -> Answer``."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    SENT = "sent"
    KEPT = "kept"  # no way is set up: the row itself is what people read
    LATER = "later"  # it may work on another try
    REFUSED = "refused"  # it will never work


@dataclass(frozen=True)
class Answer:
    """What became of one try; ``reason`` in words if it did not work."""

    outcome: Outcome
    reason: str = ""
