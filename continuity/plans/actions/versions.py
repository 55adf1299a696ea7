"""Freezing a plan, and the words of those who must say yes."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.plans import snapshot
from continuity.plans.lifecycle import before
from continuity.plans.models import Approval, Plan, Version
from continuity.risk.current import today

from .renders import to_render

State = Version.State
MOST_WAITING = 5


@verb("plan.freeze")
def freeze(actor: Actor, plan: Plan, note: str = "", at: datetime | None = None) -> Version | None:
    """A new version: what the plan and the inventory say now, never changed afterwards.

    ``at``: the demonstration alone tells of another time; the audit chain bears the true one.
    None if the newest is still a draft and says the same: a second click freezes nothing.
    """
    now = at or timezone.now()
    record = snapshot.take(plan, today(actor.org, now))
    last = Version.objects.for_org(actor.org).filter(plan=plan).order_by("-number").first()
    if last and last.state == State.DRAFT and snapshot.same(last.snapshot, record):
        return None
    _refuse_queue(actor)
    version = Version(
        organization=actor.org,
        plan=plan,
        number=last.number + 1 if last else 1,
        note=note[:300],
        snapshot=record,
        sha256=snapshot.sha256(record),
        created_at=now,
        created_by=actor.label,
        frozen_by=actor.user,
        render_due=now,
    )
    version.save()
    return version


@verb("version.submit")
def submit(actor: Actor, version: Version) -> Version:
    return _move(actor, version, State.IN_REVIEW)


@verb("version.approve", needs=Role.APPROVER)
def approve(actor: Actor, version: Version, comment: str = "") -> Version:
    """It is in force from now on; the one before is superseded.

    Four eyes: who froze it may not approve it, unless nobody else in the organisation may, and
    then the plan says so. None may take the place of a later one.
    """
    alone = _own(actor, version)
    if alone and others_may_approve(actor):
        raise PermissionDenied(_("Who froze a version does not approve it: ask somebody else."))
    ours = Version.objects.for_org(actor.org).filter(plan=version.plan)
    if ours.filter(number__gt=version.number).exclude(approved_at=None).exists():
        raise Conflict(_("A later version has been approved: freeze a new one."))
    now = timezone.now()
    ours.filter(state=State.APPROVED).update(state=State.SUPERSEDED, **to_render(now))
    _move(actor, version, State.APPROVED, approved_at=now)
    _word(actor, version, True, comment, alone)
    plan = version.plan
    plan.reviewed_on = today(actor.org, now)
    plan.save()
    version.audit_checkpoint = f"{plan.key} v{version.number}"
    return version


@verb("version.reject", needs=Role.APPROVER)
def reject(actor: Actor, version: Version, comment: str = "") -> Version:
    """Sent back: a new version must be frozen."""
    _move(actor, version, State.REJECTED)
    _word(actor, version, False, comment)
    return version


@verb("version.withdraw")
def withdraw(actor: Actor, version: Version) -> Version:
    """Taken back: a draft or one in review by an editor, one in force by who may approve."""
    if version.state == State.APPROVED:
        actor.require(Role.APPROVER)
    return _move(actor, version, State.WITHDRAWN, seen=version.state)


@verb("version.remake")
def remake(actor: Actor, version: Version) -> Version | None:
    """Try again to make a PDF that could not be made; None if it could."""
    rows = Version.objects.for_org(actor.org).filter(pk=version.pk)
    failed = rows.filter(render_state=Version.Render.FAILED)
    return version if failed.update(**to_render(timezone.now())) else None


def _refuse_queue(actor: Actor) -> None:
    waiting = Version.objects.for_org(actor.org).filter(render_state=Version.Render.QUEUED)
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(
            _("%(most)s versions wait for their PDF already. Freeze again once they are made.")
            % {"most": MOST_WAITING}
        )


def _own(actor: Actor, version: Version) -> bool:
    return actor.user is not None and actor.user.pk == version.frozen_by_id


def others_may_approve(actor: Actor) -> bool:
    """Whether somebody else of the organisation has the right to."""
    seats = actor.org.memberships.filter(role__gte=Role.APPROVER, user__is_active=True)
    return seats.exclude(user=actor.user).exists()


def _word(
    actor: Actor, version: Version, approved: bool, comment: str, alone: bool = False
) -> None:
    row = Approval(
        organization=actor.org,
        version=version,
        user=actor.user,
        role=str(actor.role.label),
        approved=approved,
        alone=alone,
        comment=comment[:500],
        sha256=version.sha256,
        at=timezone.now(),
    )
    row.full_clean()
    row.save()
    version.audit_note = {
        "sha256": version.sha256,
        "role": row.role,
        "comment": row.comment,
        "alone": alone,
    }


def _move(
    actor: Actor, version: Version, state: str, seen: str | None = None, **fields: Any
) -> Version:
    """Compare and set; what stands on the control page changed, so the PDF is made again.

    ``seen``: the state that it must still be in; else any from which ``state`` may follow.
    """
    fields |= {"state": state, **to_render(timezone.now())}
    may = [was for was in before(state) if seen in (None, was)]
    rows = Version.objects.for_org(actor.org).filter(pk=version.pk, state__in=may)
    if not rows.update(**fields):
        raise Conflict(_("This version is no longer in a state where that can be done. Reload."))
    for name, value in fields.items():
        setattr(version, name, value)
    return version
