"""METHOD 1: what stands on what. An option is up when all that its components stand on is up."""

from collections.abc import Iterable

from continuity.core.graph import bottom_up, shortest
from continuity.inventory.portable import Component


class Ground:
    """The components of a portfolio and what each stands on, worked out once.

    Raises ValueError, naming the circle, where components run on each other.
    """

    __slots__ = ("_below", "_bottoms", "_paths", "_union", "closures", "components")

    def __init__(self, components: Iterable[Component]) -> None:
        self.components: dict[str, Component] = {c.id: c for c in components}
        edges = {c.id: c.runs_on for c in self.components.values()}
        self.closures: dict[str, frozenset[str]] = {}
        for name in bottom_up(edges):
            below = (self.closures[target] for target in edges[name])
            self.closures[name] = frozenset((name,)).union(*below)
        self._below = {name: sorted(targets) for name, targets in edges.items()}
        self._paths: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
        self._union: dict[tuple[str, ...], frozenset[str]] = {}
        self._bottoms: dict[tuple[str, ...], tuple[str, ...]] = {}

    def closure(self, on: tuple[str, ...]) -> frozenset[str]:
        """All components that must be up for an option on these; none for one by hand."""
        if (known := self._union.get(on)) is None:
            known = frozenset().union(*(self.closures[name] for name in on))
            self._union[on] = known
        return known

    def bottoms(self, on: tuple[str, ...]) -> tuple[str, ...]:
        """The components at the bottom of the closure: those that run on nothing."""
        if (known := self._bottoms.get(on)) is None:
            known = tuple(
                sorted(name for name in self.closure(on) if not self.components[name].runs_on)
            )
            self._bottoms[on] = known
        return known

    def path(self, on: tuple[str, ...], target: str) -> tuple[str, ...]:
        """The shortest way down from one of ``on`` to ``target``, both ends included.

        Of equally short ones, the first by name; empty when ``target`` is not in the closure.
        """
        key = (on, target)
        if (known := self._paths.get(key)) is None:
            known = shortest(self._below, sorted(on), target) if target in self.closure(on) else ()
            self._paths[key] = known
        return known
