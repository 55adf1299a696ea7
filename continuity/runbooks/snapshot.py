"""What a version keeps of a runbook, and how what is written now differs from it. No queries."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STEP = ("key", "title", "role", "minutes", "instruction", "proof", "waits_for", "after_service")
HEAD = ("title", "summary", "owner")


def of_step(step: Any) -> dict[str, Any]:
    """A step as JSON. ``after_service`` is left out where it is false, as it was before there was
    such a thing: the check values of older versions still hold."""
    told = {name: getattr(step, name) for name in STEP}
    if not told["after_service"]:
        del told["after_service"]
    return told


def as_snapshot(runbook: Any, steps: Iterable[Any]) -> dict[str, Any]:
    """All that a version keeps, as JSON; ``steps`` in their order."""
    return {
        "title": runbook.title,
        "summary": runbook.summary,
        "owner": runbook.owner_email,
        "steps": [of_step(step) for step in steps],
    }


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of JSON in its one spelling, as hexadecimal digits."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """From a version to what is written now. ``added`` and ``changed`` hold keys of steps,
    ``removed`` titles; ``head``: the title, the summary or the owner; ``moved``: another order."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: tuple[str, ...]
    head: bool
    moved: bool


def difference(was: Mapping[str, Any], now: Mapping[str, Any]) -> Difference:
    """Of two snapshots. Equal ones differ in nothing."""
    old = {step["key"]: step for step in was["steps"]}
    new = {step["key"]: step for step in now["steps"]}
    return Difference(
        added=frozenset(new.keys() - old.keys()),
        changed=frozenset(key for key in new.keys() & old.keys() if new[key] != old[key]),
        removed=tuple(step["title"] for key, step in old.items() if key not in new),
        head=any(was.get(name, "") != now[name] for name in HEAD),
        moved=[k for k in old if k in new] != [k for k in new if k in old],
    )
