"""The list of providers: what we lean on first, how each does, and who tells us."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import read_catalogue
from tests.factories import (
    ComponentFactory,
    EdgeFactory,
    FeedFactory,
    OptionFactory,
    ProviderFactory,
    SignalFactory,
)


@pytest.fixture
def list_url(home):
    return f"{home}providers/"


@pytest.fixture
def claude(org):
    """Claude, used by one option, on AWS, of which nothing is used directly."""
    api = ComponentFactory(name="Claude API", provider__name="Anthropic", state="operational")
    cloud = ComponentFactory(name="AWS", provider__name="Amazon", state="major_outage")
    EdgeFactory(component=api, runs_on=cloud)
    OptionFactory(organization=org, on=[api])
    return api


def names(response):
    return [line.provider.name for line in response.context["lines"]]


def test_what_we_lean_on_comes_first_and_says_how(browser, list_url, claude):
    ProviderFactory(name="Aardvark")
    response = browser.get(list_url)
    assert names(response) == ["Amazon", "Anthropic", "Aardvark"]
    assert "1 option" in response.text
    assert "beneath what we use: AWS" in response.text


def test_a_state_is_a_word_and_a_shape(browser, list_url, claude):
    text = browser.get(list_url).text
    assert "major outage" in text
    assert "<svg" in text


def test_nothing_known_is_unknown_and_not_operational(browser, list_url):
    ComponentFactory(provider__name="Mystery")
    response = browser.get(list_url)
    assert response.context["lines"][0].state == "unknown"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=anthro", ["Anthropic"]),
        ("q=claude+a", ["Anthropic"]),
        ("state=bad", ["Amazon"]),
        ("state=operational", ["Anthropic"]),
        ("state=unknown", ["Zed"]),
        ("ours=1", ["Amazon", "Anthropic"]),
        ("kind=own", []),
        ("kind=nonsense&state=nonsense", ["Amazon", "Anthropic", "Zed"]),
        ("page=999", ["Amazon", "Anthropic", "Zed"]),
    ],
)
def test_it_is_narrowed_by_the_address(browser, list_url, claude, query, found):
    ComponentFactory(provider__name="Zed")
    assert names(browser.get(f"{list_url}?{query}")) == found


def test_a_provider_is_found_by_what_people_call_it(browser, list_url):
    load_catalogue(Actor.system(Organization.objects.platform()), read_catalogue())
    assert names(browser.get(f"{list_url}?q=grok")) == ["xAI"]


def test_whether_a_source_is_read_stands_beside_the_state(browser, list_url):
    now = timezone.now()
    fresh = FeedFactory(health="fresh", read_at=now, provider__name="Fresh")
    FeedFactory(health="fresh", read_at=now - timedelta(days=1), provider__name="Old")
    FeedFactory(enabled=False, reason="unknown_format", provider__name="Off")
    ProviderFactory(name="Silent", no_feed="bot_wall")
    ComponentFactory(provider=fresh.provider)
    text = browser.get(list_url).text
    for said in ("fresh", "stale", "this release cannot read its format", "no official feed"):
        assert said in text


def test_a_feed_of_another_provider_counts_for_those_it_names(browser, list_url):
    signal = SignalFactory(feed__provider__name="Cloudflare", component__provider__name="Replicate")
    response = browser.get(list_url)
    (replicate,) = [x for x in response.context["lines"] if x.provider.name == "Replicate"]
    assert [told.feed for told in replicate.feeds] == [signal.feed]


def test_a_feed_that_names_no_ids_still_counts_for_those_told_of_there(browser, list_url):
    load_catalogue(Actor.system(Organization.objects.platform()), read_catalogue())
    (line,) = browser.get(f"{list_url}?q=azure+openai").context["lines"]
    assert [told.feed.format for told in line.feeds] == ["azure"]


def test_htmx_gets_the_rows_alone(browser, list_url, claude):
    response = browser.get(list_url, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "Anthropic" in response.text


def test_an_empty_list_says_how_to_fill_it(browser, list_url):
    text = browser.get(list_url).text
    assert "manage.py catalogue" in text


def test_a_viewer_is_offered_no_change(browser, list_url, ada):
    ada.role = 1
    ada.save()
    assert "providers/add/" not in browser.get(list_url).text


def test_sixty_providers_cost_no_more_queries_than_one(
    browser, list_url, org, django_assert_num_queries
):
    def fill(count):
        for _ in range(count):
            signal = SignalFactory()
            EdgeFactory(component=signal.component)
            OptionFactory(organization=org, on=[signal.component])

    for count in (1, 29):
        fill(count)
        browser.get(list_url)  # brings the scores up to date
        # session, user, membership, scores; leaning 2, count, rows, components, feeds 2
        with django_assert_num_queries(11):
            browser.get(list_url)
