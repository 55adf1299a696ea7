"""Outages open, worsen and close; what a component is in follows from its signals."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers import sources
from continuity.providers.detect import Transition
from continuity.providers.feeds import State
from continuity.providers.memory import load
from continuity.providers.models import Component, Feed, Outage, Signal

WHY = "a source is read once for everybody"


def source_of(feed: Feed) -> sources.Source:
    """What ``sources`` needs to know of a feed."""
    return sources.Source(feed.health, feed.reason, feed.health_since, feed.failures, feed.read_at)


@verb("outage.open", needs=Role.OWNER)
def open_outage(
    actor: Actor,
    signal: Signal,
    told: Transition,
    evidence: dict[str, Any] | None = None,
    suspected: bool = False,
) -> Outage | None:
    """Open the outage of a component; None if one is open already.

    ``evidence["alert"]`` is False for old news: it is kept, and nobody is told.
    """
    _only_the_app(actor, signal)
    if _open_outages(signal).exists():
        return None
    seen_on = {"feed": signal.feed.url} if signal.feed else {"witness": signal.upstream_id}
    outage = Outage(
        organization=signal.organization,
        component=signal.component,
        source=signal.source,
        suspected=suspected,
        state=told.state,
        title=told.title,
        started_at=told.since,
        confirmed_at=told.confirmed_at,
        evidence={
            **seen_on,
            "upstream_id": signal.upstream_id,
            "incident": told.incident,
            "alert": told.alert,
            "unstable": told.unstable,
            **(evidence or {}),
        },
    )
    try:
        with transaction.atomic():
            outage.save(force_insert=True)
    except IntegrityError:  # somebody else opened it in this moment
        return None
    return outage


@verb("outage.worsen", needs=Role.OWNER)
def worsen_outage(actor: Actor, signal: Signal, told: Transition) -> Outage | None:
    """Raise the open outage to a worse state; None if it is that bad already, or over."""
    _only_the_app(actor, signal)
    outage = _open_outages(signal).first()
    if outage is None or State(outage.state).rank >= told.state.rank:
        return None
    fields = {"state": told.state.value, "title": told.title or outage.title}
    if not _open_outages(signal).filter(pk=outage.pk, state=outage.state).update(**fields):
        return None
    return _now_says(outage, **fields)


@verb("outage.close", needs=Role.OWNER)
def close_outage(actor: Actor, outage: Outage, ended_at: datetime, why: str = "") -> Outage | None:
    """Close the outage; None if it is closed already.

    ``why`` is a word of ``words.ENDS`` where it ended otherwise than by going well.
    """
    _only_the_app(actor, outage)
    fields: dict[str, Any] = {"ended_at": max(ended_at, outage.started_at)}
    if why:
        fields["evidence"] = {**outage.evidence, "ended": why}
    held = Outage.objects.across_orgs(WHY).open().filter(pk=outage.pk)
    if not held.update(**fields):
        return None
    return _now_says(outage, **fields)


def tell(
    actor: Actor,
    signal: Signal,
    told: Transition,
    evidence: dict[str, Any] | None = None,
    suspected: bool = False,
) -> tuple[str, Outage] | None:
    """Open the outage of a component, or worsen the one that another source or row opened.

    Getting well is not told by one signal: see ``closing``.
    """
    if told.kind == "open" and (outage := open_outage(actor, signal, told, evidence, suspected)):
        return "open", outage
    if told.kind != "close" and (outage := worsen_outage(actor, signal, told)):
        return "worsen", outage
    return None


def settle(components: Iterable[int], now: datetime) -> int:
    """Bring the state of components (by number) in line with their signals: how many changed.

    Derived, so it leaves no entry. A component of the catalogue follows shared signals only.
    """
    signals = (
        Signal.objects.across_orgs(WHY)
        .filter(component__in=list(components), source=Signal.Source.FEED)
        .select_related("feed", "component")
    )
    said: dict[Component, list[State]] = {}
    for signal in signals:
        states = said.setdefault(signal.component, [])
        if signal.feed.enabled and signal.organization_id == signal.component.organization_id:
            states.append(sources.effective(load(signal.detection), source_of(signal.feed), now))
    return sum(_settle_one(row, sources.combined(states), now) for row, states in said.items())


def _settle_one(component: Component, state: State, now: datetime) -> int:
    if component.state == state:
        return 0
    return (
        Component.objects.across_orgs(WHY)
        .filter(pk=component.pk, state=component.state)
        .update(state=state.value, state_since=now)
    )


def _open_outages(signal: Signal):  # type: ignore[no-untyped-def]
    return (
        Outage.objects.across_orgs(WHY)
        .open()
        .filter(component=signal.component_id, organization=signal.organization_id)
    )


def _now_says(outage: Outage, **fields: object) -> Outage:
    for name, value in fields.items():
        setattr(outage, name, value)
    return outage


def _only_the_app(actor: Actor, row: Signal | Outage) -> None:
    """Shared rows belong to the installation; those of an organisation to its own app."""
    seat = row.organization_id or Organization.objects.platform().pk
    if actor.user is not None or actor.org.pk != seat:
        raise PermissionDenied(_("Only the app itself tells of outages."))
