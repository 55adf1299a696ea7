"""Models on the page of their provider: when they end, and how what serves them does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.core.wording import day
from continuity.providers.models import Feed
from tests.factories import (
    ComponentFactory,
    EdgeFactory,
    FeedFactory,
    OptionFactory,
    ProviderFactory,
    SignalFactory,
)


@pytest.fixture
def openai(db):
    return ProviderFactory(name="OpenAI", slug="openai")


@pytest.fixture
def url(home, openai):
    return f"{home}providers/{openai.pk}/"


@pytest.fixture
def model(openai):
    """GPT, which no row of the status page tells of; the API that serves it has one."""
    now = timezone.now()
    api = ComponentFactory(provider=openai, name="The API", state="degraded")
    feed = FeedFactory(provider=openai, read_at=now, first_read_at=now, health="fresh")
    SignalFactory(feed=feed, component=api, upstream_id="api")
    part = ComponentFactory(provider=openai, name="GPT", kind="model")
    EdgeFactory(component=part, runs_on=api)
    return part


def ends_in(part, days):
    part.retires_on = timezone.now().date() + timedelta(days=days)
    part.retire_source = "https://openai.example/ends 2026-10-01"
    part.save()


def test_a_model_without_a_row_of_its_own_does_as_what_serves_it(browser, url, org, model):
    OptionFactory(organization=org, on=[model])
    (row,) = browser.get(url).context["models"]
    assert (row["part"], row["served"].state_now) == (model, "degraded")
    assert "as The API" in browser.get(url).text


def test_a_model_is_unknown_while_what_serves_it_is(browser, url, org, model):
    OptionFactory(organization=org, on=[model])
    Feed.objects.catalogue().update(read_at=timezone.now() - timedelta(hours=1))
    (row,) = browser.get(url).context["models"]
    assert row["served"] is None


def test_a_model_of_which_a_source_tells_speaks_for_itself(browser, url, org, model):
    OptionFactory(organization=org, on=[model])
    SignalFactory(feed=Feed.objects.catalogue().get(), component=model, upstream_id="gpt")
    (row,) = browser.get(url).context["models"]
    assert (row["part"].state_now, row["served"]) == ("unknown", None)


def test_when_a_model_ends_is_said_with_where_that_is_announced(browser, url, org, model):
    ends_in(model, 40)
    OptionFactory(organization=org, on=[model])
    text = browser.get(url).text
    assert '<a href="https://openai.example/ends"' in text
    assert f"as of {day(date(2026, 10, 1))}" in text
    assert "retired" not in text


def test_a_model_past_its_day_is_retired_where_ours_rest_on_it(browser, url, org, model):
    ends_in(model, 0)
    OptionFactory(organization=org, on=[model])
    page = browser.get(url)
    assert [row["retired"] for row in page.context["models"]] == [True]
    assert "retired" in page.text


def test_a_retired_model_of_nobody_is_one_line_under_the_others(browser, url, model):
    ends_in(model, -1)
    page = browser.get(url)
    assert page.context["ended"] == [model]
    assert not page.context["models"] + page.context["spare_models"]
    assert "1 that is retired" in page.text


def test_what_we_added_ourselves_can_be_removed_after_its_day(browser, url, org, openai):
    own = ComponentFactory(provider=openai, organization=org, name="Our tune", kind="model")
    ends_in(own, -1)
    assert f"/components/{own.pk}/remove/" in browser.get(url).text


def test_models_stand_apart_from_services_those_that_end_first_first(browser, url, openai, model):
    for days in (90, 30, 60):
        ends_in(ComponentFactory(provider=openai, name=f"In {days}", kind="model"), days)
    page = browser.get(url)
    names = [row["part"].name for row in page.context["spare_models"]]
    assert names == ["In 30", "In 60", "In 90", "GPT"]
    assert [row["part"].name for row in page.context["services"]] == ["The API"]


def test_twenty_models_cost_no_query_more_than_two(browser, url, openai, model):
    browser.get(url)
    counts = []
    for many in (1, 18):
        for _ in range(many):
            part = ComponentFactory(provider=openai, kind="model")
            EdgeFactory(component=part, runs_on=model.edges.get().runs_on)
        with CaptureQueriesContext(connection) as asked:
            browser.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_model_past_its_day_is_not_offered_where_one_picks(browser, home, model):
    assert "GPT" in browser.get(f"{home}providers/components/?component=gpt").text
    ends_in(model, 0)
    found = browser.get(f"{home}providers/components/?component=gpt").text
    assert "GPT" not in found
