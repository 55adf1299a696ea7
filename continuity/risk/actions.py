"""The one write of risk: what the method said, kept by difference."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role

from .models import Assessment, FunctionScore, Gap
from .picture import METHOD, Findings

BATCH = 500


@verb("risk.assess", needs=Role.OWNER)
def keep(
    actor: Actor, found: Findings, *, revision: int, day: date, at: datetime
) -> Assessment | None:
    """Keep an assessment as that of its day, unless the inventory moved on meanwhile.

    Only rows that differ are written. None: not kept, as what it saw is no longer so.
    """
    if Organization.objects.values_list("revision", flat=True).get(pk=actor.org.pk) != revision:
        return None
    written = _keep_gaps(actor.org, found.gaps) + _keep_functions(actor.org, found.functions)
    row = Assessment.objects.for_org(actor.org).filter(day=day).first()
    row = row or Assessment(organization=actor.org, day=day)
    row.at, row.revision, row.method = at, revision, METHOD
    row.score, row.summary = found.score, found.summary
    row.save()
    row.audit_note = {"rows_written": written}
    return row


def _keep_gaps(org: Organization, wanted: dict[tuple[int, int], Any]) -> int:
    fields = ["verdict", "recovery_minutes", "gap", "why"]
    rows = Gap.objects.for_org(org).values_list("pk", "function_id", "component_id", *fields)
    held = {(function, component): (pk, *rest) for pk, function, component, *rest in rows}
    fresh = [
        Gap(organization=org, function_id=key[0], component_id=key[1], **_fields(row, fields))
        for key, row in wanted.items()
        if key not in held or held[key][1:] != tuple(getattr(row, field) for field in fields)
    ]
    _upsert(Gap, fresh, ["function", "component"], fields)
    gone = [held[key][0] for key in held.keys() - wanted.keys()]
    return len(fresh) + _drop(Gap.objects.for_org(org), gone)


def _keep_functions(org: Organization, wanted: dict[int, Any]) -> int:
    fields = ["score", "worst_id", "verdict", "why", "points_of_failure"]
    rows = FunctionScore.objects.for_org(org).values_list("pk", "function_id", *fields)
    held = {function: (pk, *rest) for pk, function, *rest in rows}
    fresh = [
        FunctionScore(organization=org, function_id=key, worst_id=row.worst, **_fields(row, WORDS))
        for key, row in wanted.items()
        if key not in held
        or held[key][1:] != (row.score, row.worst, row.verdict, row.why, row.points_of_failure)
    ]
    _upsert(FunctionScore, fresh, ["function"], ["worst", *WORDS])
    gone = [held[key][0] for key in held.keys() - wanted.keys()]
    return len(fresh) + _drop(FunctionScore.objects.for_org(org), gone)


WORDS = ["score", "verdict", "why", "points_of_failure"]


def _fields(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _upsert(
    model: type[Gap] | type[FunctionScore],
    rows: list[Any],
    unique: list[str],
    fields: list[str],
) -> None:
    model.objects.across_orgs("rows of one organisation").bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=fields,
    )


def _drop(rows: models.QuerySet, pks: list[int]) -> int:
    for start in range(0, len(pks), BATCH):
        rows.filter(pk__in=pks[start : start + BATCH]).delete()
    return len(pks)
