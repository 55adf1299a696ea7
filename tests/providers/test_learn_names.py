"""Where only a component's exact name is known, its id is learned from the first good reading."""

from dataclasses import replace
from datetime import timedelta

import pytest

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers import polling
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import read_catalogue
from continuity.providers.models import Component, Feed, Signal
from tests.factories import ComponentFactory, FeedFactory
from tests.providers.payloads import component, summary
from tests.providers.rounds import T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(server):
    """A feed of which we know one name and no id."""
    names = {"https://api.heygen.com": "heygen/api"}
    FeedFactory(url=server.url(), next_due=T0, config={"names": names})
    return ComponentFactory(key="heygen/api")


def poll(seconds=0):
    at = T0 + timedelta(seconds=seconds)
    Feed.objects.catalogue().update(next_due=at)
    polling.poll_due(lambda: at)


def rows(*named, page="abcdefghij12"):
    listed = (component(id, word, name=name) for id, name, word in named)
    return summary(*listed, page={"id": page, "name": "Example AI"})


def test_an_exact_name_gives_its_id_and_its_state(server, named):
    server.answers(
        rows(
            ("c1", "https://api.heygen.com", "operational"),
            ("c2", "https://app.heygen.com", "major_outage"),
        )
    )
    poll()
    assert Signal.objects.catalogue().get().upstream_id == "c1"
    assert Component.objects.catalogue().get(pk=named.pk).state == "operational"


def test_a_known_id_outlives_a_change_of_name(server, named):
    server.answers(rows(("c1", "https://api.heygen.com", "operational")))
    poll()
    server.answers(rows(("c1", "API", "operational")))
    poll(300)
    assert Signal.objects.catalogue().get().upstream_id == "c1"
    assert Component.objects.catalogue().get(pk=named.pk).state == "operational"


def test_a_name_that_the_catalogue_adds_is_learned_although_the_page_is_unchanged(server):
    platform = Actor.system(Organization.objects.platform())
    shipped = read_catalogue()

    def heygen(names):
        """The catalogue with heygen's page on loopback, and these names on it."""
        return replace(
            shipped,
            version=str(names),
            providers=tuple(
                replace(p, feeds=(replace(p.feeds[0], url=server.url(), names=names),))
                if p.slug == "heygen"
                else replace(p, feeds=())
                for p in shipped.providers
            ),
        )

    server.answers(
        rows(
            ("01J0000000000000000000API0", "https://api.heygen.com", "operational"),
            ("01J0000000000000000000APP0", "https://app.heygen.com", "major_outage"),
            page="01J0000000000000000000PAGE",
        )
    )
    load_catalogue(platform, heygen({"https://api.heygen.com": "heygen/api"}))
    poll()
    poll(300)
    assert server.unchanged == 1
    both = {"https://api.heygen.com": "heygen/api", "https://app.heygen.com": "heygen/app"}
    load_catalogue(platform, heygen(both))
    poll(600)
    told = Signal.objects.catalogue().values_list("component__key", flat=True)
    assert set(told) == {"heygen/api", "heygen/app"}


def test_a_name_that_is_listed_twice_tells_nothing(server, named):
    server.answers(
        rows(
            ("c1", "https://api.heygen.com", "operational"),
            ("c2", "https://api.heygen.com", "major_outage"),
        )
    )
    poll()
    assert not Signal.objects.catalogue().exists()
    assert Component.objects.catalogue().get(pk=named.pk).state == "unknown"
