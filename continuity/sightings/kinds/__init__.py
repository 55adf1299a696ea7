"""What another system can send to a hook. One file beside this one per kind.

A kind is a module with ``LABEL`` (its name for people), ``SIGNED`` (how its messages can be
signed, of ``signing.py``), ``EXAMPLE`` (a small payload) and ``read(body, headers, config) ->
Heard``, which is pure and never raises. A word that is on no list is ``State.UNKNOWN``, never a
guess; ``config`` may hold ``meanings``, the organisation's own list of their words in ours, and
``labels``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from continuity.providers.feeds import State

DEEPEST = 32
MOST_WORDS = 300
NOT_JSON, TOO_DEEP, WRONG_SHAPE, OTHER_EVENT = "not_json", "too_deep", "wrong_shape", "other_event"


@dataclass(frozen=True)
class Word:
    """What is said of one thing: ``upstream`` is their id of it, ``term`` their word for it.

    ``thread``: the incident or alert that says it, where several may at once. ``at``: when.
    """

    upstream: str
    name: str
    state: State
    at: datetime | None = None
    thread: str = ""
    title: str = ""
    term: str = ""


@dataclass(frozen=True)
class Heard:
    """``key``: the message's own id, empty where there is none. ``reason``: why nothing was said.

    ``whole``: a thread of which the words tell everything: what they leave out it left alone.
    """

    words: tuple[Word, ...] = ()
    key: str = ""
    reason: str = ""
    whole: str = ""


def loaded(body: bytes) -> tuple[dict[str, Any], str]:
    """The object that ``body`` is, or an empty one and the reason."""
    try:
        sent = json.loads(body, parse_constant=_no_number)
    except RecursionError:
        return {}, TOO_DEEP
    except ValueError:  # bytes of no encoding, and numbers of thousands of digits, too
        return {}, NOT_JSON
    if _deeper(sent, DEEPEST):
        return {}, TOO_DEEP
    return (sent, "") if isinstance(sent, dict) else ({}, WRONG_SHAPE)


def _no_number(word: str) -> None:
    raise ValueError(word)


def _deeper(sent: Any, most: int) -> bool:
    level = [sent]
    for _ in range(most):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def items(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; of anything else, none."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows[:MOST_WORDS] if isinstance(row, dict)]


def inside(value: Any, *path: str) -> Any:
    """``inside(sent, "a", "b")``: what is there, or None."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: Any, longest: int = 200) -> str:
    """One line that every database takes; numbers as they are written, anything else as nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    whole = str(value)[: 4 * longest].encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())[:longest]


def moment(value: Any) -> datetime | None:
    """An ISO time with or without its zone; None for anything else and for times before 2000."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is None:
            return None
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year >= 2000 else None


def meaning(term: Any, known: Mapping[str, State], config: Mapping[str, Any]) -> State:
    """What their word means: by the organisation's own list, else by the kind's, else unknown."""
    word = text(term, 80).lower()
    own = config.get("meanings")
    if isinstance(own, Mapping) and word in own:
        said = own[word]
        return State(said) if said in State.__members__.values() else State.UNKNOWN
    return known.get(word, State.UNKNOWN)
