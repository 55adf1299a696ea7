"""Runbooks themselves: made, changed, declared fit for use, removed and brought back."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch
from continuity.runbooks.library import TEMPLATES
from continuity.runbooks.models import Runbook, RunbookVersion, Step


@verb("runbook.add")
def add_runbook(actor: Actor, **fields: Any) -> Runbook:
    fields.setdefault("key", key_for(fields["title"], _taken(actor), "runbook"))
    runbook = Runbook(organization=actor.org, **fields)
    runbook.full_clean()
    runbook.save()
    touch(actor.org)
    return runbook


@verb("runbook.from_template")
def add_from_template(actor: Actor, name: str, **fields: Any) -> Runbook:
    """A runbook with the steps of a template, for people to make their own."""
    if name not in TEMPLATES:
        raise ValidationError(_("There is no template “%(name)s”.") % {"name": name})
    template = TEMPLATES[name]
    fields = {"title": template["title"], "summary": template["summary"], **fields}
    runbook = Runbook(
        organization=actor.org, key=key_for(fields["title"], _taken(actor), name), **fields
    )
    runbook.full_clean()
    runbook.save()
    steps = [
        Step(organization=actor.org, runbook=runbook, position=position, **step)
        for position, step in enumerate(template["step"])
    ]
    for step in steps:
        step.full_clean()
    Step.objects.for_org(actor.org).bulk_create(steps)
    touch(actor.org)
    return runbook


@verb("runbook.edit")
def edit_runbook(actor: Actor, runbook: Runbook, **fields: Any) -> Runbook | None:
    for name, value in fields.items():
        setattr(runbook, name, value)
    runbook.full_clean()
    if not runbook.changes():
        return None
    runbook.save()
    touch(actor.org)
    return runbook


@verb("runbook.publish")
def publish_runbook(actor: Actor, runbook: Runbook, note: str = "") -> Runbook:
    """Say that the runbook is fit for use: a review. What it says is kept as a version.

    If nothing changed since the last version, that one stands and only the date moves.
    """
    if not runbook.steps.exists():
        raise ValidationError(_("Write at least one step first."))
    snapshot = as_snapshot(runbook)
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    last = RunbookVersion.objects.for_org(actor.org).filter(runbook=runbook).first()
    if last is None or last.sha256 != sha256:
        runbook.version = (last.number if last else 0) + 1
        RunbookVersion(
            organization=actor.org,
            runbook=runbook,
            number=runbook.version,
            snapshot=snapshot,
            sha256=sha256,
            note=note,
            created_by=actor.label,
        ).save()
    runbook.reviewed_on = timezone.localdate()
    runbook.save()
    return runbook


@verb("runbook.remove")
def remove_runbook(actor: Actor, runbook: Runbook) -> Runbook:
    runbook.removed_at = timezone.now()
    runbook.save()
    touch(actor.org)
    return runbook


@verb("runbook.restore")
def restore_runbook(actor: Actor, runbook: Runbook) -> Runbook:
    runbook.removed_at = None
    runbook.validate_constraints()
    runbook.save()
    touch(actor.org)
    return runbook


def as_snapshot(runbook: Runbook) -> dict[str, Any]:
    """All that a version keeps, as JSON."""
    fields = ("key", "title", "role", "minutes", "instruction", "proof", "waits_for")
    return {
        "title": runbook.title,
        "summary": runbook.summary,
        "owner": runbook.owner_email,
        "steps": list(runbook.steps.order_by("position", "pk").values(*fields)),
    }


def _taken(actor: Actor) -> set[str]:
    return set(Runbook.objects.for_org(actor.org).values_list("key", flat=True))
