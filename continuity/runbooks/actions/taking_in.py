"""Runbooks of a file that is taken in. Called inside a verb: writes no entry of its own."""

from collections.abc import Mapping
from typing import Any

from continuity.orgs.actor import Actor
from continuity.runbooks.models import Runbook, Step

BATCH = 500


def take_in_runbooks(actor: Actor, wanted: list[Mapping[str, Any]]) -> dict[str, Runbook]:
    """Each becomes as told, steps and all; the rows by key."""
    scoped = Runbook.objects.for_org(actor.org)
    held = {r.key: r for r in scoped.filter(key__in=[told["key"] for told in wanted])}
    fresh: list[Any] = []
    changed: list[Any] = []
    for told in wanted:
        row = held.get(told["key"]) or Runbook(organization=actor.org, key=told["key"])
        for name, value in told.items():
            if name != "steps":
                setattr(row, name, value)
        (changed if row.pk else fresh).append(row)
    scoped.bulk_create(fresh, batch_size=BATCH)
    if changed:
        fields = [name for name in wanted[0] if name not in {"steps", "key"}]
        scoped.bulk_update(changed, fields, batch_size=BATCH)
    rows = {row.key: row for row in (*fresh, *changed)}
    steps = Step.objects.for_org(actor.org)
    steps.filter(runbook__in=[row.pk for row in rows.values()]).delete()
    steps.bulk_create(
        [
            Step(organization=actor.org, runbook=rows[told["key"]], position=place, **step)
            for told in wanted
            for place, step in enumerate(told["steps"])
        ],
        batch_size=BATCH,
    )
    return rows
