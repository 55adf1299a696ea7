"""METHOD 7: which components a cause that nobody knows of could tie together."""

from collections.abc import Iterator
from dataclasses import dataclass

from .assess import Assessment


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
