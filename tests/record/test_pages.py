"""Track records on screen: all providers that are leant on, and one in full."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    ComponentFactory,
    FeedFactory,
    FunctionFactory,
    OptionFactory,
    OrganizationFactory,
    OutageFactory,
    ProviderFactory,
    SignalFactory,
)
from tests.factories_probes import DayFactory
from tests.factories_record import IncidentFactory


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def openai(db):
    return ProviderFactory(name="OpenAI", slug="openai")


@pytest.fixture
def api(openai, now):
    """A component watched for a hundred days, down for a day of them."""
    component = ComponentFactory(provider=openai, name="OpenAI API", key="openai/api")
    feed = FeedFactory(provider=openai, first_read_at=now - timedelta(days=100))
    SignalFactory(feed=feed, component=component)
    OutageFactory(
        component=component,
        state="major_outage",
        started_at=now - timedelta(days=10),
        confirmed_at=now - timedelta(days=10),
        ended_at=now - timedelta(days=9),
    )
    return component


def lean(org, component):
    function = FunctionFactory(organization=org)
    OptionFactory(organization=org, dependency__function=function, on=[component])


def posted(openai, now, **more):
    began = now - timedelta(days=10)
    feed = openai.feeds.first()
    return IncidentFactory(
        **{
            "feed": feed,
            "state": "resolved",
            "started_at": began,
            "resolved_at": began + timedelta(hours=4),
            "updates": [(began + timedelta(minutes=m)).isoformat() for m in (10, 60)],
            **more,
        }
    )


def test_the_list_shows_whom_one_leans_on_and_all_on_demand(browser, home, org, api):
    assert "You lean on no provider yet" in browser.get(f"{home}record/").text
    assert "OpenAI" in browser.get(f"{home}record/?all=1").text
    lean(org, api)
    page = browser.get(f"{home}record/").text
    assert "OpenAI" in page
    assert "98.89" in page
    assert "of 100 days" in page


def test_one_in_full_says_how_available_and_how_candid(browser, home, openai, api, now):
    posted(openai, now, cause_named=True, words="Caused by a bad deploy.")
    page = browser.get(f"{home}record/{openai.pk}/").text
    assert "1 incident of the last year is closed; a cause was named in 1" in page
    assert "98.89" in page
    assert "99.00" in page
    assert "Caused by a bad deploy." in page
    assert "How these figures are made" in page


def test_it_says_how_long_after_us_they_spoke(browser, home, org, openai, api, now):
    began = now - timedelta(days=10, minutes=25)
    OutageFactory(
        organization=org,
        component=api,
        source="probe",
        started_at=began,
        ended_at=now - timedelta(days=9),
    )
    page = browser.get(f"{home}record/{openai.pk}/").text
    assert "25\u00a0min" in page


def test_what_another_organisation_saw_is_not_ours(browser, home, openai, api, now):
    OutageFactory(
        organization=OrganizationFactory(),
        component=api,
        source="probe",
        started_at=now - timedelta(days=10, minutes=25),
        ended_at=now - timedelta(days=9),
    )
    assert "25\u00a0min" not in browser.get(f"{home}record/{openai.pk}/").text


def test_what_ones_own_probes_measured_stands_beside_what_is_published(
    browser, home, org, openai, api, now
):
    DayFactory(organization=org, component=api, day=now.date(), good=997, bad=3)
    DayFactory(component=api, day=now.date(), good=1, bad=1)
    page = browser.get(f"{home}record/{openai.pk}/").text
    assert "99.70" in page
    assert "1000 tries" in page


def test_a_provider_without_anything_on_record_says_so(browser, home, openai):
    page = browser.get(f"{home}record/{openai.pk}/").text
    assert "No closed incident of the last year is on record." in page
    assert "Nothing was posted on a feed that we read" in page


def test_the_page_of_the_provider_tells_it_in_short(browser, home, openai, api, now):
    posted(openai, now)
    page = browser.get(f"{home}providers/{openai.pk}/").text
    assert "Can you trust its word" in page
    assert f"{home}record/{openai.pk}/" in page


def test_the_list_takes_as_many_queries_for_many_as_for_one(browser, home, org, now):
    def asked(providers):
        for n in providers:
            provider = ProviderFactory(name=f"Provider {n}", slug=f"p{n}")
            component = ComponentFactory(provider=provider, key=f"p{n}/api")
            SignalFactory(feed=FeedFactory(provider=provider), component=component)
            posted(provider, now)
            lean(org, component)
        browser.get(f"{home}record/")  # scores follow what was added
        with CaptureQueriesContext(connection) as queries:
            assert f"Provider {providers[-1]}" in browser.get(f"{home}record/").text
        return len(queries)

    assert asked(range(1)) == asked(range(1, 13))
