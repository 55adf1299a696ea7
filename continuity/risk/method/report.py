"""An assessment as JSON's own types, every key in order of name."""

from typing import Any

from .assess import Assessment, FunctionResult
from .concentration import Concentration
from .pairs import pairs
from .replay import Outcome, Replay


def report(assessment: Assessment, replayed: Replay | None = None) -> dict[str, Any]:
    """Scores and exposure to four decimals, gaps and shares to six, costs to two; minutes whole.

    ``functions`` holds for each function the components that it feels; others leave it unaffected.
    Null is never. ``replay`` is there when something was replayed, with every function in it.
    """
    told = {
        "score": round(assessment.score, 4),
        "functions": {
            name: _function(assessment.functions[name]) for name in sorted(assessment.functions)
        },
        "exposure": {name: round(value, 4) for name, value in assessment.exposure.items()},
        "concentration": {
            "provider": _concentration(assessment.providers),
            "host": _concentration(assessment.hosts),
        },
        "pairs": {
            name: [list(pair) for pair in pairs(assessment, name)]
            for name in sorted(assessment.functions)
        },
    }
    if replayed is not None:
        told["replay"] = {
            name: _outcome(replayed, replayed.functions[name])
            for name in sorted(replayed.functions)
        }
    return told


def _outcome(replayed: Replay, outcome: Outcome) -> dict[str, Any]:
    passed = (replayed.at(outcome.rto_breached), replayed.at(outcome.mtpd_breached))
    rto, mtpd = (moment and moment.isoformat() for moment in passed)
    return {
        "down_minutes": outcome.down_minutes,
        "longest_minutes": outcome.longest_minutes,
        "rto_breached_at": rto,
        "mtpd_breached_at": mtpd,
        "cost": round(float(outcome.cost), 2),
    }


def _function(result: FunctionResult) -> dict[str, Any]:
    return {
        "score": round(result.score, 4),
        "components": {
            name: {
                "verdict": str(judgement.verdict),
                "recovery_minutes": judgement.recovery_minutes,
                "gap": round(judgement.gap, 6),
            }
            for name, judgement in sorted(result.components.items())
        },
        "single_points_of_failure": result.single_points_of_failure,
    }


def _concentration(held: Concentration) -> dict[str, Any]:
    return {
        "hhi": round(held.hhi, 6),
        "shares": {name: round(share, 6) for name, share in held.shares.items()},
    }
