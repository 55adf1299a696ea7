"""What organisations of a sector often have: one TOML file each, found by being there.

Suggestions and nothing more: none says anything about the organisation that takes it in, so none
counts as assessed, and no impact is given. Pure: no Django here.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from continuity.core.durations import parse


@dataclass(frozen=True)
class Way:
    """An option; ``on``: keys of the catalogue's components, none where it is done by hand."""

    name: str
    on: tuple[str, ...] = ()
    capacity: float = 1.0
    switch_minutes: int = 0


@dataclass(frozen=True)
class Ask:
    """A dependency; the first of its ways runs."""

    name: str
    essential: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Suggested:
    key: str
    name: str
    description: str
    criticality: int
    rto_minutes: int
    mtpd_minutes: int
    minimum_capacity: float
    depends_on: tuple[str, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Sector:
    slug: str
    name: str
    about: str
    functions: tuple[Suggested, ...]

    def only(self, keys: set[str]) -> tuple[Suggested, ...]:
        return tuple(f for f in self.functions if f.key in keys)


def _sector(path: Path) -> Sector:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    functions = tuple(_function(row) for row in told["function"])
    return Sector(path.stem, told["name"], told["about"], functions)


def _function(row: dict[str, Any]) -> Suggested:
    return Suggested(
        key=row["key"],
        name=row["name"],
        description=row["description"],
        criticality=row["criticality"],
        rto_minutes=parse(row["rto"]),
        mtpd_minutes=parse(row["mtpd"]),
        minimum_capacity=row["minimum_capacity"],
        depends_on=tuple(row.get("depends_on", ())),
        asks=tuple(
            Ask(ask["name"], ask.get("essential", True), tuple(map(_way, ask["option"])))
            for ask in row["dependency"]
        ),
    )


def _way(row: dict[str, Any]) -> Way:
    return Way(
        row["name"],
        tuple(row.get("on", ())),
        row.get("capacity", 1.0),
        parse(row.get("switch", "0")),
    )


SECTORS: dict[str, Sector] = {
    path.stem: _sector(path) for path in sorted(Path(__file__).parent.glob("*.toml"))
}
