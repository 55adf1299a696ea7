"""An outage against the plans: runbooks proposed, owners told, once of each thing there is to tell.

Every verb is one transaction: the proposal, the reminder and the message stand or fall together.
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.providers.feeds import State
from continuity.providers.models import Outage
from continuity.reminders.hearers import grouped
from continuity.reminders.hits import Ask, Hit, hits
from continuity.reminders.letters import missed_letter, outage_letter, over_letter, worse_letter
from continuity.reminders.models import Aftermath, Reminder
from continuity.runbooks.actions import propose

from .outbox import queue, short

OVER = ":over"  # ends the key of a message that says so
WHY = "an outage is everybody's"


@verb("outage.answer")
def answer_outage(actor: Actor, outage: Outage) -> Outage | None:
    """Propose the runbooks that it calls for, and tell each owner of functions that feel it.

    Each function is told of once; one that comes to feel it later is told of then. None if
    nobody here feels it, or all of it was done before.
    """
    felt = _untold(actor, outage)
    for hit in felt:
        for ask in hit.asks:
            for runbook in ask.runbooks:
                propose(actor, runbook, outage, _reason(hit, ask))
    return _told(
        outage,
        [hearer for hearer, theirs in _owners(actor, felt) if _tell(actor, outage, hearer, theirs)],
    )


@verb("outage.worse")
def tell_it_is_worse(actor: Actor, outage: Outage) -> Outage | None:
    """Tell who was told of it that it is worse than they know, or that it comes and goes.

    Once for each level, upwards only; also who had ticked it off meanwhile.
    """
    felt = {hit.function.pk: hit for hit in hits(actor.org, outage)}
    rows = _reminders(actor, outage).prefetch_related("functions").order_by("pk")
    behind = [row for row in rows if is_behind(row, outage)]
    told = []
    for hearer, theirs in grouped(actor.org, [(r.owner_email, "", r) for r in behind]).items():
        functions = {function.pk for row in theirs for function in row.functions.all()}
        still = [hit for pk, hit in felt.items() if pk in functions]
        subject, body = worse_letter(actor.org, outage, still, theirs[0].level, timezone.now())
        raised = any(row.level != outage.state for row in theirs)
        if queue(
            actor.org,
            key=f"{_key(actor, outage, hearer)}:{outage.state if raised else 'unstable'}",
            recipient=hearer,
            subject=subject,
            body=body,
            reminder=theirs[0],
        ):
            told.append(hearer)
    for row in behind:
        row.level, row.unstable = outage.state, comes_and_goes(outage)
        row.save()
    return _told(outage, told)


@verb("outage.over")
def tell_it_is_over(actor: Actor, outage: Outage) -> Outage | None:
    """Tell the same people that it is over, once, and take it off what is due.

    Also who had ticked it off meanwhile; of who left meanwhile, those who stand in for them.
    """
    rows = _reminders(actor, outage)
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
    return _told(outage, told)


@verb("outage.missed")
def tell_it_was_down(actor: Actor, outage: Outage) -> Outage | None:
    """Tell who was never told of it that it began and ended: there is nothing left to do."""
    told = []
    for hearer, theirs in _owners(actor, _untold(actor, outage)):
        subject, body = missed_letter(actor.org, outage, theirs)
        key = f"{_key(actor, outage, hearer)}{OVER}"
        done = {"done_at": timezone.now(), "done_by": actor.label}
        row = _note(actor, outage, hearer, theirs, subject=subject, **done)
        if queue(actor.org, key=key, recipient=hearer, subject=subject, body=body, reminder=row):
            told.append(hearer)
    return _told(outage, told)


def leave_behind(outages: Iterable[Outage]) -> None:
    """Note that everybody whom these hit was told. Bookkeeping, so it leaves no entry."""
    rows = [Aftermath(organization=o.organization, outage=o) for o in outages]
    if rows:
        Aftermath.objects.across_orgs(WHY).bulk_create(rows, ignore_conflicts=True)


def comes_and_goes(outage: Outage) -> bool:
    return outage.evidence.get("unstable") is True


def is_behind(row: Reminder, outage: Outage) -> bool:
    """Whether the outage is worse than the owner of the reminder was told."""
    if comes_and_goes(outage) and not row.unstable:
        return True
    return bool(row.level) and State(row.level).rank < State(outage.state).rank


def _reminders(actor: Actor, outage: Outage) -> Any:
    return Reminder.objects.for_org(actor.org).filter(kind=Reminder.Kind.OUTAGE, outage=outage)


def _untold(actor: Actor, outage: Outage) -> list[Hit]:
    """Functions that feel it, of which nobody was told yet."""
    known = set(_reminders(actor, outage).values_list("functions", flat=True))
    return [hit for hit in hits(actor.org, outage) if hit.function.pk not in known]


def _owners(actor: Actor, felt: list[Hit]) -> Iterable[tuple[str, list[Hit]]]:
    """Who hears, beside what they hear of: an address that is nobody's here hears nothing."""
    owned = [(h.function.owner_email, h.function.deputy_email, h) for h in felt]
    return grouped(actor.org, owned).items()


def _key(actor: Actor, outage: Outage, hearer: str) -> str:
    return f"outage:{outage.pk}:{actor.org.pk}:{short(hearer)}"


def _tell(actor: Actor, outage: Outage, hearer: str, theirs: list[Hit]) -> bool:
    subject, body = outage_letter(actor.org, outage, theirs, timezone.now())
    row = _note(actor, outage, hearer, theirs, subject=subject)
    return queue(actor.org, key=row.key, recipient=hearer, subject=subject, body=body, reminder=row)


def _note(
    actor: Actor, outage: Outage, hearer: str, theirs: list[Hit], *, subject: str, **more: Any
) -> Reminder:
    """One reminder for each telling: the first has the bare key, later ones name a function."""
    key = _key(actor, outage, hearer)
    if _reminders(actor, outage).filter(key=key).exists():
        key = f"{key}:and-{min(hit.function.pk for hit in theirs)}"
    row = Reminder(
        organization=actor.org,
        kind=Reminder.Kind.OUTAGE,
        key=key,
        subject=subject[:200],
        path=theirs[0].path(actor.org),
        due_at=min(hit.rto_at for hit in theirs),
        owner_email=hearer,
        outage=outage,
        level=outage.state,
        unstable=comes_and_goes(outage),
        **more,
    )
    row.save()
    row.functions.set([hit.function for hit in theirs])
    return row


def _told(outage: Outage, hearers: list[str]) -> Outage | None:
    if not hearers:
        return None
    outage.audit_note = {"told": ", ".join(hearers)}  # type: ignore[attr-defined]
    return outage


def _reason(hit: Hit, ask: Ask) -> str:
    facts = {"function": hit.function.name, "carriers": ", ".join(ask.carriers)}
    if ask.carriers:
        return _("%(function)s moves to %(carriers)s") % facts
    return _("%(function)s has nothing that carries it") % facts
