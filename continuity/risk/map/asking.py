"""What is asked of the map, as its address says it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from continuity.core.web import typed

MOST_OPEN = 12  # boxes opened, or components failed, at once: the page stays small
LONGEST = 80  # of a token
CRITICALITIES = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class Asked:
    """``fail``: components by primary key, or a provider's token for all that is its;
    ``open``: tokens of boxes; ``function``: primary key, as all numbers here as text."""

    q: str = ""
    criticality: str = ""
    provider: str = ""
    spof: str = ""
    function: str = ""
    open: tuple[str, ...] = ()
    fail: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        return any((self.q, self.criticality, self.provider, self.spof, self.function))

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a form must carry along that its own fields do not say."""
        held = [("function", self.function)] if self.function else []
        held += [("open", token) for token in self.open]
        return held + [("fail", token) for token in self.fail]

    @property
    def filters(self) -> list[tuple[str, str]]:
        names = ("q", "criticality", "provider", "spof")
        return [(name, getattr(self, name)) for name in names if getattr(self, name)]

    @property
    def all_up(self) -> str:
        """The address with nothing failing."""
        return self.but(fail=())

    @property
    def query(self) -> str:
        """``?…`` of all that is not empty; ``?`` alone asks for the whole map."""
        return "?" + urlencode({k: v for k, v in asdict(self).items() if v}, doseq=True)

    def but(self, **changes: Any) -> str:
        """The address with these asked instead."""
        return replace(self, **changes).query

    def toggled(self, name: str, token: str) -> str:
        """The address with one more opened or failed, or one less."""
        now: tuple[str, ...] = getattr(self, name)
        less = tuple(known for known in now if known != token)
        return self.but(**{name: less if token in now else (*now, token)})


def read(asked: QueryDict) -> Asked:
    """What cannot be meant is passed over."""
    level, function = typed(asked, "criticality"), typed(asked, "function")
    return Asked(
        q=typed(asked, "q"),
        criticality=level if level in CRITICALITIES else "",
        provider=typed(asked, "provider")[:LONGEST],
        spof="1" if asked.get("spof") == "1" else "",
        function=function if is_number(function) else "",
        open=_tokens(asked.getlist("open")),
        fail=_tokens(asked.getlist("fail")),
    )


def is_number(text: str) -> bool:
    """Whether it can be a primary key."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def _tokens(given: Iterable[str]) -> tuple[str, ...]:
    clean = (token.replace("\0", "").strip()[:LONGEST] for token in given)
    return tuple(dict.fromkeys(token for token in clean if token))[:MOST_OPEN]
