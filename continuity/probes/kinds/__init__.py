"""What can be probed, one file a kind. Pure: what to ask, and what the answer means.

A kind is a module with

``NAME``      what people call it
``EXAMPLE``   an address of it, and ``MODEL`` one of its models, empty where it has none
``KEYED``     whether it takes the organisation's key
``FIELDS``    what of a probe is asked in its form, beyond name, address and how often
``build(asked) -> Outgoing``           the smallest request that shows whether it works
``key_headers(key) -> dict``           where the key goes: a header, never the address
``judge(asked, seen) -> Judgement``    what came back, in a verdict

A new kind is one new file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import ModuleType

from continuity.core.plugins import discover


class Verdict(StrEnum):
    """``OURS``: our key, our quota, our request. ``UNCLEAR``: counts neither for nor against."""

    GOOD = "good"
    WRONG = "wrong"  # it answers well, and what it says is not so
    THEIRS = "theirs"
    OURS = "ours"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Asked:
    """What a probe is to ask. ``first_within_ms`` 0: however long it takes."""

    url: str
    model: str = ""
    question: str = ""
    answers: tuple[str, ...] = ()
    thinks: bool = False
    method: str = "GET"
    statuses: frozenset[int] = frozenset()
    contains: str = ""
    first_within_ms: int = 0
    api_version: str = ""

    @property
    def answer_tokens(self) -> int:
        """The most that an answer may have: a model that thinks first needs room for it."""
        return 512 if self.thinks else 16


@dataclass(frozen=True)
class Outgoing:
    """A request without its key."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Judgement:
    """``reason`` is a code of ``words.REASONS``; tokens are None where the answer named none."""

    verdict: Verdict
    reason: str = ""
    first_ms: int | None = None
    total_ms: int | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None


REFUSED_HERE = frozenset({"bad_address", "refused_address"})


@cache
def kinds() -> dict[str, ModuleType]:
    return discover(__name__)
