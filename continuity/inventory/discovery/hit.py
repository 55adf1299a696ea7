"""What a reader finds in one file."""

from dataclasses import dataclass
from enum import IntEnum


class How(IntEnum):
    """What kind of evidence it is; the lower, the more it says."""

    DECLARED = 1  # a manifest asks for the package
    IMPORTED = 2  # code uses it
    CALLED = 3  # an address of the service, or a word that stands for it
    CONFIGURED = 4  # a variable that its key or address is read from
    MODEL = 5  # the name of a model
    LOCKED = 6  # only a lock file lists the package: perhaps another package wants it


@dataclass(frozen=True, slots=True)
class Hit:
    """``product``: the component's key in the signatures; "" for a framework.

    ``what``: a name of the signatures, a host or a model. Never any other text of the file, so no
    secret can be in it. ``module``: of a Python import, the top of its dotted name.
    """

    product: str
    how: How
    line: int
    what: str
    region: str = ""
    module: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the tree. ``path``: from its root, with slashes."""

    path: str
    text: str
    size: int = 0

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]
