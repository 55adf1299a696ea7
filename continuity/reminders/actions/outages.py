"""An outage against the plans: runbooks proposed, owners told, once; and told that it is over."""

from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.providers.models import Outage
from continuity.reminders.hearers import grouped
from continuity.reminders.hits import Ask, Hit, hits
from continuity.reminders.letters import outage_letter, over_letter
from continuity.reminders.models import Reminder
from continuity.runbooks.actions import propose

from .outbox import queue, short

OVER = ":over"  # ends the key of a message that says so


@verb("outage.answer")
def answer_outage(actor: Actor, outage: Outage) -> Outage | None:
    """Propose the runbooks that it calls for, and tell each owner of functions that feel it.

    All in one transaction: the proposal, the reminder and the message stand or fall together.
    None if nobody here feels it, or all of it was done before.
    """
    felt = hits(actor.org, outage)
    for hit in felt:
        for ask in hit.asks:
            for runbook in ask.runbooks:
                propose(actor, runbook, outage, _reason(hit, ask))
    owned = [(h.function.owner_email, h.function.deputy_email, h) for h in felt]
    told = [
        hearer
        for hearer, theirs in grouped(actor.org, owned).items()
        if _tell(actor, outage, hearer, theirs)
    ]
    if not told:
        return None
    outage.audit_note = {"told": ", ".join(told)}  # type: ignore[attr-defined]
    return outage


@verb("outage.over")
def tell_it_is_over(actor: Actor, outage: Outage) -> Outage | None:
    """Tell the same people that it is over, once, and take it off what is due.

    Also who had ticked it off meanwhile; of who left meanwhile, those who stand in for them.
    """
    rows = Reminder.objects.for_org(actor.org).filter(kind=Reminder.Kind.OUTAGE, outage=outage)
    subject, body = over_letter(actor.org, outage)
    owned = [(row.owner_email, "", row) for row in rows.order_by("pk")]
    told = [
        hearer
        for hearer, theirs in grouped(actor.org, owned).items()
        if queue(
            actor.org,
            key=f"{_key(actor, outage, hearer)}{OVER}",
            recipient=hearer,
            subject=subject,
            body=body,
            reminder=theirs[0],
        )
    ]
    rows.filter(done_at=None).update(done_at=timezone.now(), done_by=actor.label)
    if not told:
        return None
    outage.audit_note = {"told": ", ".join(told)}  # type: ignore[attr-defined]
    return outage


def _key(actor: Actor, outage: Outage, hearer: str) -> str:
    return f"outage:{outage.pk}:{actor.org.pk}:{short(hearer)}"


def _tell(actor: Actor, outage: Outage, hearer: str, theirs: list[Hit]) -> bool:
    key = _key(actor, outage, hearer)
    if Reminder.objects.for_org(actor.org).filter(key=key).exists():
        return False
    now = timezone.now()
    subject, body = outage_letter(actor.org, outage, theirs, now)
    reminder = Reminder(
        organization=actor.org,
        kind=Reminder.Kind.OUTAGE,
        key=key,
        subject=subject[:200],
        path=theirs[0].path(actor.org),
        due_at=min(hit.rto_at for hit in theirs),
        owner_email=hearer,
        outage=outage,
    )
    reminder.save()
    return queue(
        actor.org, key=key, recipient=hearer, subject=subject, body=body, reminder=reminder
    )


def _reason(hit: Hit, ask: Ask) -> str:
    facts = {"function": hit.function.name, "carriers": ", ".join(ask.carriers)}
    if ask.carriers:
        return _("%(function)s moves to %(carriers)s") % facts
    return _("%(function)s has nothing that carries it") % facts
