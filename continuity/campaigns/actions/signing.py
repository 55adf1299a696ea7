"""Signing off: what an answer changed is written into the inventory, and nothing else.

The answer, the function and both entries stand or fall together.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.campaigns.comparing import ASK, Merge, merged
from continuity.campaigns.curve import money
from continuity.campaigns.models import Answer, Campaign
from continuity.campaigns.records import record
from continuity.campaigns.words import label
from continuity.core.errors import Conflict
from continuity.inventory import actions as inventory
from continuity.inventory.models import Dependency, Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role

from .campaigns import local_day

State = Answer.State
ANSWERED, INVENTORY = "answer", "inventory"  # whose word counts where the two differ
AT_ONCE = 100


@verb("answer.sign_off", needs=Role.APPROVER)
def sign_off(
    actor: Actor, answer: Answer, *, of: str = "", take: Mapping[str, str] | None = None
) -> Answer:
    """``of``: the answer that was read, by its moment. ``take``: for each field that somebody
    edited otherwise meanwhile, whether the answer counts or the inventory.

    Four eyes: who gave the answer does not sign it off, unless nobody else may.
    """
    row = _fresh(actor, answer, of)
    if _own(actor, row) and others_may_sign(actor):
        raise ValidationError(_("You gave this answer yourself: somebody else signs it off."))
    function = Function.objects.for_org(actor.org).filter(pk=row.function_id).first()
    if function is None:
        raise ValidationError(
            _("“%(name)s” was removed from the inventory. Bring it back first.") % {"name": row}
        )
    written = _apply(actor, row, function, take or {})
    row.state, row.signed_at, row.signed_by = State.SIGNED, timezone.now(), actor.label
    row.save()
    row.audit_note = {"written": ", ".join(written), "answered_by": row.answered_by}
    return row


@verb("answer.send_back", needs=Role.APPROVER)
def send_back(actor: Actor, answer: Answer, reason: str, *, of: str = "") -> Answer:
    """Ask again, saying why; what was typed is still there."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that they know what to change.")})
    row = _fresh(actor, answer, of)
    row.state, row.reason, row.asked_at = State.SENT_BACK, reason.strip(), timezone.now()
    row.save()
    return row


def sign_off_unchanged(actor: Actor, campaign: Campaign) -> tuple[int, int]:
    """Sign off those that confirm all as it stands, a hundred at once: how many were, and how
    many were not because somebody else must, or the function is gone."""
    rows = Answer.objects.for_org(actor.org).filter(
        campaign=campaign, state=State.ANSWERED, unchanged=True
    )
    signed = refused = 0
    for row in rows.order_by("pk")[:AT_ONCE]:
        try:
            sign_off(actor, row)
            signed += 1
        except ValidationError:
            refused += 1
    return signed, refused


def others_may_sign(actor: Actor) -> bool:
    seats = actor.org.memberships.filter(role__gte=Role.APPROVER, user__is_active=True)
    return seats.exclude(user=actor.user).exists()


def _own(actor: Actor, row: Answer) -> bool:
    return actor.user is not None and row.answered_by.lower() == actor.user.email.lower()


def _fresh(actor: Actor, answer: Answer, of: str) -> Answer:
    """The answer as it is now; the verb holds the lock."""
    rows = Answer.objects.for_org(actor.org).select_related("campaign", "function")
    row = rows.get(pk=answer.pk)
    if row.campaign.state != Campaign.State.OPEN:
        raise Conflict(_("This campaign is closed. Open it again to sign off."))
    read = row.answered_at.isoformat() if row.answered_at else ""
    if row.state != State.ANSWERED or of not in ("", read):
        raise Conflict(_("The answer is another by now. Reload, and read it again."))
    return row


def _apply(actor: Actor, row: Answer, function: Function, take: Mapping[str, str]) -> list[str]:
    """Write what the answer changed and nobody else did, and the day on which it was given."""
    steps = [step for step in merged(row.seen, row.said, record(function)) if not step.done]
    chosen = {field for field, whose in take.items() if whose in (ANSWERED, INVENTORY)}
    unsettled = [step for step in steps if step.conflict and step.change.field not in chosen]
    if unsettled:
        raise ValidationError(
            _("Edited in the inventory since: %(fields)s. Choose what counts.")
            % {"fields": ", ".join(str(label(s.change, row.said)) for s in unsettled)}
        )
    wanted = [s for s in steps if not s.conflict or take[s.change.field] == ANSWERED]
    for step in wanted:
        if step.change.field.startswith(ASK):
            _remove(actor, function, step)
    fields = {s.change.field: s.change.after for s in wanted if not s.change.field.startswith(ASK)}
    day = local_day(actor.org, row.answered_at or timezone.now())
    day = max(day, function.assessed_on or day)  # who looked at it later is not overruled
    inventory.edit_function(actor, function, assessed_on=day, **_as_typed(actor, fields))
    return [step.change.field for step in wanted]


def _remove(actor: Actor, function: Function, step: Merge) -> None:
    key = step.change.field.removeprefix(ASK)
    rows = Dependency.objects.for_org(actor.org).filter(function=function, key=key)
    for dependency in rows:
        inventory.remove_dependency(actor, dependency)


def _as_typed(actor: Actor, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a record as the inventory has them."""
    found = dict(fields)
    if "owner" in found:
        found["owner_email"] = found.pop("owner")
    if "minimum_capacity" in found:
        found["minimum_capacity"] = Decimal(str(found["minimum_capacity"]))
    if "impact" in found:
        found["impact"] = [
            {**step, "cost_per_hour": f"{money(step['cost_per_hour']):f}"}
            for step in found["impact"]
        ]
    if "depends_on" in found:
        rows = Function.objects.for_org(actor.org).filter(key__in=found["depends_on"])
        found["depends_on"] = list(rows)
    return found
