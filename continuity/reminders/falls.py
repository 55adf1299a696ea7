"""Outages of one cause as one person feels them: how bad together, and what they hit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from continuity.providers.feeds import State
from continuity.providers.models import Outage
from continuity.risk.finding.hits import Hit

from .persons import Hits


def comes_and_goes(outage: Outage) -> bool:
    return outage.evidence.get("unstable") is True


@dataclass(frozen=True)
class Fall:
    """``members``: all of one cause that are not told to be over, the cause first."""

    cause: Outage
    members: tuple[Outage, ...]

    @property
    def open(self) -> tuple[Outage, ...]:
        return tuple(outage for outage in self.members if outage.ended_at is None)

    @property
    def shown(self) -> Outage:
        """The one that a message is about: the cause, while it lasts; of one component that which
        is certain."""
        lasting = self.open or self.members
        same = [o for o in lasting if o.component_id == self.cause.component_id]
        return min(same or lasting, key=lambda o: (o.suspected, o.started_at, o.pk))

    @property
    def others(self) -> list[Outage]:
        """What else has fallen, a component once."""
        seen, found = {self.shown.component_id}, []
        for outage in self.open:
            if outage.component_id not in seen:
                seen.add(outage.component_id)
                found.append(outage)
        return found

    @property
    def level(self) -> str:
        lasting = self.open or self.members
        return max((outage.state for outage in lasting), key=lambda state: State(state).rank)

    @property
    def unstable(self) -> bool:
        return any(comes_and_goes(outage) for outage in self.open)

    @property
    def suspected(self) -> bool:
        return all(outage.suspected for outage in self.open)

    @property
    def began(self) -> datetime:
        return min(outage.started_at for outage in self.members)

    @property
    def ended(self) -> datetime | None:
        ends = [outage.ended_at for outage in self.members]
        return None if None in ends else max(end for end in ends if end)

    def hits(self, felt: Hits, outages: Iterable[Outage]) -> dict[int, Hit]:
        """By function, each once: as the cause hits it, else as the worst of the others does."""
        ranked = sorted(
            outages, key=lambda o: (o.pk != self.shown.pk, -State(o.state).rank, o.started_at)
        )
        found: dict[int, Hit] = {}
        for outage in ranked:
            for hit in felt.get(outage.pk, ()):
                found.setdefault(hit.function.pk, hit)
        return found


def fall_of(cause: Outage, members: Iterable[Outage]) -> Fall:
    rest = {outage.pk: outage for outage in members if outage.pk != cause.pk}
    return Fall(cause, (cause, *sorted(rest.values(), key=lambda o: (o.started_at, o.pk))))
