"""METHOD 6: two components that together stop a function past its MTPD, though neither alone does.

They are its minimal cut sets of order two. Only what is a provider's counts, as in the scores.
"""

from collections import defaultdict
from collections.abc import Iterator

from continuity.inventory.portable import Function

from .assess import Assessment, Index
from .gap import Verdict
from .recovery import Ladder

Pair = tuple[str, str]


def pairs(assessment: Assessment, function_id: str) -> list[Pair]:
    """The pairs of one function, each and all of them in order of name.

    What stops it past its MTPD is always one dependency, its own or of a function below; for that,
    components that bring down the same options are alike, so that there are few to try.
    """
    index, asked = assessment.index, assessment.functions[function_id]
    alone = {n for n, j in asked.components.items() if j.verdict == Verdict.LOST}
    found: set[Pair] = set()
    for ladder, fallen, running in _ladders(index, asked.function):
        kinds: dict[int, list[str]] = defaultdict(list)
        for name, mask in fallen.items():
            if name not in alone and name not in index.internal:
                kinds[mask].append(name)
        masks = sorted(kinds)
        for at, one in enumerate(masks):
            for other in masks[at + 1 :]:
                both = one | other
                if both & running and ladder.without(both).any > asked.function.mtpd_minutes:
                    found.update((min(a, b), max(a, b)) for a in kinds[one] for b in kinds[other])
    return sorted(found)


def _ladders(index: Index, start: Function) -> Iterator[tuple[Ladder, dict[str, int], int]]:
    """For each essential dependency, of the function and of all below: its ladder, which options
    each component brings down, and which of them run."""
    for function in _cone(index, start):
        for dependency in function.dependencies:
            if not dependency.essential:
                continue
            fallen: dict[str, int] = defaultdict(int)
            for at, option in enumerate(dependency.options):
                for name in index.ground.closure(option.on):
                    fallen[name] |= 1 << at
            held = index.portfolio
            ladder = Ladder(
                dependency, function.minimum_capacity, held.as_of, held.test_cadence_days
            )
            yield ladder, fallen, (1 << dependency.required) - 1


def _cone(index: Index, start: Function) -> list[Function]:
    """A function and all that it depends on, however far down."""
    found = {start.id: start}
    ahead = [start]
    for function in ahead:
        for name in function.depends_on:
            if name not in found:
                found[name] = index.functions[name]
                ahead.append(found[name])
    return ahead
