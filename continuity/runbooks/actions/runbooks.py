"""Runbooks themselves: made, changed, declared fit for use, removed and brought back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.errors import Conflict
from continuity.core.names import key_for
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch
from continuity.runbooks.library import TEMPLATES
from continuity.runbooks.models import Runbook, RunbookVersion, Step
from continuity.runbooks.plantime import Work, plan_time
from continuity.runbooks.snapshot import as_snapshot, digest

from .steps import refuse_stale


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
def edit_runbook(
    actor: Actor, runbook: Runbook, *, seen: str = "", **fields: Any
) -> Runbook | None:
    """None if nothing differs. ``seen``: the check value of what the editor looked at; refused if
    somebody has changed that since."""
    now = Runbook.objects.for_org(actor.org).filter(pk=runbook.pk).first()
    if seen and now is not None and seen != head_digest(now):
        refuse_stale(now, fields)
    for name, value in fields.items():
        setattr(runbook, name, value)
    runbook.full_clean()
    if not runbook.changes():
        return None
    runbook.save(update_fields=[*fields, "edited_at"])
    touch(actor.org)
    return runbook


@verb("runbook.publish")
def publish_runbook(actor: Actor, runbook: Runbook, note: str = "", seen: str = "") -> Runbook:
    """Say that the runbook is fit for use: a review. What it says is kept as a version.

    If nothing changed since the last version, that one stands and only the date moves. ``seen``:
    the check value of what the reviewer read; refused if it reads otherwise by now.
    """
    steps = list(Step.objects.for_org(actor.org).filter(runbook=runbook))
    _bring_the_service_back(steps)
    snapshot = as_snapshot(runbook, steps)
    sha256 = digest(snapshot)
    if seen and seen != sha256:
        raise Conflict(
            _("Somebody changed the runbook while you were reading. Read it again, as it is now.")
        )
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
    runbook.save(update_fields=["version", "reviewed_on"])
    touch(actor.org)
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
    if runbook.key in _taken(actor):
        runbook.key = key_for(runbook.title, _taken(actor), "runbook")
    runbook.validate_constraints()
    runbook.save()
    touch(actor.org)
    return runbook


def head_digest(runbook: Runbook) -> str:
    """The check value of what the form of a runbook shows."""
    fields = ("title", "summary", "owner_email", "review_every_days")
    return digest({name: getattr(runbook, name) for name in fields})


def _bring_the_service_back(steps: list[Step]) -> None:
    if not steps:
        raise ValidationError(_("Write at least one step first."))
    work = [Work(s.key, s.minutes, s.waits_for, s.after_service) for s in steps]
    if not plan_time(work).path:
        raise ValidationError(
            _("Every step comes after the service is back: none of them brings it back.")
        )


def _taken(actor: Actor) -> set[str]:
    return set(Runbook.objects.for_org(actor.org).values_list("key", flat=True))
