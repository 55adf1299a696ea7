"""What stands on a map, and what of it is connected with what. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

Key = str  # "f12": a function, "c7": a component, by primary key
Link = tuple[Key, Key]  # the first rests on the second


class Node(NamedTuple):
    """A function or a component. ``group``: what it is folded into, by token and by name."""

    key: Key
    name: str
    group: str
    group_name: str


def function_key(pk: int) -> Key:
    return f"f{pk}"


def component_key(pk: int) -> Key:
    return f"c{pk}"


@dataclass(frozen=True)
class Net:
    """Functions in the order in which they are to be seen, the components under them.

    ``rests``: what each rests on itself. ``needs``: which functions each function waits for.
    """

    functions: Sequence[Node]
    components: Sequence[Node]
    rests: Mapping[Key, Sequence[Key]]
    needs: Mapping[Key, Sequence[Key]] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> dict[Key, Node]:
        return {node.key: node for node in (*self.functions, *self.components)}

    @cached_property
    def upon(self) -> dict[Key, list[Key]]:
        """What rests on each, or waits for it."""
        above: dict[Key, list[Key]] = defaultdict(list)
        for links in (self.rests, self.needs):
            for upper, lowers in links.items():
                for lower in lowers:
                    above[lower].append(upper)
        return above

    def above(self, start: Iterable[Key]) -> set[Key]:
        """``start`` and all that rests on it, at any depth."""
        return _reached(self.upon, start)

    def below(self, start: Iterable[Key]) -> set[Key]:
        """``start`` and all that it rests on, at any depth."""
        return _reached(self.rests, start)

    def needed(self, start: Key) -> set[Key]:
        """A function and all functions that it waits for."""
        return _reached(self.needs, [start])

    def narrowed(self, hits: Iterable[Key]) -> "Net":
        """Only what is connected with the hits: what rests on them, and what they rest on."""
        known = [key for key in hits if key in self.nodes]
        return self.kept(self.above(known) | self.below(known))

    def kept(self, keys: Collection[Key]) -> "Net":
        rests = {
            upper: [lower for lower in lowers if lower in keys]
            for upper, lowers in self.rests.items()
            if upper in keys
        }
        return replace(
            self,
            functions=[node for node in self.functions if node.key in keys],
            components=[node for node in self.components if node.key in keys],
            rests=rests,
        )


def _reached(steps: Mapping[Key, Iterable[Key]], start: Iterable[Key]) -> set[Key]:
    ahead = list(start)
    found = set(ahead)
    while ahead:
        for key in steps.get(ahead.pop(), ()):
            if key not in found:
                found.add(key)
                ahead.append(key)
    return found
