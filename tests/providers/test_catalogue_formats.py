"""The catalogue names the right format for each provider, and says so where there is none."""

import csv

import pytest

from continuity.providers import words
from continuity.providers.catalogue import read_catalogue, shape
from continuity.providers.parsers import FORMATS
from tests.shared import sample

# As the list of providers calls them: the format that reads them; "" where nothing may be read.
CALLED = {
    "incidentio_compat_v2": "incidentio",
    "incidentio_compat_v2 (+ native proxy)": "incidentio",
    "atlassian_statuspage_v2": "statuspage",
    "atlassian_compatible_v2 (Cloudflare own)": "statuspage",
    "gcp_incidents_json": "google",
    "gcp_incidents_json (Workspace edition)": "google",
    "azure_status_rss": "azure",
    "aws_public_events_json": "aws",
    "betterstack_index_json": "betterstack",
    "betterstack_index_json (detect at onboarding)": "betterstack",
    "rootly_v1": "rootly",
    "rss_own": "xai",
    "rss": "rss",
    "datadog_status_page": "datadog",
    "none_documented": "",
    "none_exposed (incident.io with summary API off)": "",
    "flashduty (blocked to plain clients)": "",
    "html_only": "",
}


@pytest.fixture(scope="module")
def providers():
    return {p.slug: p for p in read_catalogue().providers}


def feeds(providers, slug):
    provider = providers[slug]
    return provider.feeds or (feeds(providers, provider.read_in) if provider.read_in else ())


def test_every_provider_of_the_list_is_read_in_its_format_or_says_why_not(providers):
    with sample("data/providers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["slug"] for row in rows} == providers.keys()
    for row in rows:
        form, slug = CALLED[row["feed_format"]], row["slug"]
        assert bool(providers[slug].no_feed) is (form == ""), slug
        if form:
            assert feeds(providers, slug)[0].format == form, slug


def test_this_release_reads_every_format_that_the_catalogue_knows(providers):
    assert set(shape.FORMATS) == FORMATS.keys()
    used = {feed.format for provider in providers.values() for feed in provider.feeds}
    assert used <= FORMATS.keys()


def test_every_feed_tells_of_something(providers):
    assert [f.url for p in providers.values() for f in p.feeds if not (f.mapped() or f.posts)] == []


def test_feeds_driven_by_monitors_are_held_longer(providers):
    for provider in providers.values():
        for feed in provider.feeds:
            driven = feed.format in {"betterstack", "datadog", "checkly"}
            assert feed.monitored is driven, provider.slug


def test_no_address_of_a_frozen_or_forbidden_source_is_in_it(providers):
    urls = " ".join(f.url for p in providers.values() for f in p.feeds)
    for host in (
        "deepseek.statuspage.io",
        "status.deepseek.com",
        "replicatestatus.com",
        "aistudio",
    ):
        assert host not in urls


def test_the_posts_of_openai_come_from_a_second_source_of_the_same_components(providers):
    state, posts = providers["openai"].feeds
    assert (state.format, posts.format) == ("incidentio", "incidentio_native")
    assert state.components == posts.components


@pytest.mark.parametrize("code", shape.NO_FEED)
def test_where_nobody_tells_the_screen_points_at_probes_and_people(code):
    said = str(words.no_feed(code))
    assert "probe" in said
    assert "let people say" in said
