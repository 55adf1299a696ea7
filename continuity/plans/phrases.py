"""Clauses that several sections say: verdicts, reasons, minutes. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from continuity.core.durations import spell

from .standing import counts
from .words import _

NBSP = "\N{NO-BREAK SPACE}"
VERDICTS = {
    "unaffected": _("unaffected"),
    "covered": _("covered"),
    "untested": _("untested"),
    "undocumented": _("undocumented"),
    "late": _("late"),
    "lost": _("lost"),
}
REASONS = {
    "no_fallback": _("no fallback for “%s”"),
    "shared_fate": _("the fallbacks for “%s” fall with it"),
    "too_small": _("what is left for “%s” carries too little"),
    "too_slow": _("the switch for “%s” takes too long"),
}


def minutes(value: int | None) -> str:
    """``2 h 40 min``: no number is parted from its unit at the end of a line."""
    if value is None:
        return _("never")
    return re.sub(r"(?<=\d) ", NBSP, spell(value))


def verdict(word: str) -> str:
    return VERDICTS.get(word, word)


def reason(why: Mapping[str, Any] | None) -> str:
    """Why a component stops a function, or what carries it."""
    if not why:
        return "–"
    lean = ", ".join(row["name"] for row in why.get("leans_on", ()))
    words = REASONS.get(why.get("reason") or "")
    if words:
        return words % why.get("dependency_name", "")
    return _("carried by %s") % lean if lean else "–"


def paths(why: Mapping[str, Any] | None) -> list[str]:
    """The proof: from each option down to what failed."""
    rows = [*(why or {}).get("running", ()), *(why or {}).get("fallen", ())]
    return [" → ".join([r["name"], *(step["name"] for step in r.get("path", ()))]) for r in rows]


def listed(names: Iterable[str], room: int = 240) -> str:
    """``a, b and 3 more``: as many as fit in ``room`` letters, one at least."""
    names = list(names)
    shown = 1
    while shown < len(names) and sum(len(n) + 2 for n in names[: shown + 1]) <= room:
        shown += 1
    words = ", ".join(names[:shown])
    rest = len(names) - shown
    return _("%(names)s and %(rest)d more") % {"names": words, "rest": rest} if rest > 0 else words


def exercised(option: Mapping[str, Any], snapshot: Mapping[str, Any]) -> str:
    """When an option last passed, and whether that still counts."""
    day = option["tested_on"]
    if not day:
        return _("never")
    return day if counts(snapshot, day) else _("%s, too old") % day


def percent(share: str | float) -> str:
    return f"{float(share) * 100:.0f}{NBSP}%"
