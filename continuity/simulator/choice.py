"""What is to be replayed: an event by the portable form's names, and what it names in our rows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from continuity.inventory.exporters.portable import portable_id
from continuity.inventory.portable import Event, Span, write_event
from continuity.orgs.models import Organization
from continuity.providers.catalogue import Event as Famous
from continuity.providers.models import Component
from continuity.simulator.models import Scenario

SHADOWED = "~catalogue"


@dataclass(frozen=True, slots=True)
class Choice:
    """``event`` and ``held`` (what stayed up) go by keys, as in a file.

    ``famous`` or ``scenario``: where it comes from, if not drawn by hand. ``true_start``: when it
    was in truth, where it was.
    """

    event: Event
    held: tuple[str, ...] = ()
    famous: Famous | None = None
    scenario: Scenario | None = None
    said_hit: tuple[str, ...] = field(default=())

    def key(self, org: Organization, day: date, method: str) -> str:
        """What tells this question on this inventory from any other."""
        asked = [write_event(self.event), list(self.held), org.revision, str(day), method]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def names_of(org: Organization, components: Iterable[Component]) -> dict[int, str]:
    """By primary key, what a file of ``org`` calls each; one query."""
    own = set(Component.objects.for_org(org).filter(organization=org).values_list("key", flat=True))
    return {component.pk: portable_id(component, own) for component in components}


def rows_of(org: Organization, names: Iterable[str]) -> dict[str, Component]:
    """The components that these names mean to ``org``; one query. What is not there is left out."""
    wanted = list(dict.fromkeys(names))
    rows = Component.objects.for_org(org).filter(
        key__in=[name.removesuffix(SHADOWED) for name in wanted]
    )
    shared: dict[str, Component] = {}
    own: dict[str, Component] = {}
    for row in rows.select_related("provider"):
        (own if row.organization_id else shared)[row.key] = row
    found = {}
    for name in wanted:
        key = name.removesuffix(SHADOWED)
        row = shared.get(key) if key != name else own.get(name) or shared.get(name)
        if row is not None:
            found[name] = row
    return found


def onto(org: Organization, choice: Choice) -> tuple[Event, list[str]]:
    """The event and what was held, by the ids that `load` gives; what is unknown as it is."""
    event = choice.event
    rows = rows_of(org, [*(span.component for span in event.down), *choice.held])
    ids = {name: str(row.pk) for name, row in rows.items()}
    down = tuple(Span(ids.get(s.component, s.component), s.start, s.end) for s in event.down)
    held = [ids[name] for name in choice.held if name in ids]
    return Event(event.name, event.source, down), held
