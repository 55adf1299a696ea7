"""What a round over a thousand feeds costs, and what it costs where many organisations lean on
them: the same."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.test.utils import override_settings

from continuity.core.bench import Line, throwaway_database
from continuity.core.clock import database_now
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.providers import polling
from continuity.providers.bench_fetch import served
from continuity.providers.bench_server import addresses
from continuity.providers.models import Component, Feed, Provider, Signal

FEEDS, HOSTS = 1000, 250
ORGANIZATIONS = (1, 1_000, 100_000)
WHY = "a benchmark"
ASSESSED = date(2026, 1, 1)
BATCH = 10_000


def bench_round() -> list[Line]:
    """From the claim to the last row given back; the server answers at once."""
    with throwaway_database(), served(0, HOSTS) as port:
        places = [f"{host}:{port}" for host in addresses(HOSTS)]
        with override_settings(FEED_ALLOW=places):
            return list(_measured(places))


def _measured(places: list[str]) -> Any:
    components = _feeds(places)
    start = database_now()
    first = _round(start)
    for minutes in (5, 11):
        _round(start + timedelta(minutes=minutes))
    yield Line("a first round over 1,000 feeds", first, "s", 30)
    organizations = 0
    alone = None
    for number in ORGANIZATIONS:
        _lean(components, organizations, number)
        organizations = number
        took = min(_round(start + timedelta(minutes=13 + n)) for n in range(3))
        start += timedelta(minutes=3)
        name = f"a quiet round, {number:,} organisations"
        if alone is None:
            alone = took
            yield Line(name, took, "s", 5)
        else:
            yield Line(f"{name} (bare: 1)", took, "s", 1.5, alone)


def _round(at: datetime) -> float:
    Feed.objects.across_orgs(WHY).update(next_due=at)
    begun = time.perf_counter()
    done = polling.poll_due(lambda: at)
    if done.tried != FEEDS or done.unreadable:
        raise RuntimeError(f"read {done.tried} of {FEEDS}, not {done.unreadable}")
    return time.perf_counter() - begun


def _feeds(places: list[str]) -> list[Component]:
    provider = Provider.objects.catalogue().create(slug="bench", name="Bench")
    components = Component.objects.catalogue().bulk_create(
        Component(provider=provider, key=f"bench/{n}", name=f"Part {n}") for n in range(FEEDS)
    )
    for n, component in enumerate(components):
        feed = Feed.objects.catalogue().create(
            provider=provider,
            url=f"http://{places[n % HOSTS]}/ok/{n}",
            format="statuspage",
            next_due=database_now(),
        )
        Signal.objects.catalogue().create(feed=feed, component=component, upstream_id="c1")
    return components


def _lean(components: list[Component], known: int, number: int) -> None:
    """Organisations up to ``number``, each with one option on one of ten popular components."""
    orgs = Organization.objects.bulk_create(
        [Organization(slug=f"o{n}", name=f"O {n}") for n in range(known, number)], batch_size=BATCH
    )

    def each(model: Any, build: Callable[[int], Any]) -> list[Any]:
        rows = [build(n) for n in range(len(orgs))]
        return model.objects.across_orgs(WHY).bulk_create(rows, batch_size=BATCH)

    terms = {"criticality": 3, "rto_minutes": 60, "mtpd_minutes": 480, "minimum_capacity": "0.5"}
    functions = each(
        Function,
        lambda n: Function(
            organization=orgs[n], key="f", name="Claims", assessed_on=ASSESSED, **terms
        ),
    )
    asks = each(
        Dependency,
        lambda n: Dependency(organization=orgs[n], function=functions[n], key="d", name="Reading"),
    )
    options = each(
        Option, lambda n: Option(organization=orgs[n], dependency=asks[n], key="o", name="A model")
    )
    through = Option.on.through
    through.objects.bulk_create(
        [
            through(option_id=option.pk, component_id=components[n % 10].pk)
            for n, option in enumerate(options)
        ],
        batch_size=BATCH,
    )
