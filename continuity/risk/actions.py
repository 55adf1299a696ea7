"""The writes of risk: what the method said, and what an organisation holds of outages itself."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch
from continuity.providers.models import Component

from .difference import GAP, SCORE, Difference
from .models import Assessment, FunctionScore, Gap, Outlook, Prior
from .picture import METHOD, Findings

BATCH = 500
MOST_SPREAD = 100  # times the median that one in ten outages may exceed: beyond, means run away
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
) -> Assessment | None:
    """Keep what was found as the assessment of its day, unless things moved on meanwhile.

    Only the ``difference`` is written; doing it twice does no harm. None: not kept, as the
    inventory is at another ``revision`` by now, or a later day has been assessed.
    """
    now_at = Organization.objects.values_list("revision", flat=True).get(pk=actor.org.pk)
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
    row.save()
    row.audit_note = {"rows_written": difference.size}
    return row


@verb("risk.simulate", needs=Role.OWNER)
def keep_outlook(
    actor: Actor, result: dict[str, Any], *, revision: int, day: date, at: datetime
) -> Outlook | None:
    """Keep what simulated years brought; None: the inventory is at another ``revision`` by now."""
    if Organization.objects.values_list("revision", flat=True).get(pk=actor.org.pk) != revision:
        return None
    row: Any = Outlook.objects.for_org(actor.org).first() or Outlook(organization=actor.org)
    row.at, row.day, row.revision, row.method, row.result = at, day, revision, METHOD, result
    row.save()
    row.audit_note = {"result": f"{result['years']} years, seed {result['seed']}"}
    return row


@verb("prior.set")
def set_prior(
    actor: Actor, *, kind: str = "", component: Component | None = None, **fields: Any
) -> Prior:
    """What the organisation holds of a kind's outages, or of one component's, before any is seen.

    Fields: ``outages_per_year``, ``median_minutes``, ``long_minutes``, ``worth_years``, ``why``.
    """
    held = Prior.objects.for_org(actor.org).filter(kind=kind, component=component)
    row = held.first() or Prior(organization=actor.org, kind=kind, component=component)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=["organization"])
    if row.long_minutes > MOST_SPREAD * row.median_minutes:
        raise ValidationError(
            {"long_minutes": _("That is more than 100 times what half of them last.")}
        )
    row.save()
    touch(actor.org)
    return row


@verb("prior.reset")
def reset_prior(actor: Actor, row: Prior) -> Prior:
    """Back to what is shipped, or for a component to what is held of its kind."""
    touch(actor.org)
    pk = row.pk
    Prior.objects.for_org(actor.org).filter(pk=pk).delete()
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
