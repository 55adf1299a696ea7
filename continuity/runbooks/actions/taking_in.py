"""Runbooks of a file that is taken in. Called inside a verb: writes no entry of its own."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.runbooks.models import Runbook, Step
from continuity.runbooks.snapshot import STEP

BATCH = 500


def take_in_runbooks(actor: Actor, wanted: list[Mapping[str, Any]]) -> dict[str, Runbook]:
    """Each becomes as told, steps and all; the rows by key. What is so already is not touched."""
    scoped = Runbook.objects.for_org(actor.org)
    keys = [told["key"] for told in wanted]
    held = {r.key: r for r in scoped.filter(key__in=keys).prefetch_related("steps")}
    rows: dict[str, Runbook] = {}
    fresh: list[Runbook] = []
    changed: list[Runbook] = []
    rewritten: list[Mapping[str, Any]] = []
    for told in wanted:
        row = held.get(told["key"]) or Runbook(organization=actor.org, key=told["key"])
        fields = {name: value for name, value in told.items() if name != "steps"}
        if row.pk is None or any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            (changed if row.pk else fresh).append(row)
        steps = _steps_told(row, told["steps"])
        if row.pk is None or _steps(row) != steps:
            rewritten.append({**told, "steps": steps})
        rows[row.key] = row
    scoped.bulk_create(fresh, batch_size=BATCH)
    if changed:
        names = [name for name in wanted[0] if name not in {"steps", "key"}]
        scoped.bulk_update(changed, names, batch_size=BATCH)
    steps = Step.objects.for_org(actor.org)
    steps.filter(runbook__in=[rows[told["key"]].pk for told in rewritten]).delete()
    steps.bulk_create(
        [
            Step(organization=actor.org, runbook=rows[told["key"]], position=place, **step)
            for told in rewritten
            for place, step in enumerate(told["steps"])
        ],
        batch_size=BATCH,
    )
    return rows


def put_away_runbooks(actor: Actor, runbooks: list[int]) -> None:
    """Those that no option names any more are removed, and can be brought back; inside a verb."""
    rows = Runbook.objects.for_org(actor.org).filter(pk__in=runbooks)
    rows.filter(options=None).update(removed_at=timezone.now())


def _steps_told(row: Runbook, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a file does not say of a step that is there stays as it is."""
    known = {step.key: step.after_service for step in row.steps.all()} if row.pk else {}
    return [{"after_service": known.get(step["key"], False), **step} for step in told]


def _steps(row: Runbook) -> list[dict[str, Any]]:
    return [{name: getattr(step, name) for name in STEP} for step in row.steps.all()]
