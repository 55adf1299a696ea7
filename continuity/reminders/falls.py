"""Outages of one cause as one person feels them: how bad together, and what they hit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from continuity.providers.feeds import State
from continuity.providers.models import Outage
from continuity.risk.finding.hits import Hit

from .persons import Hits


def comes_and_goes(outage: Outage) -> bool:
    return outage.evidence.get("unstable") is True


@dataclass(frozen=True, eq=False)
class Fall:
    """``members``: all of one cause that are not told to be over, the cause first.

    People who feel the same share one: what it says of itself is worked out once.
    """

    cause: Outage
    members: tuple[Outage, ...]

    @cached_property
    def open(self) -> tuple[Outage, ...]:
        return tuple(outage for outage in self.members if outage.ended_at is None)

    @cached_property
    def shown(self) -> Outage:
        """The one that a message is about: the cause, while it lasts; of one component that which
        is certain."""
        lasting = self.open or self.members
        same = [o for o in lasting if o.component_id == self.cause.component_id]
        return min(same or lasting, key=lambda o: (o.suspected, o.started_at, o.pk))

    @cached_property
    def others(self) -> list[Outage]:
        """What else has fallen, a component once."""
        seen, found = {self.shown.component_id}, []
        for outage in self.open:
            if outage.component_id not in seen:
                seen.add(outage.component_id)
                found.append(outage)
        return found

    @cached_property
    def level(self) -> str:
        lasting = self.open or self.members
        return max((outage.state for outage in lasting), key=lambda state: State(state).rank)

    @cached_property
    def unstable(self) -> bool:
        return any(comes_and_goes(outage) for outage in self.open)

    @cached_property
    def suspected(self) -> bool:
        return all(outage.suspected for outage in self.open)

    @cached_property
    def began(self) -> datetime:
        return min(outage.started_at for outage in self.members)

    @cached_property
    def ended(self) -> datetime | None:
        ends = [outage.ended_at for outage in self.members]
        return None if None in ends else max(end for end in ends if end)

    @cached_property
    def ranked(self) -> list[int]:
        """The one that is shown, then the others, the worst first."""
        rows = sorted(self.members, key=lambda o: (-State(o.state).rank, o.started_at))
        return sorted((o.pk for o in rows), key=lambda pk: pk != self.shown.pk)

    @cached_property
    def open_pks(self) -> frozenset[int]:
        return frozenset(outage.pk for outage in self.open)

    def holds(self, *outages: int | None) -> bool:
        return any(pk in outages for pk in self.ranked)

    def hits(self, felt: Hits, wanted: Collection[int]) -> dict[int, Hit]:
        """By function, each once: as the cause hits it, else as the worst of the others does."""
        found: dict[int, Hit] = {}
        for pk in self.ranked:
            if pk in wanted:
                for hit in felt.get(pk, ()):
                    found.setdefault(hit.function.pk, hit)
        return found


def fall_of(cause: Outage, members: Iterable[Outage]) -> Fall:
    rest = {outage.pk: outage for outage in members if outage.pk != cause.pk}
    return Fall(cause, (cause, *sorted(rest.values(), key=lambda o: (o.started_at, o.pk))))
