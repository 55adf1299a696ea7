"""What each option is good for when a component fails, in words: one verdict an option.

METHOD judges a dependency as a whole; this says what each of its options adds to that.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from continuity.core.wording import duration, share

from .portable import UNIT, enough


@dataclass(frozen=True)
class Way:
    """One option: ``path`` names the way from it to the component that fails, if it falls too."""

    capacity: int  # in units
    switch_minutes: int
    documented: bool
    tested_on: date | None
    path: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """What a function needs of one dependency, and how fresh an exercise has to be."""

    required: int
    minimum: int  # in units
    rto_minutes: int
    mtpd_minutes: int
    as_of: date
    cadence_days: int


@dataclass(frozen=True)
class Said:
    """``word`` in the colour and shape of ``tone``; ``path``: the proof that it falls."""

    word: str
    tone: str
    path: tuple[str, ...] = ()


def is_hit(need: Need, ways: list[Way]) -> bool:
    """Whether anything that runs falls with the component."""
    return any(way.path for way in ways[: need.required])


def verdicts(need: Need, ways: list[Way]) -> list[Said]:
    """One for each option in order. Where nothing that runs falls, the fallbacks are judged as if
    all of that were gone: they are not needed for this component, but may be for another."""
    hit = is_hit(need, ways)
    running = ways[: need.required]
    left = [
        way for place, way in enumerate(ways) if not way.path and (hit or place >= len(running))
    ]
    return [
        _running(way) if place < need.required else _fallback(need, way, left)
        for place, way in enumerate(ways)
    ]


def _running(way: Way) -> Said:
    return _falls(way) if way.path else Said(_("stays up"), "ok")


def _falls(way: Way) -> Said:
    return Said(_("falls with it"), "bad", way.path)


def _fallback(need: Need, way: Way, left: list[Way]) -> Said:
    if way.path:
        return _falls(way)
    return _late(need, way) or _short(need, left) or _untrusted(need, way) or _good(need, way, left)


def _late(need: Need, way: Way) -> Said | None:
    for name, limit, tone in (
        (_("MTPD"), need.mtpd_minutes, "bad"),
        (_("RTO"), need.rto_minutes, "poor"),
    ):
        if way.switch_minutes > limit:
            facts = {"time": duration(way.switch_minutes), "name": name, "limit": duration(limit)}
            return Said(_("too late: %(time)s, %(name)s %(limit)s") % facts, tone)
    return None


def _short(need: Need, left: list[Way]) -> Said | None:
    """All that is left within the RTO, together."""
    there = [way for way in left if way.switch_minutes <= need.rto_minutes]
    held = sum(way.capacity for way in there)
    if len(there) < need.required:
        facts = {"n": len(there), "k": need.required}
        return Said(_("too few: %(n)s left of the %(k)s that must run") % facts, "poor")
    if not enough(held, need.minimum):
        carried = {"held": share(held / UNIT), "need": share(need.minimum / UNIT)}
        return Said(_("carries too little: %(held)s, %(need)s needed") % carried, "poor")
    return None


def _untrusted(need: Need, way: Way) -> Said | None:
    if not way.documented:
        return Said(_("no runbook"), "watch")
    if way.tested_on is None or way.tested_on > need.as_of:
        return Said(_("never tried"), "watch")
    if (need.as_of - way.tested_on).days > need.cadence_days:
        text = _("tried too long ago: %(day)s") % {
            "day": formats.date_format(way.tested_on, "j F Y")
        }
        return Said(text, "watch")
    return None


def _good(need: Need, way: Way, left: list[Way]) -> Said:
    """By itself, with what is up at once; or only with the other fallbacks."""
    at_once = [other for other in left if not other.switch_minutes and other is not way]
    alone = sum(other.capacity for other in at_once) + way.capacity
    if len(at_once) + 1 >= need.required and enough(alone, need.minimum):
        return Said(_("covers it"), "ok")
    return Said(_("covers it with the others"), "ok")
