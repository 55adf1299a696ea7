"""The demonstration: made once, opened by anybody who may."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Organization, Role, User
from continuity.plans import actions as plans
from continuity.plans.models import Approval, Plan, Version
from continuity.providers.models import Component
from continuity.reminders.finding import due
from continuity.risk.current import refresh
from continuity.risk.models import Assessment, FunctionScore

from .demo import DATA, asking, build, history

SLUG = Organization.DEMONSTRATION
VISIT = timedelta(days=1)


def ensure_demo(today: date | None = None) -> Organization:
    """The demonstration organisation, made first if it is not there. Safe to ask for twice."""
    if found := Organization.objects.filter(is_demo=True).first():
        return found
    if not Component.objects.catalogue().exists():
        call_command("catalogue", verbosity=0)
    with transaction.atomic():
        platform = Organization.objects.platform()
        Organization.objects.select_for_update(no_key=True).get(pk=platform.pk)
        org, fresh = Organization.objects.get_or_create(
            is_demo=True, defaults={**build.organization(), "slug": _free_slug()}
        )
        if fresh:
            refresh(make_demo(Actor.system(org), today or timezone.localdate()))
            note_what_is_due(org)
    return org


@verb("demo.make", needs=Role.OWNER)
def make_demo(actor: Actor, today: date) -> Organization:
    """Fill the organisation, by the verbs that people use, as if a year had passed."""
    for person in DATA["person"]:
        user = _of_the_story(person["email"], person["name"])
        Membership.objects.get_or_create(
            user=user,
            organization=actor.org,
            defaults={"role": Role[person["role"].upper()]},
        )
    made = build.begin(actor, today)
    asking.last_year(actor.org, made)
    plan = plans.add_plan(actor, **build.plan_fields(actor, made))
    first, second = DATA["plan"]["version"]
    plan_in_force(actor.org, plan, today, first)
    build.go_on(actor, made)
    asking.running(actor.org, made)
    plan_in_force(actor.org, plan, today, second)
    past, scores = history.kept(actor.org, made, timezone.now())
    Assessment.objects.for_org(actor.org).bulk_create(past)
    FunctionScore.objects.for_org(actor.org).bulk_create(scores)
    return actor.org


def note_what_is_due(org: Organization) -> None:
    """At once, not at the next round: the first page that a visitor sees says what is due."""
    now = timezone.now()
    for work in due.due([org], now):
        due.settle(work, now)


def plan_in_force(org: Organization, plan: Plan, today: date, told: dict[str, Any]) -> None:
    """The plan frozen by its owner and approved by another on a later day, as their roles allow.

    The days are those of the story; the entries in the audit chain bear the true time.
    """
    olga, jonas = (_person(org, role) for role in (Role.OWNER, Role.APPROVER))
    plan.refresh_from_db()
    version = plans.freeze(olga, plan, note=told["note"], at=_when(today, told["frozen"], 15))
    if version is None:
        raise LookupError("the demonstration's plan is frozen already")
    plans.submit(olga, version)
    plans.approve(jonas, version, comment=told["comment"])
    if told["approved"]:
        at = _when(today, told["approved"], 10)
        Version.objects.for_org(org).filter(pk=version.pk).update(approved_at=at)
        version.approvals.update(at=at)
        Plan.objects.for_org(org).filter(pk=plan.pk).update(reviewed_on=at.date())


def _when(today: date, ago: int, hour: int) -> datetime:
    return datetime.combine(today - timedelta(days=ago), time(hour), tzinfo=UTC)


def _person(org: Organization, role: Role) -> Actor:
    seat = org.memberships.filter(role=role).select_related("user").order_by("pk").first()
    if seat is None:
        raise LookupError(f"the demonstration has no {role.label}")
    return Actor(org, seat.user, role)


@verb("demo.visit", needs=Role.OWNER)
def visit(actor: Actor) -> Membership:
    """Seat a visitor in the demonstration, with an account made for this visit alone.

    Whoever is signed in is seated so too: visitors see each other, and no real address.
    """
    if not actor.org.is_demo:
        raise PermissionDenied(_("Visitors come into the demonstration only."))
    address = f"visitor-{secrets.token_hex(8)}{User.VISITORS}"
    user = User.objects.create_user(address, name="Visitor")  # no password opens it
    seat = Membership(user=user, organization=actor.org, role=Role.APPROVER)
    seat.save()
    return seat


@verb("demo.end_visits", needs=Role.OWNER)
def end_visits(actor: Actor, now: datetime) -> Organization | None:
    """Forget visitors whose visit is over. Their entries in the chain stay.

    Who said yes or no to a plan keeps a name, but no seat.
    """
    over = User.objects.filter(
        memberships__organization=actor.org,
        email__endswith=User.VISITORS,
        date_joined__lt=now - VISIT,
    )
    gone = list(over.values_list("pk", flat=True))
    if not gone:
        return None
    Membership.objects.filter(organization=actor.org, user__in=gone).delete()
    signed = Approval.objects.for_org(actor.org).values("user")
    User.objects.filter(pk__in=gone).exclude(pk__in=signed).delete()
    actor.org.audit_note = {"visits": len(gone)}  # type: ignore[attr-defined]
    return actor.org


def _free_slug() -> str:
    """A real organisation may have had the name before it was reserved: it keeps it."""
    taken = Organization.objects.filter(slug=SLUG).exists()
    return f"{SLUG}-{secrets.token_hex(3)}" if taken else SLUG


def _of_the_story(address: str, name: str) -> User:
    """A person of the demonstration. Whoever signed up with that address is somebody else."""
    known = User.objects.filter(email=address).first()
    if known and known.password.startswith(UNUSABLE_PASSWORD_PREFIX):
        return known
    if known:
        address = address.replace("@", f"+{secrets.token_hex(3)}@", 1)
    return User.objects.create_user(address, name=name)
