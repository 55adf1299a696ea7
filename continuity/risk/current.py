"""The newest assessment, worked out again when what it rests on has changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from continuity.inventory.actions import follow_exercises
from continuity.inventory.following import behind
from continuity.inventory.models import Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization

from . import actions
from .difference import difference
from .history.moves import aged
from .load import load
from .method.assess import assess
from .method.loss import expect
from .models import Assessment
from .outlook.frequency import candidates, rates
from .picture import METHOD, findings

SMALL = 300  # options: below this it takes less than a page is allowed to


def newest(org: Organization) -> Assessment | None:
    """The last assessment kept, without what moved it; it may lag behind: see `is_behind`."""
    return Assessment.objects.for_org(org).defer("moved").order_by("-day").first()


def is_behind(org: Organization, assessment: Assessment | None, now: datetime) -> bool:
    """Whether the inventory, the method or the day has moved on; exercises age by the day.

    The inventory is as of when ``org`` was read.
    """
    if assessment is None:
        return True
    seen = (assessment.revision, assessment.method, assessment.day)
    return seen != (org.revision, METHOD, today(org, now))


def today(org: Organization, now: datetime) -> date:
    """The calendar day at the organisation's."""
    return now.astimezone(ZoneInfo(org.timezone)).date()


def refresh(org: Organization) -> Assessment | None:
    """Assess anew and keep it; None when the inventory changed meanwhile: the sweep will be back.

    The working out holds no lock; only the keeping does.
    """
    now = timezone.now()
    fresh = Organization.objects.get(pk=org.pk)
    if behind(fresh):
        follow_exercises(Actor.system(fresh))
        fresh.refresh_from_db()
    day = today(fresh, now)
    portfolio = load(fresh, day)
    done = assess(portfolio)
    losses = expect(done, rates(fresh, portfolio))
    found = findings(done, losses, candidates(fresh))
    before = _day_before(fresh, day)
    return actions.keep(
        Actor.system(fresh),
        found,
        difference(fresh, found),
        revision=fresh.revision,
        day=day,
        at=now,
        aged=aged(portfolio, before, day) if before else [],
    )


def _day_before(org: Organization, day: date) -> date | None:
    """The last day before with an assessment."""
    earlier = Assessment.objects.for_org(org).filter(day__lt=day).order_by("-day")
    return earlier.values_list("day", flat=True).first()


def current(org: Organization) -> Assessment | None:
    """The newest assessment, brought up to date first where that is quick.

    A large organisation's may lag until the next sweep; None before its first.
    """
    found = newest(org)
    if is_behind(org, found, timezone.now()) and is_small(org):
        return refresh(org) or newest(org)
    return found


def is_small(org: Organization) -> bool:
    return Option.objects.for_org(org).order_by()[: SMALL + 1].count() <= SMALL
