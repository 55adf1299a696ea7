"""METHOD 2 for several components at once, and which of them an unknown cause could tie (7)."""

from collections.abc import Iterator
from dataclasses import dataclass

from .assess import Assessment
from .gap import Judgement
from .recovery import Ladder, Recovery


def fail(assessment: Assessment, fallen: frozenset[str]) -> dict[str, Judgement]:
    """What becomes of each function when all of ``fallen`` fail; those unaffected are left out."""
    index = assessment.index
    felt: dict[str, Recovery] = {}
    for name, result in assessment.functions.items():
        hit = [felt[other] for other in result.function.depends_on if other in felt]
        for dependency in result.function.dependencies:
            if not dependency.essential:
                continue
            falls = [not fallen.isdisjoint(index.ground.closure(o.on)) for o in dependency.options]
            if any(falls[: dependency.required]):
                held = index.portfolio
                ladder = Ladder(
                    dependency,
                    result.function.minimum_capacity,
                    held.as_of,
                    held.test_cadence_days,
                )
                hit.append(ladder.without(sum(1 << at for at, gone in enumerate(falls) if gone)))
        if hit:
            felt[name] = Recovery(*(max(tier) for tier in zip(*hit, strict=True)))
    return {
        name: index.judgement(recovery, index.functions[name]) for name, recovery in felt.items()
    }


@dataclass(frozen=True, slots=True)
class Class:
    """Components of one kind that a cause nobody knows could take down at once."""

    kind: str
    members: frozenset[str]


def classes(assessment: Assessment) -> Iterator[Class]:
    """By kind, all that options of essential dependencies rest on and that is not one's own.

    Only where two providers or more are among them: it is providers that an unknown cause ties.
    """
    index = assessment.index
    used = frozenset().union(
        *(
            index.ground.closure(option.on)
            for function in index.functions.values()
            for dependency in function.dependencies
            if dependency.essential
            for option in dependency.options
        )
    )
    kinds: dict[str, list[str]] = {}
    for name in sorted(used - index.internal):
        kinds.setdefault(index.ground.components[name].kind, []).append(name)
    for kind, members in sorted(kinds.items()):
        if len({index.ground.components[name].provider for name in members}) > 1:
            yield Class(kind, frozenset(members))
