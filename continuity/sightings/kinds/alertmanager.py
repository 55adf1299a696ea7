"""Prometheus Alertmanager, and what sends the same: alerts that fire and are resolved.

What an alert is about is told by labels, of the organisation's choice (``labels``, by commas).
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from continuity.providers.feeds import State

from . import WRONG_SHAPE, Heard, Word, inside, items, loaded, meaning, moment, text

LABEL = "Alertmanager"
SIGNED = "bearer"
LABELS = "alertname"
EXAMPLE = b"""{"version": "4", "status": "firing", "alerts": [{"status": "firing",
"labels": {"alertname": "ModelDown", "severity": "critical"},
"annotations": {"summary": "No answers"}, "startsAt": "2026-11-02T12:00:00Z",
"endsAt": "0001-01-01T00:00:00Z", "fingerprint": "a1b2"}]}"""
SEVERITIES = {
    "critical": State.MAJOR_OUTAGE,
    "page": State.MAJOR_OUTAGE,
    "error": State.PARTIAL_OUTAGE,
    "warning": State.DEGRADED,
    "": State.DEGRADED,  # it fires, and nobody said how bad
}


def read(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Heard:
    sent, reason = loaded(body)
    if reason or not isinstance(sent.get("alerts"), list):
        return Heard(reason=reason or WRONG_SHAPE)
    wanted = [part.strip() for part in str(config.get("labels") or LABELS).split(",")]
    words = [_word(alert, wanted, config) for alert in items(sent["alerts"])]
    return Heard(tuple(word for word in words if word.upstream))


def _word(alert: dict[str, Any], wanted: list[str], config: Mapping[str, Any]) -> Word:
    labels = alert["labels"] if isinstance(alert.get("labels"), dict) else {}
    told = {name: text(labels.get(name), 80) for name in wanted}
    number = ",".join(f"{name}={value}" for name, value in told.items() if value)[:200]
    status = text(alert.get("status"), 80)
    began, ended = moment(alert.get("startsAt")), moment(alert.get("endsAt"))
    state, term, at = State.UNKNOWN, status, began
    if status == "resolved":
        state, at = State.OPERATIONAL, ended
    elif status == "firing":
        term = text(labels.get("severity"), 80)
        state = meaning(term, SEVERITIES, config)
    title = text(inside(alert, "annotations", "summary"), 300)
    name = ", ".join(value for value in told.values() if value)[:200]
    return Word(number, name, state, at, _thread(alert, labels), title, term)


def _thread(alert: dict[str, Any], labels: dict[str, Any]) -> str:
    own = sorted((str(k), str(v)) for k, v in labels.items())
    named = text(alert.get("fingerprint"), 60)
    return named or sha256(repr(own).encode("utf-8", "replace")).hexdigest()[:16]
