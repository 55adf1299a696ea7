"""The shipped catalogue holds together, and a fault in it is named by file and key."""

from datetime import UTC, date, datetime

import pytest

from continuity.core.graph import cycles
from continuity.providers.catalogue import CatalogueError, read_catalogue
from continuity.providers.parsers import FORMATS

SLUGS = {
    "anthropic",
    "aws",
    "aws-bedrock",
    "azure",
    "azure-openai",
    "canva",
    "cloudflare",
    "cohere",
    "deepseek",
    "elevenlabs",
    "fireworks",
    "gcp",
    "github-copilot",
    "google-ai-studio",
    "google-gemini",
    "google-workspace-gemini",
    "groq",
    "heygen",
    "huggingface",
    "microsoft-copilot",
    "midjourney",
    "mistral",
    "openai",
    "openrouter",
    "perplexity",
    "replicate",
    "stability",
    "statuspage-platform",
    "together",
    "xai",
    "zapier",
}

GOOD = """
name = "Acme"
kind = "ai"
operator = "acme"
status_page = "https://status.acme.example/"
terms_url = "https://acme.example/terms"
as_of = 2026-09-30
confidence = "high"
[[component]]
key = "acme"
name = "Acme"
kind = "host"
[[component]]
key = "acme/api"
name = "Acme API"
kind = "service"
[[component.runs_on]]
on = "acme"
evidence = "Same operator"
as_of = 2026-09-30
confidence = "high"
[[feed]]
url = "https://status.acme.example/api/v2/summary.json"
format = "statuspage"
class = "human"
interval = 60
[feed.components]
abc = "acme/api"
"""

API = 'name = "Acme API"'
EVENT = """
[[event]]
key = "acme-2026-01-01"
day = 2026-01-01
title = "Acme down"
kind = "outage"
summary = "Down."
source = "https://status.acme.example/1"
grade = "A"
[[event.span]]
components = ["acme/api"]
start = 2026-01-01T10:00:00Z
end = 2026-01-01T11:30:00Z
"""


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "outages").mkdir()
    (tmp_path / "acme.toml").write_text(GOOD)
    (tmp_path / "outages" / "2026.toml").write_text(EVENT)
    return tmp_path


def edges(catalogue):
    return {c.key: {e.on for e in c.runs_on} for _, c in catalogue.components()}


def event(catalogue, key):
    return next(e for e in catalogue.events if e.key == key)


def test_every_provider_has_its_file(catalogue):
    assert {p.slug for p in catalogue.providers} == SLUGS


def test_nothing_runs_on_itself_by_any_way(catalogue):
    assert list(cycles(edges(catalogue))) == []


def test_the_known_shape_of_openai_claude_and_azure_stands(catalogue):
    found = edges(catalogue)
    assert found["openai"] == {"azure"}
    assert found["openai/chatgpt"] == {"openai", "cloudflare"}
    assert found["openai/api"] == {"openai"}
    assert found["azure-openai"] == {"azure"}
    assert found["anthropic/api"] == {"aws"}
    assert found["anthropic/claude-ai"] == {"aws", "cloudflare"}
    assert found["aws"] == found["azure"] == found["cloudflare"] == set()


def test_a_region_falls_with_its_cloud_and_not_the_other_way_round(catalogue):
    found = edges(catalogue)
    assert "aws" in found["aws/us-east-1"]
    assert not any(on.startswith("aws/") for on in found["aws"])


def test_no_evidence_is_without_date_or_newer_than_its_file(catalogue):
    for provider, component in catalogue.components():
        for edge in component.runs_on:
            assert edge.evidence
            assert edge.as_of.year >= 2024
            assert edge.as_of <= max(p.as_of for p in catalogue.providers), provider.slug


def test_what_has_no_source_says_why(catalogue):
    silent = {p.slug: p.no_feed for p in catalogue.providers if p.no_feed}
    assert silent == {
        "deepseek": "bot_wall",
        "google-ai-studio": "needs_key",
        "midjourney": "page_only",
        "perplexity": "switched_off",
    }


def test_every_feed_that_this_release_reads_tells_of_something(catalogue):
    for provider in catalogue.providers:
        for feed in provider.feeds:
            assert feed.mapped() or feed.posts or feed.format not in FORMATS, provider.slug


def test_every_address_is_https(catalogue):
    for provider in catalogue.providers:
        for url in (provider.status_page, provider.terms_url, *(f.url for f in provider.feeds)):
            assert url.startswith("https://"), provider.slug


def test_every_day_on_which_a_model_ends_says_where_and_how_long_ago_that_stood(catalogue):
    ending = [(p, c) for p, c in catalogue.components() if c.retires]
    assert len(ending) >= 30
    for provider, component in ending:
        assert component.kind == "model", component.key
        assert component.retire_source.startswith("https://"), component.key
        assert date(2026, 1, 1) < component.retires, component.key
        assert component.retire_as_of <= provider.as_of, component.key


def test_a_model_falls_with_what_serves_it(catalogue):
    kinds = {c.key: c.kind for _, c in catalogue.components()}
    for _, component in catalogue.components():
        if component.kind == "model":
            assert {kinds[edge.on] for edge in component.runs_on} == {"service"}, component.key


def test_the_days_that_the_large_makers_announced_stand(catalogue):
    ends = {c.key: str(c.retires) for _, c in catalogue.components() if c.retires}
    assert ends["openai/gpt-4o"] == "2027-01-14"
    assert ends["anthropic/sonnet-4-5"] == "2026-11-30"
    assert ends["azure-openai/gpt-4o"] == "2027-04-14"
    assert ends["aws-bedrock/claude-sonnet-4-5"] == "2027-04-08"
    assert "anthropic/opus-4-5" not in ends  # "not sooner than" is no day


def test_on_26_december_2024_the_text_api_held_while_the_rest_fell(catalogue):
    that = event(catalogue, "openai-2024-12-26")
    hit = {key: span.end for span in that.spans for key in span.components}
    assert hit["openai/chatgpt"] == datetime(2024, 12, 27, 2, 20, tzinfo=UTC)
    assert hit["openai/sora"] == datetime(2024, 12, 26, 23, 11, tzinfo=UTC)
    assert {"openai/realtime", "openai/batch", "openai/images"} <= hit.keys()
    assert "openai/api" not in hit
    assert that.unaffected == ("openai/api",)
    assert that.disputed


def test_the_length_of_a_known_span_is_worked_out(catalogue):
    (span,) = event(catalogue, "cloudflare-2025-11-18").spans
    assert span.minutes == 346


def test_a_span_of_which_only_the_day_is_known_names_no_hour(catalogue):
    (span,) = event(catalogue, "claude-sonnet-2026-03-17").spans
    assert (span.start, span.end, span.minutes) == (None, None, 298)


def test_the_version_follows_the_content(folder):
    before = read_catalogue(folder).version
    assert before.startswith("2026-09-30.")
    assert read_catalogue(folder).version == before
    (folder / "acme.toml").write_text(GOOD.replace("Acme API", "Acme's API"))
    assert read_catalogue(folder).version != before


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('kind = "ai"', 'kind = "shop"', "acme.toml: kind: is shop"),
        ('name = "Acme"\nkind = "ai"', 'kind = "ai"', "acme.toml: name: is missing"),
        ("https://acme.example/terms", "http://acme.example/terms", "terms_url: is not in"),
        ("interval = 60", 'interval = "60"', "interval: must be a whole number"),
        ("interval = 60", "interval = 1", "interval: must be 30 to 900"),
        ('format = "statuspage"', 'format = "atlassian"', "format: is atlassian"),
        ('abc = "acme/api"', 'abc = "acme/app"', "acme/app is no component"),
        ('on = "acme"', 'on = "acme/none"', "acme/none is no component"),
        ('on = "acme"', 'on = "acme/api"', "acme/api → acme/api"),
        ('key = "acme/api"', 'key = "other/api"', "a key starts with its provider's slug"),
        ('key = "acme/api"', 'key = "acme"', "component acme: stands 2 times"),
        ('evidence = "Same operator"', 'evidence = ""', "evidence: must be 1 to 500"),
        ('confidence = "high"\n[[feed', 'sure = "high"\n[[feed', "sure: is not a key"),
        ('abc = "acme/api"', 'abc = "acme/api"\nabc = "acme"', "acme.toml: not TOML"),
        (
            'abc = "acme/api"',
            'abc = "acme/api"\n[feed.names]\n"API" = "acme/api"',
            "names serve only where no id",
        ),
        (
            "interval = 60",
            'interval = 60\npage = "acme"',
            "page serves only where neither id nor name",
        ),
        (
            'interval = 60\n[feed.components]\nabc = "acme/api"',
            'interval = 60\npage = "acme/app"',
            "acme/app is no component",
        ),
        ("[[feed]]", 'no_feed = "none"\n[[feed]]', "no_feed: is not a key"),
        (API, f"{API}\nretires = 2027-01-14", "retire_source: must say who announced it"),
        (API, f"{API}\nretires = 2027-01-14", "retire_as_of: must say how old that word is"),
        (API, f'{API}\nretires = "soon"', "acme/api: retires: must be a date"),
        (API, f'{API}\nretire_source = "a letter"', "retire_source: is not in the right form"),
    ],
)
def test_a_fault_is_named_by_file_and_key(folder, was, becomes, fault):
    assert was in GOOD
    (folder / "acme.toml").write_text(GOOD.replace(was, becomes))
    with pytest.raises(CatalogueError, match="acme") as refusal:
        read_catalogue(folder)
    assert any(fault in line for line in refusal.value.faults), refusal.value.faults


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('"acme/api"', '"acme/none"', "event acme-2026-01-01: acme/none is no component"),
        ("T11:30:00Z", "T09:30:00Z", "must be after the start"),
        ("T10:00:00Z", "T10:00:00", "must say its zone"),
        ("day = 2026-01-01", "day = 2026-02-01", "day is not that of its start"),
        ('grade = "A"', 'grade = "E"', "grade: is E"),
        (
            'grade = "A"',
            'grade = "A"\nunaffected = ["acme/api"]',
            "acme/api cannot be both hit and not",
        ),
    ],
)
def test_a_fault_in_an_event_is_named(folder, was, becomes, fault):
    (folder / "outages" / "2026.toml").write_text(EVENT.replace(was, becomes))
    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(folder)
    assert any(fault in line for line in refusal.value.faults), refusal.value.faults


def test_all_faults_are_told_at_once(folder):
    (folder / "acme.toml").write_text(GOOD.replace('kind = "ai"', 'kind = "x"\nmore = 1'))
    (folder / "outages" / "2026.toml").write_text("nonsense")
    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(folder)
    assert len(refusal.value.faults) == 3
