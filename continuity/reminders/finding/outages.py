"""Outages with news in them, and the organisations that have to hear it.

What a round costs while nothing changes does not depend on how many organisations there are: what
was answered is noted with the outage, and who was assessed anew since is found by an index.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from continuity.audit.models import Event
from continuity.orgs.models import Membership, Organization
from continuity.plans.models import Plan
from continuity.providers.feeds import State
from continuity.providers.finding.states import beneath
from continuity.providers.models import Outage
from continuity.reminders.composing import Composed, Ground, compose
from continuity.reminders.falls import comes_and_goes
from continuity.reminders.finding.ahead import in_windows
from continuity.reminders.models import Answered, Reminder
from continuity.reminders.outage_letters import one_language
from continuity.risk.finding.hits import felt
from continuity.risk.models import Assessment, Gap
from continuity.runbooks.models import Activation

WHY = "one sweep serves all"
RECENT = timedelta(days=7)  # an outage that ended longer ago is answered by nobody any more
SLACK = timedelta(minutes=5)  # an assessment is kept so long after the moment that it is of
SOME = 2500  # organisations in one transaction


@dataclass
class Round:
    """``news``: outages that are other than they were answered; ``living``: all that may be told
    of; ``orgs``: who has to hear, by primary key."""

    living: list[Outage]
    news: list[Outage]
    orgs: list[int]
    again: bool  # some were assessed anew, though no outage changed

    def __bool__(self) -> bool:
        return bool(self.news or self.again)


def look(now: datetime) -> Round:
    """Two queries while nothing changes; one more while one is open that was old news."""
    living = _alarming(_living(now))
    news = [outage for outage in living if _is_news(outage)]
    if news and (planned := in_windows(now)):
        news = [outage for outage in news if outage.component_id not in planned]
        living = [outage for outage in living if outage.component_id not in planned]
    still = [outage for outage in living if outage not in news and outage.ended_at is None]
    since = min((outage.answered.at for outage in still), default=None)  # type: ignore[attr-defined]
    assessed = _assessed(since - SLACK) if since else set()
    fresh = {pk for pk in assessed if pk} if still else set()
    orgs = _hit_by(news) | _waiting(news) | fresh
    return Round(living, news, sorted(orgs), bool(fresh))


def _living(now: datetime) -> list[Outage]:
    answered = Answered.objects.across_orgs(WHY)
    over = answered.filter(outage=OuterRef("pk"), is_over=True)
    waited = answered.filter(is_over=False).values("outage")
    rows = Outage.objects.across_orgs("an outage is everybody's").observed()
    rows = rows.filter(
        Q(ended_at=None) | Q(ended_at__gte=now - RECENT) & ~Exists(over) | Q(pk__in=waited)
    )
    return list(rows.select_related("component__provider", "answered").order_by("pk"))


def _is_news(outage: Outage) -> bool:
    told = getattr(outage, "answered", None)
    if told is None:
        return True
    if outage.ended_at is not None:
        return not told.end_seen
    return (
        State(told.level).rank < State(outage.state).rank
        or (comes_and_goes(outage) and not told.unstable)
        or (told.suspected and not outage.suspected)
    )


def _assessed(since: datetime) -> set[int]:
    rows = Assessment.objects.across_orgs(WHY).filter(at__gte=since)
    return set(rows.values_list("organization", flat=True))


def _hit_by(outages: Iterable[Outage]) -> set[int]:
    """Everybody with a function that feels one; of one's own outage, only oneself."""
    rows = list(outages)
    if not rows:
        return set()
    shared = [o.component_id for o in rows if o.organization_id is None]
    gaps = Gap.objects.across_orgs(WHY).filter(component__in=shared).exclude(verdict="unaffected")
    own = {o.organization_id for o in rows if o.organization_id is not None}
    return own | set(gaps.order_by().values_list("organization", flat=True).distinct())


def _waiting(outages: Iterable[Outage]) -> set[int]:
    """Everybody who was told of one of these and waits to hear that it is over; and who waits
    though that is over, for what fell with it, which may be one of these too."""
    pks = [outage.pk for outage in outages]
    if not pks:
        return set()
    rows = Reminder.objects.across_orgs(WHY).filter(
        Q(outage__in=pks) | Q(cause__in=pks) | Q(outage__ended_at__isnull=False),
        kind=Reminder.Kind.OUTAGE,
        over_at=None,
    )
    return set(rows.values_list("organization", flat=True))


def _alarming(outages: Iterable[Outage]) -> list[Outage]:
    """Without what was old news when it was first seen, and has not become worse since."""
    rows = list(outages)
    old = [row for row in rows if row.evidence.get("alert") is False]
    quiet = {row.pk for row in old} - _worsened(old)
    return [row for row in rows if row.pk not in quiet]


def _worsened(outages: list[Outage]) -> set[int]:
    """Those that became worse after they were opened: the chain remembers it."""
    if not outages:
        return set()
    targets = {f"{outage._meta.label}:{outage.pk}": outage.pk for outage in outages}
    entries = Event.objects.across_orgs(WHY).filter(
        verb="outage.worsen",
        target__in=targets,
        at__gte=min(outage.started_at for outage in outages),
    )
    return {targets[target] for target in entries.values_list("target", flat=True)}


def chunks(orgs: Sequence[int], size: int = SOME) -> list[Sequence[int]]:
    return [orgs[first : first + size] for first in range(0, len(orgs), size)]


def organisations(orgs: Sequence[int]) -> list[Organization]:
    return list(Organization.objects.filter(pk__among=set(orgs)).order_by("pk"))


def ground(orgs: Collection[int], found: Round) -> Ground:
    """What is to be known of some organisations; a fixed number of queries."""
    outages = {outage.pk: outage for outage in found.living}
    rows = list(
        Reminder.objects.across_orgs(WHY)
        .filter(
            Q(outage__in=list(outages)) | Q(cause__in=list(outages)),
            organization__among=orgs,
            kind=Reminder.Kind.OUTAGE,
        )
        .order_by("pk")
    )
    told = {pk for row in rows for pk in (row.outage_id, row.cause_id) if pk}
    missing = told - outages.keys()
    causes = Outage.objects.across_orgs(WHY).select_related("component__provider")
    fresh = {outage.pk for outage in found.news if outage.ended_at is not None}
    return Ground(
        outages=outages,
        causes=causes.in_bulk(missing) if missing else {},
        fresh=fresh,
        felt=felt(orgs, found.living),
        below=beneath(orgs),
        reminders=_by_org(rows),
        told=_told(rows),
        members=_members(orgs),
        proposed=_proposed(orgs, outages),
        plans=_plans(orgs),
    )


def composing(found: Round, now: datetime, compose_one: Any = compose) -> Any:
    """For the verb: from the organisations that it holds to what there is to tell in them."""

    def tell(orgs: Sequence[Organization]) -> list[Composed]:
        read = ground({org.id for org in orgs}, found)
        with one_language():
            return [done for org in orgs if (done := compose_one(org, read, now))]

    return tell


def _by_org(rows: Iterable[Reminder]) -> dict[int, list[Reminder]]:
    found: dict[int, list[Reminder]] = defaultdict(list)
    for row in rows:
        found[row.organization_id].append(row)
    return found


def _told(rows: Sequence[Reminder]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    link = Reminder.functions.through
    if rows:
        links = link.objects.filter(reminder__among={row.pk for row in rows})
        for reminder, function in links.values_list("reminder", "function"):
            found[reminder].add(function)
    return found


def _members(orgs: Collection[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    seats = Membership.objects.filter(organization__among=orgs, user__is_active=True)
    for org, email, role in seats.values_list("organization", "user__email", "role"):
        found[org][email.lower()] = role
    return found


def _proposed(orgs: Collection[int], outages: Iterable[int]) -> set[tuple[int, int]]:
    rows = Activation.objects.across_orgs(WHY).filter(
        organization__among=orgs, outage__in=list(outages)
    )
    return set(rows.values_list("runbook", "outage"))


def _plans(orgs: Collection[int]) -> dict[int, list[tuple[str, set[int]]]]:
    rows = Plan.objects.across_orgs(WHY).filter(organization__among=orgs, removed_at=None)
    titles = {
        pk: (org, title) for pk, org, title in rows.values_list("pk", "organization", "title")
    }
    held: dict[int, set[int]] = defaultdict(set)
    links = Plan.functions.through.objects.filter(plan__organization__among=orgs)
    for plan, function in links.values_list("plan", "function"):
        held[plan].add(function)
    found: dict[int, list[tuple[str, set[int]]]] = defaultdict(list)
    for pk, (org, title) in sorted(titles.items(), key=lambda item: item[1][1]):
        found[org].append((title, held[pk]))
    return found
