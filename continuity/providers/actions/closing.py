"""What ends an outage: all that tells of the component reads well, or nothing tells of it.

Asked of the database and not of the signal that opened it, which may be gone: pages move.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from continuity.orgs.actor import Actor
from continuity.providers import detect, sources
from continuity.providers.feeds import State
from continuity.providers.memory import dump, load
from continuity.providers.models import Feed, Outage, Signal
from continuity.providers.words import UNTOLD

from .outages import WHY, close_outage, source_of


def policy_of(feed: Feed) -> detect.Policy:
    chosen = detect.EDITED_BY_PEOPLE if feed.edited_by_people else detect.DRIVEN_BY_MONITORS
    return chosen.hastened(settings.FEED_HASTE)


def close_what_is_over(actor: Actor, signals: list[Signal], now: datetime) -> list[Outage]:
    """Close the open outages of what ``signals``, of one feed, tell of, where all is well.

    One query where none is open, two for any number that stays.
    """
    if not signals:
        return []
    owner = signals[0].organization_id
    standing = (
        Outage.objects.across_orgs(WHY)
        .open()
        .filter(
            component__in=[s.component_id for s in signals],
            organization=owner,
            source=Outage.Source.FEED,
        )
        .select_related("component")
    )
    told = _told({outage.component_id for outage in standing}, owner)
    closed = []
    for outage in standing:
        ended_at = _ended_at(outage, told[outage.component_id], now)
        if ended_at and (over := close_outage(actor, outage, ended_at)):
            for signal in told[outage.component_id]:
                let_go(signal)
            closed.append(over)
    return closed


def close_what_is_untold(actor: Actor, spared: Iterable[int], now: datetime) -> list[Outage]:
    """Close the shared outages of which no source tells that is read; ``spared`` components may
    yet be found on one by their name."""
    heard = Signal.objects.catalogue().filter(component=OuterRef("component"), feed__enabled=True)
    lost = (
        Outage.objects.catalogue()
        .open()
        .filter(~Exists(heard))
        .exclude(component__in=list(spared))
        .select_related("component")
    )
    return [over for o in lost if (over := close_outage(actor, o, now, why=UNTOLD))]


def _told(components: set[int], owner: int | None) -> dict[int, list[Signal]]:
    found: dict[int, list[Signal]] = defaultdict(list)
    if components:
        rows = Signal.objects.across_orgs(WHY).filter(
            component__in=components, organization=owner, feed__enabled=True
        )
        for row in rows.select_related("feed"):
            found[row.component_id].append(row)
    return found


def _ended_at(outage: Outage, signals: list[Signal], now: datetime) -> datetime | None:
    """When it went well, by all that is known; None while anything says otherwise.

    A source that cannot be read says nothing. Well for longer than the outage is known: whoever
    saw it is gone, and it is over as of now.
    """
    well = []
    for signal in signals:
        if signal.feed is None:
            continue
        memory = load(signal.detection)
        if sources.effective(memory, source_of(signal.feed), now) is State.UNKNOWN:
            continue
        last, good = memory.last, memory.streaks.get(State.OPERATIONAL)
        if memory.open or last is None or last.state.is_bad:
            return None
        if good and not last.monitoring and good.meets(policy_of(signal.feed).close, last.at):
            well.append(good.since)
    since = max(well, default=None)
    if since is None:
        return None
    return since if since >= (outage.confirmed_at or outage.started_at) else now


def let_go(signal: Signal) -> None:
    """A source that could not be read forgets the outage too, so that it can open the next."""
    memory = load(signal.detection)
    if memory.open:
        forgot = replace(memory, open=False, state=State.UNKNOWN, streaks={}, eases={})
        Signal.objects.across_orgs(WHY).filter(pk=signal.pk, version=signal.version).update(
            detection=dump(forgot), state=forgot.state.value, version=F("version") + 1
        )
