"""How fast pages are at ten thousand rows, in a database made for it and thrown away."""

from datetime import date

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from continuity.core.bench import Line, best_ms, throwaway_database
from continuity.inventory.actions import import_portfolio
from continuity.inventory.models import Dependency, Function, Option
from continuity.inventory.portable import Portfolio
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Organization, Role, User
from continuity.providers.models import Component, Edge, Provider
from continuity.reminders.models import Reminder
from continuity.risk.bench import portfolio
from continuity.risk.current import refresh
from continuity.risk.models import Gap
from continuity.runbooks.models import Runbook, Step

DEPENDENCIES = 10_000


def fill(slug: str, dependencies: int) -> Client:
    """An organisation of that many dependencies, two a function, two options each; its member."""
    org = Organization.objects.create(name=slug.title(), slug=slug)
    user = User.objects.create_user(f"{slug}@example.org")
    Membership.objects.create(user=user, organization=org, role=Role.OWNER)
    components = catalogue()
    functions = Function.objects.for_org(org).bulk_create(
        Function(
            organization=org,
            key=f"f{n}",
            name=f"Function {n:05d}",
            criticality=1 + n % 5,
            rto_minutes=60,
            mtpd_minutes=480,
            minimum_capacity="0.5",
            owner_email=user.email,
            assessed_on=date(2026, 1, 1),
        )
        for n in range(max(1, dependencies // 2))
    )
    asks = Dependency.objects.for_org(org).bulk_create(
        Dependency(
            organization=org,
            function=functions[n % len(functions)],
            key=f"d{n}",
            name=f"Dependency {n}",
        )
        for n in range(dependencies)
    )
    options = Option.objects.for_org(org).bulk_create(
        Option(organization=org, dependency=ask, key=f"o{k}", name=f"Option {k}", position=k)
        for ask in asks
        for k in (0, 1)
    )
    links = Option.on.through
    links.objects.bulk_create(
        links(option=option, component=components[n * 7 % len(components)])
        for n, option in enumerate(options)
    )
    _own_rows(org, max(1, dependencies), user.email)
    refresh(org)
    client = Client()
    client.force_login(user)
    return client


def _own_rows(org: Organization, count: int, owner: str) -> None:
    """That many of whatever else people make lists of."""
    books = Runbook.objects.for_org(org).bulk_create(
        Runbook(organization=org, key=f"r{n}", title=f"Runbook {n}", owner_email=owner)
        for n in range(count)
    )
    Step.objects.for_org(org).bulk_create(
        Step(organization=org, runbook=book, key="s1", title="Switch", minutes=10) for book in books
    )
    sellers = Provider.objects.for_org(org).bulk_create(
        Provider(organization=org, slug=f"{org.slug}-{n}", name=f"Provider {n}", kind="own")
        for n in range(count)
    )
    Component.objects.for_org(org).bulk_create(
        Component(organization=org, provider=seller, key=f"{org.slug}-{n}", name=f"Model {n}")
        for n, seller in enumerate(sellers)
    )
    now = timezone.now()
    Reminder.objects.for_org(org).bulk_create(
        Reminder(
            organization=org,
            kind=Reminder.Kind.RUNBOOK_REVIEW,
            key=f"{org.slug}-{n}",
            subject=f"Review {n}",
            path="/",
            due_at=now,
            owner_email=owner,
        )
        for n in range(count)
    )


def catalogue() -> list[Component]:
    """Two hundred components on four clouds."""
    known = list(Component.objects.catalogue().exclude(kind="host"))
    if known:
        return known
    provider = Provider.objects.catalogue().create(slug="bench", name="Bench")
    clouds = Component.objects.catalogue().bulk_create(
        Component(provider=provider, key=f"cloud-{n}", name=f"Cloud {n}", kind="host")
        for n in range(4)
    )
    made = Component.objects.catalogue().bulk_create(
        Component(provider=provider, key=f"service-{n}", name=f"Service {n}") for n in range(200)
    )
    Edge.objects.catalogue().bulk_create(
        Edge(component=component, runs_on=clouds[n % 4]) for n, component in enumerate(made)
    )
    return made


def bench_pages() -> list[Line]:
    """Home against the raw SQL of the same figures; lists ask as often for one row as for many."""
    with throwaway_database():
        many, one = fill("many", DEPENDENCIES), fill("one", 1)
        return [
            *_home(many),
            *(_constant(name, path, one, many) for name, path in LISTS.items()),
        ]


LISTS = {
    "functions": "inventory/",
    "providers": "providers/",
    "runbooks": "runbooks/",
    "what is due": "due/",
}


FIGURES = (
    # the score: criticality-weighted mean
    """SELECT SUM(f.criticality * s.score) / SUM(f.criticality) FROM inventory_function f
    JOIN risk_functionscore s ON s.function_id = f.id
    WHERE f.organization_id = %s AND f.removed_at IS NULL""",
    # exposure of each component
    """SELECT g.component_id, SUM(f.criticality * g.gap) AS hit FROM risk_gap g
    JOIN inventory_function f ON f.id = g.function_id
    WHERE g.organization_id = %s GROUP BY g.component_id ORDER BY hit DESC""",
    # single points of failure
    """SELECT g.component_id, c.name, COUNT(*), MAX(f.criticality) FROM risk_gap g
    JOIN inventory_function f ON f.id = g.function_id
    JOIN providers_component c ON c.id = g.component_id
    WHERE g.organization_id = %s AND g.verdict IN ('late', 'lost')
    GROUP BY g.component_id, c.name""",
    # what runs where: the weights of both concentrations
    """SELECT c.provider_id, SUM(f.criticality) FROM inventory_option o
    JOIN inventory_option_on l ON l.option_id = o.id
    JOIN providers_component c ON c.id = l.component_id
    JOIN inventory_dependency d ON d.id = o.dependency_id
    JOIN inventory_function f ON f.id = d.function_id
    WHERE o.organization_id = %s AND o.position < d.required AND d.essential
    AND o.removed_at IS NULL GROUP BY c.provider_id""",
    # twelve months of scores, and what is due
    "SELECT day, score FROM risk_assessment WHERE organization_id = %s ORDER BY day",
    """SELECT subject, due_at FROM reminders_reminder
    WHERE organization_id = %s AND done_at IS NULL ORDER BY due_at LIMIT 6""",
)


def _home(client: Client) -> list[Line]:
    """The page beside bare SQL that works out the same figures from the same rows."""
    client.get("/o/many/")
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/o/many/")
    if response.status_code != 200:
        raise RuntimeError(f"the home page answered {response.status_code}")
    queries = len(asked)  # told now: the next request forgets them
    org = Organization.objects.get(slug="many").pk

    def raw() -> None:
        with connection.cursor() as cursor:
            for statement in FIGURES:
                cursor.execute(statement, [org])
                cursor.fetchall()

    floor = best_ms(raw, rounds=7)
    value = best_ms(lambda: client.get("/o/many/"), rounds=7)
    return [
        Line(f"home, {DEPENDENCIES:,} dependencies, to its figures in SQL", value, "ms", 4, floor),
        Line("home: queries", queries, "queries", 10),
    ]


def _constant(name: str, path: str, one: Client, many: Client) -> Line:
    counts = []
    for slug, client in (("one", one), ("many", many)):
        client.get(f"/o/{slug}/{path}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/o/{slug}/{path}")
        counts.append(len(asked))
    return Line(f"list of {name}: queries, to those for one row", counts[1], "q", 1, counts[0])


def bench_map() -> list[Line]:
    """The map of 500 functions as a browser waits for it, and what if at 1,000 functions."""
    with throwaway_database():
        client, path = lean("chart", portfolio(500, 3, 200)), "/o/chart/risk/map/"
        size = len(client.get(path).content) / 1000
        client_of_many, many = lean("many", portfolio(1000, 3, 400)), "/o/many/risk/map/"
        worst = _most_felt("many")

        def what_if(failed: list[int]) -> float:
            asked = urlencode({"fail": failed}, doseq=True)
            part = {"HX-Request": "true"}
            return best_ms(lambda: client_of_many.get(f"{many}?{asked}", headers=part), 9)

        return [
            Line("map of 500 functions", best_ms(lambda: client.get(path), 9), "ms", 300),
            Line("map of 500 functions: its size", size, "kB", 500),
            Line("what if one of 400 fails, 1,000 functions", what_if(worst[:1]), "ms", 150),
            Line("what if two fail together (method anew)", what_if(worst), "ms", 300),
        ]


def _most_felt(slug: str) -> list[int]:
    """The two components that most functions feel."""
    felt = Gap.objects.for_org(Organization.objects.get(slug=slug)).order_by()
    counted = felt.values("component").annotate(n=Count("pk")).order_by("-n", "component")
    return [row["component"] for row in counted[:2]]


def lean(slug: str, held: Portfolio) -> Client:
    """An organisation that leans as the portfolio says, its scores worked out; its member."""
    org = Organization.objects.create(name=slug.title(), slug=slug)
    user = User.objects.create_user(f"{slug}@example.org")
    Membership.objects.create(user=user, organization=org, role=Role.OWNER)
    import_portfolio(Actor(org, user, Role.OWNER), held)
    refresh(org)
    client = Client()
    client.force_login(user)
    return client
