"""A provider's page: its components, what rests on what and how we know, outages, sources."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from continuity.providers.models import Component, Edge, Provider
from tests.factories import (
    ComponentFactory,
    EdgeFactory,
    FeedFactory,
    FunctionFactory,
    OptionFactory,
    OutageFactory,
    ProviderFactory,
)


@pytest.fixture
def openai(db):
    return ProviderFactory(name="OpenAI", slug="openai", terms_url="https://openai.example/terms")


@pytest.fixture
def chatgpt(openai):
    return ComponentFactory(provider=openai, name="ChatGPT", key="openai/chatgpt")


@pytest.fixture
def hint(chatgpt):
    return EdgeFactory(
        component=chatgpt,
        runs_on__name="Azure",
        evidence="Listed sub-processor",
        as_of=date(2026, 2, 11),
        confidence="medium",
    )


@pytest.fixture
def url(home, openai):
    return f"{home}providers/{openai.pk}/"


def test_the_functions_that_rest_on_it_stand_in_the_first_sentence(browser, url, org, chatgpt):
    function = FunctionFactory(organization=org, name="Claims triage")
    above = ComponentFactory(name="Their app")
    EdgeFactory(component=above, runs_on=chatgpt)
    OptionFactory(organization=org, dependency__function=function, on=[above])
    assert "Claims triage" in browser.get(url).text


def test_a_removed_option_no_longer_counts(browser, url, org, chatgpt):
    OptionFactory(organization=org, on=[chatgpt], removed_at=timezone.now())
    assert "Nothing of ours rests on it" in browser.get(url).text


def test_an_edge_shows_its_evidence_date_and_how_sure_we_are(browser, url, hint):
    text = browser.get(url).text
    for said in ("Azure", "Listed sub-processor", "11 February 2026", "likely"):
        assert said in text


def test_ones_own_word_replaces_the_hint_and_can_be_taken_back(browser, url, home, org, hint):
    correct = f"{home}providers/components/{hint.component_id}/correct/"
    form = browser.get(f"{correct}?runs_on={hint.runs_on_id}&is=no")
    assert f'<option value="{hint.runs_on_id}" selected>' in form.text
    answer = {"runs_on": hint.runs_on_id, "present": "no", "evidence": "Contract, page 4"}
    assert browser.post(correct, answer).url == url
    text = browser.get(url).text
    assert "not so, you say" in text
    assert "Contract, page 4" in text
    assert "Listed sub-processor" not in text
    own = Edge.objects.for_org(org).get(organization=org)
    browser.post(f"{home}providers/edges/{own.pk}/revert/")
    assert "Listed sub-processor" in browser.get(url).text


def test_a_refused_correction_keeps_what_was_typed(browser, home, hint):
    correct = f"{home}providers/components/{hint.runs_on_id}/correct/"
    answer = {"runs_on": hint.component_id, "present": "yes", "evidence": "My reading"}
    response = browser.post(correct, answer)
    assert response.status_code == 422
    assert "ChatGPT" in response.text
    assert "circle" in response.text
    assert "My reading" in response.text


def test_outages_of_the_year_stand_as_picture_and_table(browser, url, chatgpt):
    now = timezone.now()
    OutageFactory(
        component=chatgpt,
        title="Lost for a while",
        started_at=now - timedelta(days=9, minutes=160),
        ended_at=now - timedelta(days=9),
    )
    OutageFactory(component=chatgpt, title="Still lost", started_at=now - timedelta(minutes=30))
    OutageFactory(
        component=chatgpt,
        title="Nobody noted the end",
        source="library",
        key="x",
        started_at=now - timedelta(days=40),
    )
    OutageFactory(
        component=chatgpt,
        title="Long ago",
        started_at=now - timedelta(days=500),
        ended_at=now - timedelta(days=499),
    )
    response = browser.get(url)
    assert len(response.context["bars"]) == 3
    for said in ("2\u00a0h\u00a040\u00a0min", "30\u00a0min so far", "end unknown", "<rect"):
        assert said in response.text
    assert "Long ago" not in response.text


def test_an_event_that_hit_several_alike_is_one_row(browser, url, openai, chatgpt):
    sora = ComponentFactory(provider=openai, name="Sora")
    at = timezone.now() - timedelta(days=3)
    for part in (chatgpt, sora):
        OutageFactory(component=part, source="library", key="one", started_at=at)
    (bar,) = browser.get(url).context["bars"]
    assert bar.components == ["ChatGPT", "Sora"]


def test_no_official_feed_is_said_in_words(browser, home):
    silent = ProviderFactory(name="DeepSeek", no_feed="bot_wall")
    text = browser.get(f"{home}providers/{silent.pk}/").text
    assert "No official feed that we may read" in text


def test_a_source_that_cannot_be_read_says_why(browser, url, openai):
    FeedFactory(provider=openai, health="broken", reason="html_instead")
    text = browser.get(url).text
    assert "broken" in text
    assert "it answers with a web page" in text


def test_a_retired_component_stays_only_where_it_is_used(browser, url, org, openai):
    used = ComponentFactory(provider=openai, name="Old model", retired_on=date(2026, 9, 1))
    ComponentFactory(provider=openai, name="Older model", retired_on=date(2026, 9, 1))
    OptionFactory(organization=org, on=[used])
    text = browser.get(url).text
    assert "Old model" in text
    assert "Older model" not in text


def test_what_is_typed_is_shown_and_not_run(browser, home, org):
    own = ProviderFactory(organization=org, name="<script>alert(1)</script>", kind="own")
    text = browser.get(f"{home}providers/{own.pk}/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_a_self_hosted_model_is_added_in_two_steps(browser, home, org, hint):
    added = browser.post(f"{home}providers/add/", {"name": "Our cellar", "kind": "own"})
    own = Provider.objects.for_org(org).get(name="Our cellar")
    assert added.url == f"{home}providers/{own.pk}/components/add/"
    model = {"name": "Llama 4", "kind": "internal", "runs_on": [hint.runs_on_id]}
    assert browser.post(added.url, model).url == f"{home}providers/{own.pk}/"
    made = Component.objects.for_org(org).get(name="Llama 4")
    assert made.organization == org
    assert [e.runs_on for e in made.edges.all()] == [hint.runs_on]


def test_a_double_click_adds_one(browser, home, org):
    for _ in range(2):
        response = browser.post(f"{home}providers/add/", {"name": "Our cellar", "kind": "own"})
    assert response.status_code == 422
    assert "listed already" in response.text
    assert Provider.objects.for_org(org).filter(name="Our cellar").count() == 1


def test_own_rows_are_edited_and_removed(browser, home, org):
    own = ProviderFactory(organization=org, name="Cellar", kind="own")
    part = ComponentFactory(organization=org, provider=own, name="GPU", kind="internal")
    at = f"{home}providers/"
    browser.post(f"{at}{own.pk}/edit/", {"name": "The cellar", "kind": "own"})
    browser.post(f"{at}components/{part.pk}/edit/", {"name": "GPU 2", "kind": "internal"})
    assert "GPU 2" in browser.get(f"{at}{own.pk}/").text
    refused = browser.post(f"{at}{own.pk}/remove/", follow=True)
    assert "Remove its components first." in refused.text
    browser.post(f"{at}components/{part.pk}/remove/")
    browser.post(f"{at}{own.pk}/remove/")
    assert not Provider.objects.for_org(org).filter(organization=org).exists()


def test_the_catalogue_is_not_edited_by_a_page(browser, url, openai):
    response = browser.post(f"{url}edit/", {"name": "Mine", "kind": "ai"})
    assert response.status_code == 422
    assert "shared catalogue" in response.text


@pytest.mark.parametrize("page", ["", "add/", "components/add/"])
def test_pages_open(browser, home, url, hint, page):
    at = f"{home}providers/add/" if page == "add/" else f"{url}{page}"
    assert browser.get(at).status_code == 200


def test_forty_components_cost_no_more_queries_than_one(
    browser, url, openai, org, django_assert_num_queries
):
    for count in (1, 39):
        for _ in range(count):
            part = ComponentFactory(provider=openai)
            EdgeFactory(component=part)
            OutageFactory(component=part)
            OptionFactory(organization=org, on=[part])
        # its own, and those of the panels: record 5, probes, words, what is hit and who carries it
        browser.get(url)  # brings the scores up to date
        with django_assert_num_queries(33):
            browser.get(url)
