"""METHOD 2 and 3 for any set of components that fail together."""

from collections.abc import Collection

from continuity.core.graph import bottom_up
from continuity.inventory.portable import Function

from .assess import Index
from .gap import Judgement
from .recovery import Ladder, Recovery, latest


def failing(index: Index, failed: Collection[str]) -> dict[str, Judgement]:
    """The judgement of each function that feels it when all of ``failed`` are down from minute 0.

    Functions that are not in it are unaffected. Of one component the same as `assess` says.
    """
    gone = frozenset(failed)
    felt: dict[str, Recovery] = {}
    for name in bottom_up({n: f.depends_on for n, f in index.functions.items()}):
        function = index.functions[name]
        waits = [*_own(index, function, gone), *(felt[n] for n in function.depends_on if n in felt)]
        if waits:
            worst = waits[0]
            for other in waits[1:]:
                worst = latest(worst, other)
            felt[name] = worst
    return {name: index.judgement(r, index.functions[name]) for name, r in felt.items()}


def _own(index: Index, function: Function, gone: frozenset[str]) -> list[Recovery]:
    """Of each essential dependency that loses a running option: when it is served again."""
    found = []
    for dependency in function.dependencies:
        closures = [index.ground.closure(option.on) for option in dependency.options]
        fallen = sum(1 << at for at, held in enumerate(closures) if not gone.isdisjoint(held))
        if dependency.essential and fallen & ((1 << dependency.required) - 1):
            held = index.portfolio
            ladder = Ladder(
                dependency, function.minimum_capacity, held.as_of, held.test_cadence_days
            )
            found.append(ladder.without(fallen))
    return found
