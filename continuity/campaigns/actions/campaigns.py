"""Campaigns: drafted, started with a question for each function, closed."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.campaigns.choosing import chosen
from continuity.campaigns.models import Answer, Campaign
from continuity.campaigns.records import records
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization

State = Campaign.State
LONGEST = timedelta(days=731)


@verb("campaign.add")
def add_campaign(actor: Actor, **fields: Any) -> Campaign:
    campaign = Campaign(organization=actor.org, **fields)
    _check(campaign)
    campaign.save()
    return campaign


@verb("campaign.edit")
def edit_campaign(actor: Actor, campaign: Campaign, **fields: Any) -> Campaign | None:
    """None if nothing differs. Once it runs, only its day and its note may still change."""
    if campaign.state not in (State.DRAFT, State.OPEN):
        raise Conflict(_("This campaign is over: nothing of it changes any more."))
    if campaign.state == State.OPEN:
        fields = {name: fields[name] for name in ("due_on", "note") if name in fields}
    for name, value in fields.items():
        setattr(campaign, name, value)
    if not campaign.changes():
        return None
    _check(campaign)
    campaign.save()
    return campaign


@verb("campaign.start")
def start(actor: Actor, campaign: Campaign) -> Campaign:
    """Ask for every function that it is about, as each reads now. Who owns none is not asked."""
    now = timezone.now()
    _refuse_day(campaign.due_on, local_day(actor.org, now))
    rows = list(chosen(actor.org, campaign.scope, local_day(actor.org, now)).order_by("pk"))
    if not rows:
        raise ValidationError(_("There is no function to ask about: choose others."))
    _move(actor, campaign, State.DRAFT, State.OPEN, started_at=now, started_by=actor.label)
    reads = records(actor.org, rows)
    Answer.objects.for_org(actor.org).bulk_create(
        [
            Answer(
                organization=actor.org,
                campaign=campaign,
                function=row,
                asked_email=row.owner_email.lower(),
                asked_at=now,
                was=reads[row.pk],
            )
            for row in rows
        ],
        batch_size=1000,
    )
    people = {row.owner_email.lower() for row in rows} - {""}
    campaign.audit_note = {"functions": len(rows), "people": len(people)}
    return campaign


@verb("campaign.close")
def close(actor: Actor, campaign: Campaign) -> Campaign:
    """Nobody is asked any more; what was not answered stays so."""
    fields = {"closed_at": timezone.now(), "closed_by": actor.label}
    return _move(actor, campaign, State.OPEN, State.CLOSED, **fields)


@verb("campaign.reopen")
def reopen(actor: Actor, campaign: Campaign) -> Campaign:
    return _move(actor, campaign, State.CLOSED, State.OPEN, closed_at=None, closed_by="")


@verb("campaign.drop")
def drop(actor: Actor, campaign: Campaign) -> Campaign:
    """A draft that nobody was asked in."""
    return _move(actor, campaign, State.DRAFT, State.DROPPED)


@verb("campaign.restore")
def restore(actor: Actor, campaign: Campaign) -> Campaign:
    return _move(actor, campaign, State.DROPPED, State.DRAFT)


@verb("campaign.remind")
def remind_all(actor: Actor, campaign: Campaign) -> Campaign:
    """Whoever still owes an answer is written to once more; at most once a day."""
    now = timezone.now()
    if campaign.state != State.OPEN:
        raise Conflict(_("This campaign is not running: nobody owes it an answer."))
    last = campaign.reminded_at or campaign.started_at
    if last and local_day(actor.org, last) == local_day(actor.org, now):
        raise ValidationError(_("They were written to today already. Remind them tomorrow."))
    campaign.reminded_at = now
    campaign.save()
    return campaign


def local_day(org: Organization, moment: datetime) -> date:
    """The day it is where they are."""
    return moment.astimezone(ZoneInfo(org.timezone)).date()


def _check(campaign: Campaign) -> None:
    if "due_on" in campaign.changes():
        _refuse_day(campaign.due_on, local_day(campaign.organization, timezone.now()))
    campaign.full_clean()


def _refuse_day(due_on: date | None, today: date) -> None:
    if due_on is not None and due_on < today:
        raise ValidationError({"due_on": _("That day is over: choose today or a later one.")})
    if due_on is not None and due_on > today + LONGEST:
        raise ValidationError({"due_on": _("That is more than two years away.")})


def _move(actor: Actor, campaign: Campaign, was: str, state: str, **fields: Any) -> Campaign:
    """Compare and set: from ``was`` and from nothing else."""
    fields |= {"state": state}
    rows = Campaign.objects.for_org(actor.org).filter(pk=campaign.pk, state=was)
    if not rows.update(**fields):
        raise Conflict(_("Somebody was faster: the campaign is no longer as you saw it. Reload."))
    for name, value in fields.items():
        setattr(campaign, name, value)
    return campaign
