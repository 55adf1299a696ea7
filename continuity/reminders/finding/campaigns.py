"""Who owes a campaign an answer, and when they are written to of it.

Everything is worked out from the answers as they are: closing a campaign, or answering, settles
what was due by that alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.campaigns.listing import progress
from continuity.campaigns.models import Answer, Campaign
from continuity.orgs.models import Membership, Organization
from continuity.reminders.actions.campaigns import STEM
from continuity.reminders.actions.outbox import short
from continuity.reminders.asking import NAMED, CampaignLetter, Run, Task
from continuity.reminders.hearers import choose
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.schedule import AHEAD, last_call, morning_of, say_at

Kind = Reminder.Kind
WHY = "one sweep serves all"
Place = tuple[Organization, str]  # and the address of a member


@dataclass(frozen=True)
class Owed:
    """What one address owes one campaign; ``asked_at``: when they were last asked."""

    campaign: Campaign
    email: str
    count: int
    asked_at: datetime


@dataclass
class Running:
    """The campaigns that run in some organisations; three queries, one if there are none."""

    campaigns: dict[int, Campaign] = field(default_factory=dict)
    owed: list[Owed] = field(default_factory=list)
    seats: dict[int, dict[str, int]] = field(default_factory=dict)  # organisation: address: role

    def knows(self, owed: Owed) -> bool:
        return owed.email in self.seats.get(owed.campaign.organization_id, {})


def asked(orgs: Sequence[Organization], now: datetime) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """``(organisation, key, fields)``: one for each person and campaign, as soon as it runs; one
    for who started it, of what nobody can answer; and one to close it."""
    found = running(orgs)
    lost = {owed.campaign.pk for owed in found.owed if not found.knows(owed)}
    for owed in found.owed:
        if found.knows(owed):
            words = _("Are your functions still right? “%(title)s”")
            page = reverse("campaigns:mine", args=[owed.campaign.organization.slug])
            yield _due(owed.campaign, short(owed.email), words, page, owed.email)
    for campaign in found.campaigns.values():
        page = campaign.get_absolute_url()
        if campaign.pk in lost:
            words = _("Find somebody who can answer: “%(title)s”")
            yield _due(campaign, "nobody", words, f"{page}?who=nobody", campaign.started_by)
        if morning_of(campaign.due_on, campaign.organization.timezone) <= now + AHEAD:
            words = _("Sign off and close “%(title)s”")
            yield _due(campaign, "close", words, page, campaign.started_by)


def letters(orgs: Sequence[Organization], now: datetime) -> list[CampaignLetter]:
    """Those whose time has come; at most seven queries, and one for each letter that says how a
    campaign has come on."""
    found = running(orgs)
    if not found.campaigns:
        return []
    calls: dict[Place, datetime] = {}
    tasks, runs = _tasks(found, _asleep(orgs, now), now, calls), _runs(found, now, calls)
    said = _said(orgs, found.campaigns.values())
    made = []
    for (org, hearer), call in calls.items():
        at = say_at(call, said.get((org.pk, hearer)), org.timezone)
        if at is not None and at <= now:
            place = (org, hearer)
            letter = CampaignLetter(org, hearer, _day(org, now), tasks.get(place, []))
            come = progress(org, runs[place]) if place in runs else {}
            letter.runs = [Run(row, come[row.pk]) for row in runs.get(place, ())]
            made.append(letter)
    _name(made)
    return made


def running(orgs: Sequence[Organization]) -> Running:
    rows = Campaign.objects.across_orgs(WHY).filter(
        organization__in=orgs, state=Campaign.State.OPEN
    )
    found = Running({row.pk: row for row in rows.select_related("organization").order_by("pk")})
    if not found.campaigns:
        return found
    owed = Answer.objects.across_orgs(WHY).filter(organization__in=orgs).owed()
    counts = owed.order_by("campaign", "asked_email").values_list("campaign", "asked_email")
    found.owed = [
        Owed(found.campaigns[campaign], email, count, asked_at)
        for campaign, email, count, asked_at in counts.annotate(n=Count("pk"), at=Max("asked_at"))
        if campaign in found.campaigns
    ]
    seats = Membership.objects.filter(
        organization__in={row.organization_id for row in found.campaigns.values()},
        user__is_active=True,
    )
    for org_id, email, role in seats.values_list("organization", "user__email", "role"):
        found.seats.setdefault(org_id, {})[email.lower()] = role
    return found


def _tasks(
    found: Running, asleep: set[tuple[int, str]], now: datetime, calls: dict[Place, datetime]
) -> dict[Place, list[Task]]:
    """What each is asked; ``calls``: the newest moment at which there was something to say."""
    tasks: dict[Place, list[Task]] = defaultdict(list)
    for owed in found.owed:
        campaign, org = owed.campaign, owed.campaign.organization
        if found.knows(owed) and (campaign.pk, owed.email) not in asleep:
            by_hand, place = campaign.reminded_at, (org, owed.email)
            call = last_call(owed.asked_at, campaign.due_on, org.timezone, now, by_hand)
            calls[place] = max(call, calls.get(place, call))
            late = campaign.due_on < _day(org, now)
            tasks[place].append(Task(campaign, owed.count, late))
    return tasks


def _runs(
    found: Running, now: datetime, calls: dict[Place, datetime]
) -> dict[Place, list[Campaign]]:
    """Campaigns whose day has come, by who started them."""
    runs: dict[Place, list[Campaign]] = defaultdict(list)
    for campaign in found.campaigns.values():
        org = campaign.organization
        come = morning_of(campaign.due_on, org.timezone)
        if come <= now:
            for hearer in choose(found.seats.get(org.pk, {}), campaign.started_by):
                calls[org, hearer] = max(come, calls.get((org, hearer), come))
                runs[org, hearer].append(campaign)
    return runs


def _due(
    campaign: Campaign, what: str, words: str, page: str, owner: str
) -> tuple[int, str, dict[str, Any]]:
    """A later day makes another occurrence."""
    return (
        campaign.organization_id,
        f"{Kind.CAMPAIGN}:{campaign.pk}:{campaign.due_on.isoformat()}:{what}",
        {
            "kind": Kind.CAMPAIGN,
            "subject": (words % {"title": campaign.title})[:200],
            "path": page,
            "due_on": campaign.due_on,
            "due_at": morning_of(campaign.due_on, campaign.organization.timezone),
            "owner_email": owner,
        },
    )


def _asleep(orgs: Sequence[Organization], now: datetime) -> set[tuple[int, str]]:
    """Campaign and address, of what was put off."""
    rows = Reminder.objects.across_orgs(WHY).filter(
        organization__in=orgs, kind=Kind.CAMPAIGN, done_at=None, snoozed_until__gt=now
    )
    found = rows.values_list("key", "owner_email")
    return {(int(key.split(":")[1]), email.lower()) for key, email in found}


def _said(
    orgs: Sequence[Organization], campaigns: Iterable[Campaign]
) -> dict[tuple[int, str], datetime]:
    """When each person was last written to."""
    since = min(row.started_at or row.created_at for row in campaigns)
    rows = Notification.objects.across_orgs(WHY).filter(
        organization__in=orgs, created_at__gte=since, key__startswith=STEM
    )
    last = rows.order_by().values_list("organization", "recipient").annotate(Max("created_at"))
    return {(org_id, recipient): at for org_id, recipient, at in last}


def _name(made: list[CampaignLetter]) -> None:
    """Which functions they are; one query."""
    places = {(t.campaign.pk, letter.hearer): t for letter in made for t in letter.tasks}
    if not places:
        return
    rows = Answer.objects.across_orgs(WHY).filter(
        campaign__in={campaign for campaign, _email in places},
        asked_email__in={email for _campaign, email in places},
    )
    told = rows.owed().order_by("-function__criticality", "function__name")
    names = ("campaign", "asked_email", "function__name", "state", "reason")
    for campaign, email, name, state, reason in told.values_list(*names):
        task = places.get((campaign, email))
        if task is None:
            continue
        if state == Answer.State.SENT_BACK:
            task.back.append((name, reason))
        if len(task.names) < NAMED:
            task.names.append(name)


def _day(org: Organization, now: datetime) -> Any:
    return now.astimezone(ZoneInfo(org.timezone)).date()
