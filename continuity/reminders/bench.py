"""How fast one outage reaches ten thousand organisations, and what a quiet round costs."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from continuity.audit.chain import verify_org
from continuity.audit.models import Event
from continuity.core.bench import Line, best_ms, throwaway_database
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Membership, Organization, Role, User
from continuity.plans.models import Plan
from continuity.providers.models import Component, Outage, Provider
from continuity.risk.models import Assessment, Gap
from continuity.runbooks.models import Runbook

from .models import Notification
from .tasks import answer_outages

ORGANISATIONS = 10_000
CROWDS = (1, 1_000, 100_000)
WHY = "a database that is thrown away"
BATCH = 5_000


def fill(count: int, first: int = 0) -> Component:
    """Organisations of one function on one component, with a fallback, a runbook and a plan."""
    seller, _new = Provider.objects.catalogue().get_or_create(slug="bench", name="Bench")
    part, _new = Component.objects.catalogue().get_or_create(
        provider=seller, key="bench", name="Bench API", state="operational"
    )
    numbers = range(first, first + count)
    orgs = Organization.objects.bulk_create(
        (Organization(name=f"Org {n}", slug=f"org-{n}") for n in numbers), BATCH
    )
    users = User.objects.bulk_create((User(email=f"owner-{n}@example.org") for n in numbers), BATCH)
    pairs = list(zip(orgs, users, strict=True))
    Membership.objects.bulk_create(
        (Membership(user=user, organization=org, role=Role.OWNER) for org, user in pairs), BATCH
    )
    functions = _make(
        Function,
        [
            {
                "organization": org,
                "key": "claims",
                "name": "Claims",
                "criticality": 5,
                "rto_minutes": 240,
                "mtpd_minutes": 1440,
                "minimum_capacity": "0.5",
                "owner_email": user.email,
            }
            for org, user in pairs
        ],
    )
    books = _make(Runbook, [{"organization": o, "key": "hand", "title": "By hand"} for o in orgs])
    asks = _make(
        Dependency,
        [
            {"organization": f.organization, "function": f, "key": "a", "name": "A"}
            for f in functions
        ],
    )
    options = _make(
        Option,
        [
            {
                "organization": ask.organization,
                "dependency": ask,
                "key": f"o{place}",
                "name": ("Bench", "By hand")[place],
                "position": place,
                "switch_minutes": 30,
                "runbook": book if place else None,
            }
            for ask, book in zip(asks, books, strict=True)
            for place in (0, 1)
        ],
    )
    link = Option.on.through
    link.objects.bulk_create((link(option=o, component=part) for o in options[::2]), BATCH)
    _make(Plan, [{"organization": org, "key": "plan", "title": "Plan"} for org in orgs])
    now = timezone.now() - timedelta(hours=1)
    facts = {"day": now.date(), "at": now, "revision": 0, "score": 1, "method": "bench"}
    _make(Assessment, [{"organization": org, **facts} for org in orgs])
    _make(
        Gap,
        [
            {
                "organization": option.organization,
                "function": ask.function,
                "component": part,
                "verdict": "untested",
                "recovery_minutes": 30,
                "gap": "0.2",
                "why": _why(ask, option),
            }
            for ask, option in zip(asks, options[1::2], strict=True)
        ],
    )
    return part


def _make(model, rows):  # type: ignore[no-untyped-def]
    return model.objects.across_orgs(WHY).bulk_create((model(**row) for row in rows), BATCH)


def _why(ask: Dependency, option: Option) -> dict[str, object]:
    return {
        "dependency": ask.pk,
        "dependency_name": ask.name,
        "function": ask.function_id,
        "function_name": "Claims",
        "recovery_minutes": 30,
        "leans_on": [{"option": option.pk, "name": option.name}],
        "fallen": [],
    }


def bench_fanout() -> list[Line]:
    """From an open outage to a proposal, a reminder, a message and its entries everywhere.

    In a worker that has worked before: what it loads for the first message is loaded. SQLite,
    where one may write at a time and rows go in one by one, is given three times as long.
    """
    reverse("home", args=["any"])
    with throwaway_database():
        part = fill(ORGANISATIONS)
        _settle()
        Outage.objects.catalogue().create(component=part, started_at=timezone.now())
        took = best_ms(answer_outages, rounds=1)
        told = Notification.objects.across_orgs(WHY).count()
        entries = Event.objects.across_orgs(WHY).count()
        sound = verify_org(Organization.objects.get(slug="org-77")).holds
    if told != ORGANISATIONS or entries != 2 * ORGANISATIONS or not sound:
        raise RuntimeError(f"only {told} were told, with {entries} entries; chain: {sound}")
    limit = 6_000 if connection.vendor == "sqlite" else 2_000
    return [Line(f"one outage to {ORGANISATIONS:,} organisations", took, "ms", limit)]


def _settle() -> None:
    """As a database that has stood for a while: none of its own housekeeping runs meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("ANALYZE")


def bench_quiet_round() -> list[Line]:
    """The same outage, open and told of, while nothing changes."""
    lines, filled = [], 0
    with throwaway_database():
        for crowd in CROWDS:
            part = fill(crowd - filled, filled)
            filled = crowd
            Outage.objects.catalogue().open().update(ended_at=timezone.now())
            Outage.objects.catalogue().create(component=part, started_at=timezone.now())
            answer_outages()
            name = f"a round with nothing changed, {crowd:,} organisations"
            lines.append(Line(name, best_ms(answer_outages), "ms", 50))
    return lines
