"""What an organisation itself sees: its probe, its people, its webhook, others beside it.

Each is a signal without a feed, stepped by the same debounce, and opens outages of that
organisation alone. Shared rows are never touched. Bookkeeping but for the outages, which are verbs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from continuity.audit.verbs import lock, verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.providers import detect
from continuity.providers.feeds import State
from continuity.providers.memory import Observation, Threshold, dump, load
from continuity.providers.models import Component, Outage, Signal
from continuity.providers.sources import BLIND_AFTER
from continuity.providers.words import WITHDRAWN

from .closing import let_go
from .outages import WHY, close_outage, tell

AT_ONCE = Threshold(1, timedelta(0))
BAD = ("degraded", "partial_outage", "major_outage")
PROBED = detect.Policy(  # three in a row to believe it, two to be glad again
    major=Threshold(3, timedelta(0)),
    lesser=Threshold(3, timedelta(0)),
    close=Threshold(2, timedelta(0)),
)
TOLD = detect.Policy(major=AT_ONCE, lesser=AT_ONCE, close=AT_ONCE)  # somebody says so: at once


@dataclass(frozen=True)
class Witness:
    """Who sees it. ``name`` tells apart the witnesses of one kind, such as ``probe:12``.

    ``suspected``: what this one sees alone is not certain. ``evidence`` is kept with the outage.
    ``until``: how long what it says holds; None: half an hour from when it was said.
    """

    source: Signal.Source
    name: str
    suspected: bool = False
    policy: detect.Policy = PROBED
    until: datetime | None = None
    evidence: dict[str, Any] = field(default_factory=dict)


def hear(
    actor: Actor, component: Component, witness: Witness, seen: Observation, now: datetime
) -> list[tuple[str, Outage]]:
    """Take in what ``witness`` sees of ``component``; what became of the organisation's outages.

    ``actor`` is the organisation's own app (``Actor.system(org)``). What the provider says too
    needs no second look. An observation that is not newer than the last changes nothing.
    """
    with transaction.atomic():
        lock(actor.org)
        signal = _signal(actor, component, witness)
        agreed = seen.state.is_bad and _said_by_another(actor, signal, now)
        policy = TOLD if agreed else witness.policy
        after, told = detect.step(load(signal.detection), seen, now, policy)
        same = signal.said == seen.state
        signal.said, signal.state = seen.state.value, after.state.value
        signal.said_since = signal.said_since if same and signal.said_since else now
        signal.seen_at, signal.until = now, witness.until
        signal.detection, signal.version = dump(after), signal.version + 1
        signal.save()
        done: list[tuple[str, Outage]] = []
        if told and told.kind != "close":
            if what := tell(actor, signal, told, witness.evidence, witness.suspected):
                done.append(what)
            if not witness.suspected and (sure := confirm_outage(actor, signal)):
                done.append(("confirm", sure))
        return done + _close_if_over(actor, component, now)


def forget(actor: Actor, component: Component, witness: Witness, now: datetime) -> list[Outage]:
    """This witness is gone (removed, withdrawn, expired): what it alone told of is over."""
    with transaction.atomic():
        lock(actor.org)
        _own(actor, component).filter(source=witness.source, upstream_id=witness.name).delete()
        return [outage for _kind, outage in _close_if_over(actor, component, now)]


@verb("outage.confirm", needs=Role.OWNER)
def confirm_outage(actor: Actor, signal: Signal) -> Outage | None:
    """What was suspected is certain now; None if it was, or is over."""
    outage = _open_of(actor, signal.component).first()
    if outage is None or not outage.suspected:
        return None
    outage.suspected = False
    outage.save()
    return outage


def _signal(actor: Actor, component: Component, witness: Witness) -> Signal:
    rows = _own(actor, component).filter(source=witness.source, upstream_id=witness.name)
    return rows.select_related("component").first() or Signal(
        organization=actor.org,
        component=component,
        source=witness.source,
        upstream_id=witness.name,
    )


def _said_by_another(actor: Actor, signal: Signal, now: datetime) -> bool:
    """Whether a feed or another witness of the organisation says that it is bad."""
    others = Signal.objects.for_org(actor.org).exclude(pk=signal.pk)
    heard = Q(feed__enabled=True, feed__read_at__gt=now - BLIND_AFTER) | _speaks(now)
    return others.filter(heard, component=signal.component_id, said__in=BAD).exists()


def _speaks(now: datetime) -> Q:
    return Q(feed=None) & (Q(until__gt=now) | Q(until=None, seen_at__gt=now - BLIND_AFTER))


def _own(actor: Actor, component: Component) -> Any:
    return Signal.objects.for_org(actor.org).filter(
        organization=actor.org, component=component, feed=None
    )


def _open_of(actor: Actor, component: Component) -> Any:
    return (
        Outage.objects.across_orgs(WHY)
        .open()
        .filter(component=component, organization=actor.org)
        .exclude(source=Outage.Source.FEED)
        .select_related("component")
    )


def _close_if_over(actor: Actor, component: Component, now: datetime) -> list[tuple[str, Outage]]:
    """Close what was opened by witnesses of whom none sees it any more."""
    outage = _open_of(actor, component).first()
    if outage is None:
        return []
    signals = _own(actor, component)
    memories = [load(s.detection) for s in signals.filter(_speaks(now))]
    if any(memory.open for memory in memories):
        return []
    well = [m.streaks[State.OPERATIONAL].since for m in memories if State.OPERATIONAL in m.streaks]
    ended = max(well, default=now)
    over = close_outage(actor, outage, ended, why="" if well else WITHDRAWN)
    for signal in signals:  # who fell silent forgets it too, and can tell of the next
        let_go(signal)
    return [("close", over)] if over else []


def expire(now: datetime, limit: int = 200) -> int:
    """End what rests on witnesses who fell silent or whose word ran out; how many outages."""
    heard = Signal.objects.across_orgs(WHY).filter(_speaks(now))
    silent = _silent(heard)[:limit]
    return sum(len(_ended(outage, now)) for outage in silent)


def _silent(heard: Any) -> Any:
    speaking = heard.filter(
        component=OuterRef("component"), organization=OuterRef("organization"), state__in=BAD
    )
    return (
        Outage.objects.across_orgs(WHY)
        .open()
        .filter(~Exists(speaking), organization__isnull=False)
        .exclude(source=Outage.Source.FEED)
        .select_related("component", "organization")
        .order_by("pk")
    )


def _ended(outage: Outage, now: datetime) -> Sequence[tuple[str, Outage]]:
    if outage.organization is None:
        return []
    actor = Actor.system(outage.organization)
    with transaction.atomic():
        lock(actor.org)
        return _close_if_over(actor, outage.component, now)
