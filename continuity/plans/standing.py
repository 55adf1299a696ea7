"""Does the plan hold today? The frozen promise against what is so now. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOLDS, WEAKENED, BROKEN = "holds", "weakened", "broken"
WORSE_BY = 5.0  # points of score that people notice


@dataclass(frozen=True)
class Reason:
    """``kind`` names the sentence that a template says; ``what`` fills it. ``broken``: how bad."""

    kind: str
    what: str
    broken: bool = False


@dataclass(frozen=True)
class Standing:
    word: str
    reasons: tuple[Reason, ...]


def compare(frozen: Mapping[str, Any], now: Mapping[str, Any], down: frozenset[str]) -> Standing:
    """Two records of one plan, and the names of components that are down at this moment."""
    reasons = [
        *_functions(frozen, now),
        *_options(frozen, now),
        *_runbooks(frozen, now),
        *(Reason("down", name, True) for name in sorted(down & _used(now))),
    ]
    was, is_ = float(frozen["risk"]["score"]), float(now["risk"]["score"])
    if is_ > was + WORSE_BY:
        reasons.append(Reason("score", f"{was:.0f} → {is_:.0f}"))
    if any(reason.broken for reason in reasons):
        return Standing(BROKEN, tuple(reasons))
    return Standing(WEAKENED if reasons else HOLDS, tuple(reasons))


def _functions(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    was = {f["name"]: {p["component"] for p in f["points"]} for f in frozen["functions"]}
    reasons = []
    for function in now["functions"]:
        name = function["name"]
        if name not in was:
            reasons.append(Reason("new_function", name))
            continue
        fresh = sorted({p["component"] for p in function["points"]} - was[name])
        reasons += [Reason("new_point", f"{component} → {name}", True) for component in fresh]
    return reasons


def _options(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    gone = sorted(_named(frozen) - _named(now))
    return [Reason("option_gone", f"{f}: {d}: {o}", True) for f, d, o in gone]


def _named(record: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    return {
        (f["name"], d["name"], o["name"])
        for f in record["functions"]
        for d in f["dependencies"]
        for o in d["options"]
    }


def _runbooks(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    kept = {b["title"]: b for b in now["runbooks"]}
    reasons = []
    for book in frozen["runbooks"]:
        today = kept.get(book["title"])
        if today is None:
            reasons.append(Reason("runbook_gone", book["title"], bool(book["serves"])))
        elif today["steps"] != book["steps"]:
            reasons.append(Reason("runbook_changed", book["title"]))
    return reasons


def _used(record: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(c["name"] for c in record["components"])
