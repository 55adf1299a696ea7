"""An assessment as JSON's own types, every key in order of name."""

from typing import Any

from .assess import Assessment, FunctionResult
from .concentration import Concentration


def report(assessment: Assessment) -> dict[str, Any]:
    """Scores and exposure to four decimals, gaps and shares to six; minutes whole, null for never.

    ``functions`` holds for each function the components that it feels; others leave it unaffected.
    """
    return {
        "score": round(assessment.score, 4),
        "functions": {
            name: _function(assessment.functions[name]) for name in sorted(assessment.functions)
        },
        "exposure": {name: round(value, 4) for name, value in assessment.exposure.items()},
        "concentration": {
            "provider": _concentration(assessment.providers),
            "host": _concentration(assessment.hosts),
        },
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
