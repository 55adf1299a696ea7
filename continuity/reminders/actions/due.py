"""What is due: told once for each occurrence; done, put off, or handed to somebody else."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.reminders.hearers import hearers_of
from continuity.reminders.letters import review_letter
from continuity.reminders.models import Reminder

from .outbox import queue, short


@verb("reminder.add")
def remind(actor: Actor, *, key: str, **fields: Any) -> Reminder | None:
    """Note that something is due, once for each ``key``; None if it is noted already."""
    if Reminder.objects.for_org(actor.org).filter(key=key).exists():
        return None
    reminder = Reminder(organization=actor.org, key=key, **fields)
    reminder.save()
    return reminder


def say_stage(org: Organization, reminder: Reminder, stage: str) -> int:
    """Queue the message of a stage to whom it concerns; how many are new."""
    subject, body = review_letter(org, reminder)
    return sum(
        queue(
            org,
            key=f"{stage_key(reminder, stage)}:{short(hearer)}",
            recipient=hearer,
            subject=subject,
            body=body,
            reminder=reminder,
        )
        for hearer in hearers_of(org, reminder.owner_email)
    )


def stage_key(reminder: Reminder, stage: str) -> str:
    """What the keys of the messages of a stage begin with; the hearer follows."""
    return f"reminder:{reminder.pk}:{stage}"


@verb("reminder.move")
def move(actor: Actor, reminder: Reminder, due_at: datetime) -> Reminder | None:
    """The same morning by another clock; None if it is done, or moved already."""
    rows = Reminder.objects.for_org(actor.org).filter(pk=reminder.pk, done_at=None)
    if not rows.exclude(due_at=due_at).update(due_at=due_at):
        return None
    reminder.due_at = due_at
    return reminder


@verb("reminder.settle")
def settle(actor: Actor, reminder: Reminder) -> Reminder | None:
    """What it asked for was done elsewhere, or is no longer asked."""
    return _close(actor, reminder)


@verb("reminder.reopen")
def reopen(actor: Actor, reminder: Reminder) -> Reminder | None:
    """What it asked for was done, and is asked again."""
    rows = Reminder.objects.for_org(actor.org).filter(pk=reminder.pk).exclude(done_at=None)
    if not rows.update(done_at=None, done_by="", snoozed_until=None):
        return None
    reminder.done_at, reminder.done_by, reminder.snoozed_until = None, "", None
    return reminder


@verb("reminder.done")
def done(actor: Actor, reminder: Reminder) -> Reminder | None:
    """Ticked off. What a page of its own answers, such as a review, is taken off by that alone."""
    if reminder.kind in Reminder.ANSWERED_ELSEWHERE:
        raise ValidationError(_("This is taken off once it is done on its own page."))
    return _close(actor, reminder)


@verb("reminder.snooze")
def snooze(actor: Actor, reminder: Reminder, until: datetime) -> Reminder:
    if until <= timezone.now():
        raise ValidationError({"until": _("That moment is over.")})
    reminder.snoozed_until = until
    reminder.save()
    return reminder


@verb("reminder.hand_over")
def hand_over(actor: Actor, reminder: Reminder, email: str) -> Reminder:
    """Give it to another member, who is told at once."""
    if reminder.kind == Reminder.Kind.CAMPAIGN:
        raise ValidationError(
            {"email": _("Open each question, and ask somebody else on its own page.")}
        )
    member = actor.org.memberships.filter(user__email__iexact=email).select_related("user").first()
    if member is None:
        raise ValidationError({"email": _("%(email)s is no member here.") % {"email": email}})
    reminder.owner_email = member.user.email
    reminder.save()
    say_stage(actor.org, reminder, f"handed-{timezone.now():%Y%m%d%H%M%S}")
    return reminder


def _close(actor: Actor, reminder: Reminder) -> Reminder | None:
    now = timezone.now()
    rows = Reminder.objects.for_org(actor.org).filter(pk=reminder.pk, done_at=None)
    if not rows.update(done_at=now, done_by=actor.label):
        return None
    reminder.done_at, reminder.done_by = now, actor.label
    return reminder
