"""What became of a function between two days, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.core.status import KNOWN

STOPS = ("late", "lost")
CARRIED = ("covered", "untested", "undocumented")
UNFILLED = ("unfinished", "undescribed")
REASONS = {
    "no_fallback": gettext_lazy("it has no fallback"),
    "shared_fate": gettext_lazy("its fallbacks fall with what runs"),
    "too_small": gettext_lazy("what is left carries too little"),
    "too_slow": gettext_lazy("switching takes too long"),
}


def changed(was: list[Any] | None, now: list[Any] | None, components: Mapping[int, str]) -> str:
    """One clause, such as “lost its tested fallback when OpenAI API fails: it has no fallback”."""
    if was is None:
        return _new(now, components)
    if now is None:
        return _("was removed")
    said = _between(was[1], now[1])
    if now[1] in STOPS:
        return _with_reason(said, now, components)
    return said


def _new(now: list[Any] | None, components: Mapping[int, str]) -> str:
    if now is None:
        return ""
    if now[1] in UNFILLED:
        return _("is new, and not filled in yet")
    said = _("is new and %(verdict)s") % {"verdict": KNOWN[now[1]].word}
    return _with_reason(said, now, components) if now[1] in STOPS else said


def _between(was: str, now: str) -> str:
    words = {
        ("covered", "untested"): _("no longer has a fallback that was exercised lately"),
        ("covered", "undocumented"): _("no longer has a fallback with a runbook"),
        ("untested", "undocumented"): _("no longer has a fallback with a runbook"),
        ("untested", "covered"): _("has a fallback that was exercised"),
        ("undocumented", "covered"): _("has a fallback that was exercised"),
        ("undocumented", "untested"): _("has a runbook for its fallback"),
        ("lost", "late"): _("is late now and no longer lost"),
        ("late", "lost"): _("is lost now and no longer late"),
    }
    if (was, now) in words:
        return words[was, now]
    if was == "covered" and now in STOPS:
        return _("lost its tested fallback")
    if was in CARRIED and now in STOPS:
        return _("lost the fallback that carried it")
    if was in STOPS and now in CARRIED:
        return _("has a fallback that carries it")
    if was in UNFILLED:
        return _("was filled in: %(now)s") % {"now": KNOWN[now].word}
    if was == now:
        return _("stays %(now)s") % {"now": KNOWN[now].word}
    return _("went from %(was)s to %(now)s") % {"was": KNOWN[was].word, "now": KNOWN[now].word}


def _with_reason(said: str, now: list[Any], components: Mapping[int, str]) -> str:
    if now[2] in components:
        said = _("%(said)s when %(component)s fails") % {
            "said": said,
            "component": components[now[2]],
        }
    reason = REASONS.get(now[3])
    return f"{said}: {reason}" if reason else said
