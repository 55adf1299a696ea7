"""Loading the catalogue: whole, twice without a trace, and never over an organisation's word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.audit.models import Event
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers.actions import add_component, add_provider, correct_edge, load_catalogue
from continuity.providers.catalogue import read_catalogue
from continuity.providers.models import Component, Edge, Feed, Outage, Provider, Signal


@pytest.fixture(scope="module")
def shipped():
    return read_catalogue()


@pytest.fixture
def platform(db):
    return Actor.system(Organization.objects.platform())


def without(catalogue, key):
    """The catalogue as if it had never known the component ``key``."""
    providers = []
    for p in catalogue.providers:
        components = tuple(
            replace(c, runs_on=tuple(e for e in c.runs_on if e.on != key))
            for c in p.components
            if c.key != key
        )
        feeds = tuple(
            replace(f, components={i: k for i, k in f.components.items() if k != key})
            for f in p.feeds
        )
        providers.append(replace(p, components=components, feeds=feeds))
    events = tuple(
        replace(
            e,
            spans=tuple(
                replace(s, components=tuple(k for k in s.components if k != key)) for s in e.spans
            ),
        )
        for e in catalogue.events
    )
    return replace(catalogue, version="next", providers=tuple(providers), events=events)


def test_everything_arrives(platform, shipped):
    loaded = load_catalogue(platform, shipped)
    assert loaded.version == shipped.version
    assert Provider.objects.catalogue().count() == len(shipped.providers)
    assert Component.objects.catalogue().count() == len(list(shipped.components()))
    chatgpt = Component.objects.catalogue().get(key="openai/chatgpt")
    assert chatgpt.state == "unknown"
    assert set(chatgpt.edges.values_list("runs_on__key", flat=True)) == {"openai", "cloudflare"}
    signal = Signal.objects.catalogue().get(upstream_id="k8w3r06qmzrp")
    assert signal.component.key == "anthropic/api"


def test_a_second_load_writes_nothing(platform, shipped):
    load_catalogue(platform, shipped)
    before = Event.objects.for_org(platform.org).count()
    with CaptureQueriesContext(connection) as queries:
        assert load_catalogue(platform, shipped) is None
    written = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
    assert len(queries) <= 10
    assert Event.objects.for_org(platform.org).count() == before


def test_a_first_load_takes_few_statements(platform, shipped):
    with CaptureQueriesContext(connection) as queries:
        load_catalogue(platform, shipped)
    assert len(queries) <= 25


def test_a_feed_that_this_release_cannot_read_is_off_and_says_so(platform, shipped):
    def spoken(form):
        return replace(
            shipped,
            version=form,
            providers=tuple(
                replace(p, feeds=tuple(replace(f, format=form) for f in p.feeds))
                if p.slug == "aws"
                else p
                for p in shipped.providers
            ),
        )

    aws = Feed.objects.catalogue().filter(url__contains="currentevents")
    load_catalogue(platform, spoken("telepathy"))
    assert (aws.get().enabled, aws.get().reason) == (False, "unknown_format")
    load_catalogue(platform, spoken("aws"))
    assert (aws.get().enabled, aws.get().reason) == (True, "")
    assert Feed.objects.catalogue().get(url__contains="claude.com/api").enabled


def test_a_page_of_which_no_row_is_known_tells_as_a_whole(platform, shipped):
    load_catalogue(platform, shipped)
    told = Signal.objects.catalogue().filter(upstream_id="*", feed__enabled=True)
    assert set(told.values_list("component__key", flat=True)) == {
        "canva",
        "fireworks/api",
        "huggingface",
        "mistral",
        "zapier",
    }


def test_a_feed_that_is_tied_to_nothing_is_off_and_says_so(platform, shipped):
    def canva(page):
        return replace(
            shipped,
            version=page,
            providers=tuple(
                replace(p, feeds=(replace(p.feeds[0], page=page),)) if p.slug == "canva" else p
                for p in shipped.providers
            ),
        )

    feed = Feed.objects.catalogue().filter(url__contains="canva")
    load_catalogue(platform, canva(""))
    assert (feed.get().enabled, feed.get().reason) == (False, "not_mapped")
    load_catalogue(platform, canva("canva"))
    assert (feed.get().enabled, feed.get().reason) == (True, "")


def test_a_feed_turned_off_by_a_person_stays_off(platform, shipped):
    load_catalogue(platform, shipped)
    Feed.objects.catalogue().filter(url__contains="claude.com/api").update(enabled=False)
    assert load_catalogue(platform, shipped) is None
    assert not Feed.objects.catalogue().get(url__contains="claude.com/api").enabled


def test_a_newer_catalogue_leaves_the_word_of_an_organisation_alone(platform, shipped, actor):
    load_catalogue(platform, without(shipped, "aws/us-east-1"))
    by_key = Component.objects.catalogue().get
    correct_edge(
        actor,
        by_key(key="anthropic/api"),
        by_key(key="aws"),
        present=False,
        evidence="Contract says Google Cloud",
    )
    own = add_provider(actor, name="Our cellar")
    add_component(actor, provider=own, name="GPU", kind="internal")
    load_catalogue(platform, shipped)
    edge = Edge.objects.for_org(actor.org).get(organization=actor.org)
    assert (edge.present, edge.evidence) == (False, "Contract says Google Cloud")
    effective = Edge.objects.for_org(actor.org).effective(actor.org)
    assert not effective.filter(component__key="anthropic/api").exists()
    assert Component.objects.for_org(actor.org).filter(organization=actor.org).count() == 1


def test_a_component_that_the_files_forget_is_retired_and_can_return(platform, shipped):
    load_catalogue(platform, shipped)
    load_catalogue(platform, without(shipped, "anthropic/opus-4-6"))
    assert Component.objects.catalogue().get(key="anthropic/opus-4-6").retired_on
    assert load_catalogue(platform, without(shipped, "anthropic/opus-4-6")) is None
    load_catalogue(platform, shipped)
    assert Component.objects.catalogue().get(key="anthropic/opus-4-6").retired_on is None


def test_when_a_model_ends_arrives_with_where_that_is_announced(platform, shipped):
    load_catalogue(platform, shipped)
    model = Component.objects.catalogue().get(key="openai/gpt-4o")
    told = next(c for _, c in shipped.components() if c.key == model.key)
    assert model.retires_on == told.retires
    assert model.announced == (told.retire_source, told.retire_as_of)
    assert not model.is_retired(told.retires - timedelta(days=1))
    assert model.is_retired(told.retires)


def test_a_model_is_offered_until_the_day_it_ends(platform, shipped):
    load_catalogue(platform, shipped)
    rows = Component.objects.catalogue().filter(key__in=["openai/gpt-4o", "openai/api"])
    day = rows.get(key="openai/gpt-4o").retires_on
    assert rows.offered(day - timedelta(days=1)).count() == 2
    assert [part.key for part in rows.offered(day)] == ["openai/api"]


def test_scores_are_worked_out_anew_only_when_what_they_rest_on_changed(platform, shipped, org):
    def revision():
        return Organization.objects.get(pk=org.pk).revision

    load_catalogue(platform, shipped)
    before = revision()
    assert before > 0
    load_catalogue(platform, shipped)
    assert revision() == before
    texts = replace(shipped.providers[0], unverified=("everything",))
    load_catalogue(platform, replace(shipped, providers=(texts, *shipped.providers[1:])))
    assert revision() == before
    load_catalogue(platform, without(shipped, "aws/us-east-1"))
    assert revision() == before + 1


def test_the_library_keeps_services_apart_and_opens_no_outage(platform, shipped):
    load_catalogue(platform, shipped)
    that = Outage.objects.catalogue().filter(key="openai-2024-12-26")
    assert set(that.values_list("component__key", flat=True)) == {
        "openai/chatgpt",
        "openai/sora",
        "openai/agents",
        "openai/realtime",
        "openai/batch",
        "openai/images",
    }
    assert that.first().evidence["grade"] == "A"
    assert not Outage.objects.catalogue().open().exists()
    assert not Outage.objects.catalogue().filter(key="italy-chatgpt-2023-03-31").exists()


def test_what_happened_is_on_record_for_the_installation(platform, shipped):
    load_catalogue(platform, shipped)
    entry = Event.objects.for_org(platform.org).get(verb="catalogue.load")
    assert entry.label == shipped.version
    assert entry.changes["components"] == [len(list(shipped.components())), 0, 0]


def test_nobody_but_the_installation_may_load(owner, shipped):
    with pytest.raises(PermissionDenied):
        load_catalogue(owner, shipped)


def test_the_command_tells_counts_and_then_that_nothing_changed(db, capsys, shipped):
    call_command("catalogue")
    said = capsys.readouterr().out
    assert f"Catalogue {shipped.version}: 31 providers" in said
    assert "providers: 31 new, 0 changed, 0 gone" in said
    call_command("catalogue")
    assert "Nothing changed." in capsys.readouterr().out


def test_what_no_feed_tells_of_any_more_is_unknown(platform, shipped):
    load_catalogue(platform, shipped)
    Component.objects.catalogue().filter(key="replicate").update(state="operational")
    silent = tuple(
        replace(
            p,
            feeds=tuple(
                replace(f, components={i: k for i, k in f.components.items() if k != "replicate"})
                for f in p.feeds
            ),
        )
        for p in shipped.providers
    )
    loaded = load_catalogue(platform, replace(shipped, providers=silent))
    assert loaded.counts["signals"] == [0, 0, 1]
    assert Component.objects.catalogue().get(key="replicate").state == "unknown"


def test_a_signal_learned_by_its_name_stays(platform, shipped):
    load_catalogue(platform, shipped)
    feed = Feed.objects.catalogue().get(url__contains="heygen")
    component = Component.objects.catalogue().get(key="heygen/api")
    Signal(feed=feed, component=component, upstream_id="01ABC").save()
    assert load_catalogue(platform, shipped) is None
    assert Signal.objects.catalogue().filter(upstream_id="01ABC").exists()
