"""What the method said, kept."""

from datetime import date, datetime
from typing import Any

from django.db import models

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.risk.difference import GAP, SCORE, Difference
from continuity.risk.history import moves
from continuity.risk.models import Assessment, FunctionScore, Gap
from continuity.risk.picture import METHOD, Findings

BATCH = 500
WHY = "rows of one organisation, by their keys"


@verb("risk.assess", needs=Role.OWNER)
def keep(
    actor: Actor,
    found: Findings,
    difference: Difference,
    *,
    revision: int,
    day: date,
    at: datetime,
    aged: list[dict[str, Any]] | None = None,
) -> Assessment | None:
    """Keep what was found as the assessment of its day, unless things moved on meanwhile.

    Only the ``difference`` is written; doing it twice does no harm. None: not kept, as the
    inventory is at another ``revision`` by now, or a later day has been assessed. ``aged``: the
    options whose exercise grew too old since the day before.
    """
    now_at, seq = Organization.objects.values_list("revision", "chain_seq").get(pk=actor.org.pk)
    kept = Assessment.objects.for_org(actor.org)
    if now_at != revision or kept.filter(day__gt=day).exists():
        return None
    _put(Gap, difference.gaps, ["function", "component"], GAP)
    _put(FunctionScore, difference.scores, ["function"], SCORE)
    _take(Gap.objects.for_org(actor.org), difference.gone_gaps)
    _take(FunctionScore.objects.for_org(actor.org), difference.gone_scores)
    row: Any = kept.filter(day=day).first() or Assessment(organization=actor.org, day=day)
    row.at, row.revision, row.method = at, revision, METHOD
    row.score, row.summary = found.score, found.summary
    row.seq = seq
    earlier = row.moved.get("functions", {})
    row.moved = {"functions": moves.kept(earlier, difference.moves), "aged": aged or []}
    row.save()
    row.audit_note = {"rows_written": difference.size}
    return row


def _put(
    model: type[Gap] | type[FunctionScore],
    rows: list[Any],
    key: list[str],
    fields: tuple[str, ...],
) -> None:
    model.objects.across_orgs(WHY).bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=key,
        update_fields=[field.removesuffix("_id") for field in fields],
    )


def _take(rows: models.QuerySet, pks: list[int]) -> None:
    for start in range(0, len(pks), BATCH):
        rows.filter(pk__in=pks[start : start + BATCH]).delete()
