"""What must be written so that the kept rows say what was found, and no more than that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from continuity.orgs.models import Organization

from .history.moves import Move, state
from .models import FunctionScore, Gap
from .picture import Findings

GAP = ("verdict", "recovery_minutes", "gap", "why")
SCORE = ("score", "worst_id", "verdict", "why", "points_of_failure", "pairs", "year", "filling")


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows to put, whether they are there or not, and primary keys to take away."""

    gaps: list[Gap]
    gone_gaps: list[int]
    scores: list[FunctionScore]
    gone_scores: list[int]
    moves: dict[int, Move]  # of functions, from what is kept to what was found

    @property
    def size(self) -> int:
        put, taken = len(self.gaps) + len(self.scores), len(self.gone_gaps) + len(self.gone_scores)
        return put + taken


def difference(org: Organization, found: Findings) -> Difference:
    """Read what is kept and compare; two queries, no lock."""
    rows = Gap.objects.for_org(org).values_list("pk", "function_id", "component_id", *GAP)
    gaps = {(function, component): (pk, *rest) for pk, function, component, *rest in rows}
    scores = {
        function: (pk, *rest)
        for pk, function, *rest in FunctionScore.objects.for_org(org).values_list(
            "pk", "function_id", *SCORE
        )
    }
    return Difference(
        gaps=[
            Gap(organization=org, function_id=key[0], component_id=key[1], **named)
            for key, named in _fresh(found.gaps, gaps, GAP)
        ],
        gone_gaps=[gaps[key][0] for key in gaps.keys() - found.gaps.keys()],
        scores=[
            FunctionScore(organization=org, function_id=key, **named)
            for key, named in _fresh(found.functions, scores, SCORE)
        ],
        gone_scores=[scores[key][0] for key in scores.keys() - found.functions.keys()],
        moves=moves_of({key: _held(row) for key, row in scores.items()}, states(found)),
    )


def states(found: Findings) -> dict[int, list[Any]]:
    """Each function as its day keeps it."""
    return {
        key: state(row.score, row.verdict, row.worst_id, row.why, row.filling)
        for key, row in found.functions.items()
    }


def _held(row: tuple[Any, ...]) -> list[Any]:
    named = dict(zip(SCORE, row[1:], strict=True))
    fields = ("score", "verdict", "worst_id", "why", "filling")
    return state(*(named[field] for field in fields))


def moves_of(was: dict[int, list[Any]], now: dict[int, list[Any]]) -> dict[int, Move]:
    return {
        key: (was.get(key), now.get(key))
        for key in was.keys() | now.keys()
        if was.get(key) != now.get(key)
    }


def _fresh(
    wanted: dict[Any, Any], held: dict[Any, tuple[Any, ...]], fields: tuple[str, ...]
) -> Iterable[tuple[Any, dict[str, Any]]]:
    """Key and fields of each row that is not held as it is wanted."""
    for key, row in wanted.items():
        values = tuple(getattr(row, field) for field in fields)
        if key not in held or held[key][1:] != values:
            yield key, dict(zip(fields, values, strict=True))
