"""Sources that list posts and no components: what a component is in follows from open posts.

A component asked for is well while nothing open names it, and else as bad as the worst that
does. A post names it by its id, or by the word it is asked for with, anywhere in its ``text``.
Asked for nothing, every component that some post names is told of.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from . import (
    ComponentReading,
    IncidentReading,
    MaintenanceReading,
    Reading,
    Reason,
    State,
)
from ._listed import MOST_COMPONENTS, MOST_INCIDENTS, MOST_WINDOWS, component, refuse_other_page

AT_LEAST = State.DEGRADED  # what an open post means where its format has no word for how bad


@dataclass(frozen=True)
class Post:
    """``says``: a state by the id that the post names; None where its word is not a listed one.
    ``state``: the same for whatever ``text`` mentions; ``names``: what ids are called. Not
    ``told`` as an incident: maintenance, which is told of as such."""

    told: IncidentReading | None
    open: bool
    says: Mapping[str, State | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    state: State | None = State.OPERATIONAL


def by_posts(
    posts: Sequence[Post],
    config: Mapping[str, Any],
    *,
    page_id: str = "",
    page_name: str = "",
    maintenances: Iterable[MaintenanceReading] = (),
    remark: Reason | None = None,
) -> Reading:
    refuse_other_page(page_id, page_name, config)
    wanted = tuple(dict.fromkeys(str(i) for i in config.get("components") or ()))
    states: dict[str, list[State | None]] = {i: [] for i in wanted}
    names: dict[str, str] = {}
    told = []
    for post in posts:
        says = {**_mentioned(post, wanted), **post.says}
        if post.told:
            told.append((_naming(post.told, tuple(says)[:MOST_COMPONENTS]), post.open))
        for upstream_id, state in says.items():
            if upstream_id not in states and wanted and not config.get("names"):
                continue
            names.setdefault(upstream_id, post.names.get(upstream_id, ""))
            states.setdefault(upstream_id, []).extend([state] if post.open else [])
    odd = any(p.open and None in (p.state, *p.says.values()) for p in posts)
    shown = [component(i, names.get(i), _worst(said)) for i, said in states.items()]
    return Reading(
        readable=True,
        reason=_reason(shown, remark or (Reason.UNLISTED_WORD if odd else None)),
        components=tuple(shown[:MOST_COMPONENTS]),
        incidents=tuple(_first(told)),
        page_id=page_id or None,
        page_name=page_name or None,
        maintenances=tuple(maintenances)[:MOST_WINDOWS],
        silent_is_well=True,
    )


def mentions(text: str, word: str) -> bool:
    """Whether ``text`` has ``word`` in it as a whole, in any case."""
    return bool(word.strip()) and bool(_pattern(word).search(text))


@lru_cache(512)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word.strip())}(?!\w)", re.IGNORECASE)


def _naming(told: IncidentReading, components: tuple[str, ...]) -> IncidentReading:
    return told if told.components == components else replace(told, components=components)


def _mentioned(post: Post, wanted: Iterable[str]) -> dict[str, State | None]:
    if not post.text:
        return {}
    return {word: post.state for word in wanted if mentions(post.text, word)}


def _worst(said: list[State | None]) -> State | None:
    """What is known to be bad is; else an unlisted word leaves all unknown; silence is well."""
    worst = max((s for s in said if s), key=lambda s: s.rank, default=State.OPERATIONAL)
    return None if None in said and not worst.is_bad else worst


def _first(told: Sequence[tuple[IncidentReading, bool]]) -> list[IncidentReading]:
    """What is open and the newest of what is over, in the order of the source."""
    room = MOST_INCIDENTS - sum(lasts for _, lasts in told)
    kept = []
    for incident, lasts in told:
        room -= not lasts
        if lasts or room >= 0:
            kept.append(incident)
    return kept[:MOST_INCIDENTS]


def _reason(shown: Iterable[ComponentReading], remark: Reason | None) -> str | None:
    reason = next((c.reason for c in shown if c.reason), remark)
    return str(reason) if reason else None
