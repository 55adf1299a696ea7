"""METHOD 5: how few providers, and how few hosts, the critical business rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from continuity.inventory.portable import UNIT, Function

from .graph import Ground

Shares = dict[str, int]


@dataclass(frozen=True, slots=True)
class Concentration:
    """Shares of the criticality that is held (0 to 1, adding up to 1) and their HHI.

    ``hhi``: sum of squared shares, 1 when one holds all, 0 when nothing is held.
    ``effective``: 1 / HHI, as of so many equal holders; None when nothing is held.
    """

    shares: Mapping[str, float]
    hhi: float
    effective: float | None


def spread(function: Function, ground: Ground) -> tuple[Shares, Shares]:
    """How a function's criticality is split, by provider and by host; in `units`.

    Evenly over its essential dependencies, their running options, and the distinct providers of
    an option's components (or the bottoms of its closure). By hand holds nothing.
    """
    providers: Shares = {}
    hosts: Shares = {}
    essential = [dependency for dependency in function.dependencies if dependency.essential]
    for dependency in essential:
        parts = len(essential) * dependency.required
        for option in dependency.running:
            sellers = {ground.components[name].provider for name in option.on}
            _hold(providers, sellers, function.criticality * UNIT, parts)
            _hold(hosts, ground.bottoms(option.on), function.criticality * UNIT, parts)
    return providers, hosts


def _hold(shares: Shares, holders: set[str] | tuple[str, ...], whole: int, parts: int) -> None:
    for holder in holders:
        shares[holder] = shares.get(holder, 0) + whole // (parts * len(holders))


def concentrate(held: Mapping[str, int]) -> Concentration:
    """Holdings in any one unit as shares of what is held.

    Source: Herfindahl-Hirschman index, US DOJ & FTC Merger Guidelines (2023), guideline 1;
    borrowed from antitrust as a yardstick.
    """
    total = sum(held.values())
    if not total:
        return Concentration({}, 0.0, None)
    shares = {holder: held[holder] / total for holder in sorted(held) if held[holder]}
    squares = sum(part * part for part in held.values())
    return Concentration(shares, squares / (total * total), total * total / squares)
