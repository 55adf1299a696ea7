"""Rates follow the organisation's own priors and what its status sources have seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from continuity.risk.load import load
from continuity.risk.outlook import frequency
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FeedFactory,
    FunctionFactory,
    OptionFactory,
    OutageFactory,
    ProviderFactory,
    SignalFactory,
)
from tests.factories_risk import PriorFactory

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def watched(component, days):
    feed = FeedFactory(provider=component.provider, first_read_at=NOON - timedelta(days=days))
    SignalFactory(feed=feed, component=component)
    return component


def outage(component, ago, minutes=None, **fields):
    began = NOON - timedelta(days=ago)
    ended = began + timedelta(minutes=minutes) if minutes is not None else None
    return OutageFactory(component=component, started_at=began, ended_at=ended, **fields)


def seen(org, component):
    return frequency.observed(org, DAY).get(str(component.pk))


def test_outages_count_since_the_source_was_first_read(org):
    api = watched(ComponentFactory(), days=100)
    outage(api, 200, 10)
    outage(api, 50, 30)
    outage(api, 20, 90, state="partial_outage")
    found = seen(org, api)
    assert (found.count, sorted(found.minutes)) == (2, [30, 90])
    assert found.years == pytest.approx(100 / 365.25, abs=0.003)


def test_one_that_goes_on_counts_and_has_no_length_yet(org):
    api = watched(ComponentFactory(), days=100)
    outage(api, 1)
    found = seen(org, api)
    assert (found.count, found.minutes) == (1, ())


def test_slowness_the_library_and_what_comes_later_do_not_count(org):
    api = watched(ComponentFactory(), days=400)
    outage(api, 10, 60, state="degraded")
    outage(api, 10, 60, source="library", key="famous")
    outage(api, -1, 60)
    assert seen(org, api).count == 0


def test_what_nobody_watches_was_not_seen(org):
    api = ComponentFactory()
    outage(api, 10, 60)
    assert seen(org, api) is None


def test_another_organisations_own_outages_are_not_seen(org):
    others = ComponentFactory(organization=FunctionFactory().organization)
    watched(others, days=100)
    outage(others, 10, 60, organization=others.organization)
    api = watched(ComponentFactory(), days=100)
    outage(api, 10, 60, organization=others.organization)
    assert seen(org, others) is None or seen(org, others).count == 0
    assert seen(org, api).count == 0


@pytest.mark.postgres
def test_rates_take_the_own_prior_and_what_was_seen_in_a_fixed_number_of_queries(
    org, django_assert_num_queries
):
    api, host = ComponentFactory(), ComponentFactory(kind="host")
    watched(api, days=365.25)
    outage(api, 10, 60)
    PriorFactory(organization=org, kind="host")
    portfolio = load(org, DAY)
    with django_assert_num_queries(3):
        held = frequency.rates(org, portfolio)
    assert held[str(api.pk)].rate.mean == pytest.approx(3 / 1.25, rel=0.01)
    assert held[str(host.pk)].rate.mean == 2
    assert held[str(host.pk)].prior.basis == "own"


@pytest.mark.postgres
def test_candidates_are_services_of_ai_providers_those_leant_on_first(org):
    ai = ProviderFactory(kind="ai")
    a, b = ComponentFactory(provider=ai, name="A"), ComponentFactory(provider=ai, name="B")
    ComponentFactory(provider=ai, name="Host", kind="host")
    ComponentFactory(provider=ProviderFactory(kind="infrastructure"), name="Cloud")
    ask = DependencyFactory(organization=org)
    OptionFactory(organization=org, dependency=ask, on=[b])
    assert frequency.candidates(org) == [str(b.pk), str(a.pk)]


@pytest.mark.postgres
def test_nothing_is_advised_that_ends_within_half_a_year(org):
    ai, today = ProviderFactory(kind="ai"), timezone.now().date()
    ends = {"ended": -1, "soon": 170, "late": 400}
    parts = {
        name: ComponentFactory(
            provider=ai, name=name, kind="model", retires_on=today + timedelta(days=days)
        )
        for name, days in ends.items()
    }
    lasting = ComponentFactory(provider=ai, name="no day")
    assert frequency.candidates(org) == [str(parts["late"].pk), str(lasting.pk)]
