"""What sources that list their components have in common: whose page, which rows, what is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from . import ComponentReading, IncidentReading, MaintenanceReading, Reading, Reason, State
from ._text import Unreadable, identifier, line

MOST_COMPONENTS, MOST_INCIDENTS, MOST_WINDOWS = 5000, 200, 500
Listed = dict[str, ComponentReading]


def refuse_other_page(page_id: str, page_name: str, config: Mapping[str, Any]) -> None:
    """Refuse the page of somebody else. A page that does not say whose it is passes: the ids
    of its components, which belong to one page only, still have to match."""
    wanted_id, wanted_name = config.get("page_id"), config.get("page_name")
    if wanted_id and page_id:
        if page_id != wanted_id:
            raise Unreadable(Reason.OTHER_PAGE)
    elif wanted_name and page_name and page_name.casefold() != str(wanted_name).casefold():
        raise Unreadable(Reason.OTHER_PAGE)


def unknown(upstream_id: str, name: str, reason: Reason) -> ComponentReading:
    return ComponentReading(upstream_id, name, State.UNKNOWN, reason)


def component(upstream_id: str, name: Any, state: State | None) -> ComponentReading:
    """One row; no ``state``: its word is not a listed one."""
    name = line(name) or upstream_id
    if state is None:
        return unknown(upstream_id, name, Reason.UNLISTED_WORD)
    return ComponentReading(upstream_id, name, state)


def state_of(words: Mapping[str, State], word: Any) -> State | None:
    return words.get(word) if isinstance(word, str) else None


class Rows:
    """Components by id, in their order; ``odd``: a row had to be left out."""

    def __init__(self) -> None:
        self.listed: Listed = {}
        self.odd = False

    def add(self, raw_id: Any, reading_of: ComponentReading | None) -> None:
        """A row by its raw id; one listed twice in two states is unknown."""
        if not identifier(raw_id) or reading_of is None:
            self.odd = True
            return
        twin = self.listed.get(reading_of.id)
        if twin and twin.state != reading_of.state:
            reading_of = unknown(reading_of.id, reading_of.name, Reason.DUPLICATE_ID)
        if len(self.listed) >= MOST_COMPONENTS and not twin:
            self.odd = True
            return
        self.listed[reading_of.id] = reading_of

    def row(self, raw_id: Any, name: Any, state: State | None) -> None:
        upstream_id = identifier(raw_id)
        self.add(raw_id, component(upstream_id, name, state) if upstream_id else None)

    def refuse_none(self) -> None:
        """No rows at all tell nothing."""
        if not self.listed:
            raise Unreadable(Reason.WRONG_SHAPE if self.odd else Reason.NO_COMPONENTS)


def reading(
    rows: Rows,
    config: Mapping[str, Any],
    *,
    page_id: str = "",
    page_name: str = "",
    incidents: Iterable[IncidentReading] = (),
    maintenances: Iterable[MaintenanceReading] = (),
    elsewhere: Mapping[str, ComponentReading] | None = None,
    remark: Reason | None = None,
) -> Reading:
    """What was asked for of ``rows``; ``elsewhere`` stands in for what is not listed."""
    rows.refuse_none()
    wanted = config.get("components")
    listed, hidden = rows.listed, elsewhere or {}
    shown: tuple[ComponentReading, ...] = tuple(
        (
            listed.get(i) or hidden.get(i) or unknown(i, i, Reason.COMPONENT_MISSING)
            for i in dict.fromkeys(map(str, wanted))
        )
        if wanted
        else listed.values()
    )
    known = {c.id for c in shown}
    others = [c for c in listed.values() if c.id not in known] if config.get("names") else []
    return Reading(
        readable=True,
        reason=_reason(shown, remark or (Reason.ODD_ROWS if rows.odd else None)),
        components=(*shown, *others),
        incidents=tuple(incidents),
        page_id=page_id or None,
        page_name=page_name or None,
        maintenances=tuple(maintenances),
    )


def _reason(shown: Iterable[ComponentReading], remark: Reason | None) -> str | None:
    reason = next((c.reason for c in shown if c.reason), remark)
    return str(reason) if reason else None
