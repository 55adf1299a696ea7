"""The demonstration: made once, opened by anybody who may."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Organization, Role, User
from continuity.plans import actions as plans
from continuity.plans.models import Plan, Version
from continuity.providers.models import Component
from continuity.risk.current import refresh
from continuity.risk.method.scores import band
from continuity.risk.models import Assessment
from continuity.risk.picture import METHOD

from .demo import DATA, build, history

SLUG = "harbour-mutual"


def ensure_demo(today: date | None = None) -> Organization:
    """The demonstration organisation, made first if it is not there. Safe to ask for twice."""
    if found := Organization.objects.filter(slug=SLUG).first():
        return found
    if not Component.objects.catalogue().exists():
        call_command("catalogue", verbosity=0)
    with transaction.atomic():
        platform = Organization.objects.platform()
        Organization.objects.select_for_update(no_key=True).get(pk=platform.pk)
        org, fresh = Organization.objects.get_or_create(
            slug=SLUG, defaults={**build.organization(), "is_demo": True}
        )
        if fresh:
            refresh(make_demo(Actor.system(org), today or timezone.localdate()))
    return org


@verb("demo.make", needs=Role.OWNER)
def make_demo(actor: Actor, today: date) -> Organization:
    """Fill the organisation, by the verbs that people use, as if a year had passed."""
    for person in DATA["person"]:
        user = User.objects.filter(email=person["email"]).first()
        user = user or User.objects.create_user(person["email"], name=person["name"])
        Membership.objects.get_or_create(
            user=user,
            organization=actor.org,
            defaults={"role": Role[person["role"].upper()]},
        )
    made = build.begin(actor, today)
    plan = plans.add_plan(actor, **build.plan_fields(actor, made))
    first, second = DATA["plan"]["version"]
    plan_in_force(actor.org, plan, today, first)
    build.go_on(actor, made)
    plan_in_force(actor.org, plan, today, second)
    Assessment.objects.for_org(actor.org).bulk_create(
        Assessment(
            organization=actor.org,
            day=day,
            at=timezone.now(),
            revision=0,
            score=f"{found.score:.4f}",
            method=METHOD,
            summary={"band": str(band(found.score)), "functions": len(found.functions)},
        )
        for day, found in history.past(actor.org, made)
    )
    return actor.org


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
def visit(actor: Actor, user: User | None) -> Membership:
    """Seat a visitor in the demonstration; one without an account gets one for this visit."""
    if user is None:
        address = f"visitor-{secrets.token_hex(8)}@visitor.invalid"
        user = User.objects.create_user(address, name="Visitor")  # no password opens it
    seat, _fresh = Membership.objects.get_or_create(
        user=user, organization=actor.org, defaults={"role": Role.APPROVER}
    )
    return seat
