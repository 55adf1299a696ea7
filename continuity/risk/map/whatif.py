"""What the failure of components does to each function: read where it is kept, else worked out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from continuity.orgs.models import Organization
from continuity.risk.current import today
from continuity.risk.load import load
from continuity.risk.method.assess import Index
from continuity.risk.method.failing import failing
from continuity.risk.method.why import explain_all
from continuity.risk.models import Gap
from continuity.risk.naming import Names


@dataclass(frozen=True, slots=True)
class Hit:
    """As a `Gap` row has it; ``function`` is a primary key, ``gap`` a share from 0 to 1."""

    function: int
    verdict: str
    recovery_minutes: int | None
    gap: float
    why: dict[str, Any]


def hits(org: Organization, failed: Collection[int], now: datetime) -> list[Hit]:
    """The functions that feel it when all of ``failed`` are down; others are unaffected.

    Of one component it is kept: one query. Of several the method is asked: nine.
    """
    if not failed:
        return []
    if len(failed) == 1:
        (component,) = failed
        rows = Gap.objects.for_org(org).filter(component=component)
        kept = rows.values_list("function_id", "verdict", "recovery_minutes", "gap", "why")
        return [Hit(pk, word, back, float(gap), why) for pk, word, back, gap, why in kept]
    return _together(org, frozenset(str(pk) for pk in failed), now)


def _together(org: Organization, failed: frozenset[str], now: datetime) -> list[Hit]:
    portfolio = load(org, today(org, now))
    index, names = Index(portfolio), Names(portfolio)
    return [
        Hit(
            int(name),
            str(judgement.verdict),
            judgement.recovery_minutes,
            judgement.gap,
            names.why(*explain_all(index, name, failed, judgement)),
        )
        for name, judgement in failing(index, failed).items()
    ]
