"""Keeping before and after as evidence, and its PDF."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from continuity.audit.verbs import verb
from continuity.changes import record
from continuity.changes.models import Change, Evidence
from continuity.changes.reading import Reading, fresh
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.plans.actions.renders import put, to_render, told
from continuity.plans.render import Rendered
from continuity.plans.rendering import LANGUAGE
from continuity.plans.snapshot import sha256
from continuity.risk.current import today

from .changes import still_open

MOST_WAITING = 5


@verb("change.keep")
def keep(actor: Actor, change: Change, note: str = "") -> Evidence | None:
    """Freeze before and after as they are today. None if that has been done already."""
    row = still_open(actor, change)
    now = timezone.now()
    org = Organization.objects.get(pk=actor.org.pk)  # as it is now, under its lock
    with override(LANGUAGE):
        reading = fresh(org, row, today(org, now))
    if reading.figures is None:
        raise ValidationError(_refusal(reading))
    frozen = record.take(org, row, reading)
    held = Evidence.objects.for_org(org)
    last = held.filter(change=row).order_by("-number").first()
    edited, row.state = row.state != Change.State.KEPT, Change.State.KEPT
    row.save()
    if last and last.snapshot == frozen:
        return last if edited else None
    if held.filter(render_state=Evidence.Render.QUEUED).count() >= MOST_WAITING:
        raise ValidationError(
            _("%(most)s pieces of evidence wait for their PDF already. Keep it once they are made.")
            % {"most": MOST_WAITING}
        )
    evidence = Evidence(
        organization=org,
        change=row,
        number=last.number + 1 if last else 1,
        note=note[:300],
        snapshot=frozen,
        sha256=sha256(frozen),
        day=reading.day,
        created_at=now,
        created_by=actor.label,
        kept_by=actor.user,
        score_before=frozen["figures"]["score"]["before"],
        score_after=frozen["figures"]["score"]["after"],
        render_due=now,
    )
    evidence.save()
    evidence.audit_checkpoint = f"change {row.pk}, evidence {evidence.number}"
    return evidence


def _refusal(reading: Reading) -> str:
    fault = reading.fault
    if fault is None:
        return _("Nothing is planned yet: add a step first.")
    place = reading.lines.index(fault) + 1
    return _("Step %(n)d does not fit: %(why)s") % {"n": place, "why": fault.misfit}


@verb("change.remake")
def remake(actor: Actor, evidence: Evidence) -> Evidence | None:
    """Try again to make a PDF that could not be made; None if it could."""
    rows = Evidence.objects.for_org(actor.org).filter(pk=evidence.pk)
    failed = rows.filter(render_state=Evidence.Render.FAILED)
    return evidence if failed.update(**to_render(timezone.now())) else None


def finish(evidence: Evidence, made: Rendered, now: datetime) -> bool:
    """Keep the PDF of claimed evidence. False: its lease was lost, the PDF is thrown away."""
    return keep_pdf(Actor.system(evidence.organization), evidence, made) is not None


@verb("change.render", needs=Role.OWNER)
def keep_pdf(actor: Actor, evidence: Evidence, made: Rendered) -> Evidence | None:
    """The entry names the PDF's own SHA-256, so that the printed pages can be held against it."""
    stem = f"{slugify(evidence.change.title)[:40] or 'change'}-{evidence.number}"
    if not put(evidence, stem, made):
        return None
    evidence.audit_note = {"sha256": evidence.sha256, **told(made)}
    return evidence
