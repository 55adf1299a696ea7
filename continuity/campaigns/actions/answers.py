"""Answers: kept as they are typed, given, taken back, and handed to somebody else.

Whoever is asked may answer with the least of roles: being asked is what gives the right.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.campaigns.comparing import as_said, changes
from continuity.campaigns.lifecycle import OWED
from continuity.campaigns.models import Answer, Campaign
from continuity.campaigns.records import record
from continuity.core.durations import spell
from continuity.core.errors import Conflict
from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role

State = Answer.State


@verb("answer.begin", needs=Role.VIEWER)
def keep(actor: Actor, answer: Answer, typed: Mapping[str, Any]) -> Answer | None:
    """Keep what was typed, by form field, valid or not; None as a value: as it stands.

    The first word of an answer is an entry. The rest is a draft that nobody has decided on yet.
    """
    row = _fresh(actor, answer, *OWED)
    row.draft = {name: was for name, was in {**row.draft, **typed}.items() if was is not None}
    row.kept_at = timezone.now()
    begun = row.state == State.ASKED
    if begun:
        row.state = State.BEGUN
    row.save()
    answer.draft, answer.kept_at, answer.state = row.draft, row.kept_at, row.state
    return row if begun else None


@verb("answer.send", needs=Role.VIEWER)
def send(
    actor: Actor,
    answer: Answer,
    *,
    says: Mapping[str, Any],
    costs: Mapping[int, Decimal] | None = None,
    gone: Collection[str] = (),
    remark: str = "",
) -> Answer:
    """``says``: fields of the record; what it leaves out is as it stands. ``gone``: keys of AI
    dependencies that are none any more. With nothing said, all of it is confirmed."""
    row = _fresh(actor, answer, *OWED)
    seen = record(_function(actor, row))
    said = as_said(seen, says, costs or {}, gone)
    if said["rto_minutes"] > said["mtpd_minutes"]:
        raise ValidationError(
            _("The RTO of %(rto)s is longer than the MTPD of %(mtpd)s: shorten the one.")
            % {"rto": spell(said["rto_minutes"]), "mtpd": spell(said["mtpd_minutes"])}
        )
    row.seen, row.said, row.remark, row.reason = seen, said, remark.strip(), ""
    row.unchanged = not row.remark and not changes(seen, said)
    row.state, row.answered_at, row.answered_by = State.ANSWERED, timezone.now(), actor.label
    row.save()
    return row


@verb("answer.take_back", needs=Role.VIEWER)
def take_back(actor: Actor, answer: Answer) -> Answer:
    """Change one's mind, as long as nobody has signed it off."""
    row = _fresh(actor, answer, State.ANSWERED)
    row.state = State.BEGUN
    row.save()
    return row


@verb("answer.hand_over", needs=Role.VIEWER)
def hand_over(actor: Actor, answer: Answer, email: str) -> Answer:
    """Ask another member instead, who is told."""
    seats = actor.org.memberships.filter(user__email__iexact=email).select_related("user")
    member = seats.first()
    if member is None:
        raise ValidationError({"email": _("%(email)s is no member here.") % {"email": email}})
    row = _fresh(actor, answer, *OWED)
    row.asked_email, row.asked_at = member.user.email.lower(), timezone.now()
    row.save()
    return row


def _fresh(actor: Actor, answer: Answer, *states: str) -> Answer:
    """The answer as it is now, if it is in one of ``states``; the verb holds the lock."""
    rows = Answer.objects.for_org(actor.org).select_related("campaign", "function")
    row = rows.get(pk=answer.pk)
    if not row.may_be_answered_by(actor):
        raise PermissionDenied(_("Somebody else is asked about this function."))
    if row.campaign.state != Campaign.State.OPEN:
        raise Conflict(_("This campaign is closed: nobody is asked any more."))
    if row.state not in states:
        raise Conflict(
            _("Its state is “%(state)s” by now. Reload.") % {"state": row.get_state_display()}
        )
    return row


def _function(actor: Actor, row: Answer) -> Function:
    function = Function.objects.for_org(actor.org).filter(pk=row.function_id).first()
    if function is None:
        raise ValidationError(_("“%(name)s” was removed from the inventory.") % {"name": row})
    return function
