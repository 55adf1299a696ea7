"""Anything that can send JSON: one thing and its state, or a list of them as ``components``."""

from collections.abc import Mapping
from typing import Any

from continuity.providers.feeds import State

from . import WRONG_SHAPE, Heard, Word, items, loaded, meaning, moment, text

LABEL = "Any JSON"
SIGNED = "timed"
EXAMPLE = b"""{"id": "message-1", "component": "gateway", "name": "Model gateway", "state": "down",
"title": "No answers", "at": "2026-11-02T12:00:00Z"}"""
STATES = {
    "operational": State.OPERATIONAL,
    "ok": State.OPERATIONAL,
    "up": State.OPERATIONAL,
    "resolved": State.OPERATIONAL,
    "maintenance": State.MAINTENANCE,
    "degraded": State.DEGRADED,
    "slow": State.DEGRADED,
    "partial": State.PARTIAL_OUTAGE,
    "partial_outage": State.PARTIAL_OUTAGE,
    "down": State.MAJOR_OUTAGE,
    "outage": State.MAJOR_OUTAGE,
    "major_outage": State.MAJOR_OUTAGE,
}


def read(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Heard:
    sent, reason = loaded(body)
    parts = items(sent["components"]) if "components" in sent else [sent]
    words = tuple(word for part in parts if (word := _word(part, config)).upstream)
    if reason or not words:
        return Heard(reason=reason or WRONG_SHAPE)
    return Heard(words, text(sent.get("id"), 110))


def _word(part: dict[str, Any], config: Mapping[str, Any]) -> Word:
    number, term = text(part.get("component")), text(part.get("state"), 80)
    return Word(
        number,
        text(part.get("name")) or number,
        meaning(term, STATES, config),
        moment(part.get("at")),
        text(part.get("thread"), 60),
        text(part.get("title"), 300),
        term,
    )
