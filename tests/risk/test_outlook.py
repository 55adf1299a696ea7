"""Simulated years are kept as a row, worked out anew when what they rest on has changed."""

import pytest

from continuity.audit.models import Event
from continuity.orgs.models import Organization
from continuity.orgs.revision import touch
from continuity.risk import current
from continuity.risk.models import FunctionScore, Outlook
from continuity.risk.outlook import simulated as outlook
from continuity.risk.tasks import simulate_stale
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory


@pytest.fixture
def claims(org):
    """Claims cost 600 an hour and rest on an API alone."""
    function = FunctionFactory(
        organization=org,
        name="Claims",
        rto_minutes=60,
        mtpd_minutes=480,
        impact=[{"after_minutes": 0, "cost_per_hour": "600"}],
    )
    ask = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=ask, position=0, on=[ComponentFactory(name="API")])
    return function


def reread(org):
    return Organization.objects.get(pk=org.pk)


@pytest.mark.postgres
def test_it_says_what_a_year_costs_and_from_where(org, claims):
    kept = outlook.refresh(org).result
    plain = kept["betas"][0]
    assert [row["beta"] for row in kept["betas"]] == [0.0, 0.05, 0.2]
    assert plain["loss"] == kept["loss"] == pytest.approx(600 * kept["hours"], rel=0.01)
    assert plain["loss_at"] == sorted(plain["loss_at"])
    assert plain["loss_at"][0] < kept["loss"] < plain["loss_at"][1]
    assert kept["components"][0]["name"].endswith("API")
    assert kept["components"][0]["rate"] == 8
    assert kept["worst"][0]["function"] == claims.pk
    assert kept["worst"][0]["p_mtpd"] < kept["worst"][0]["p_rto"] < 1


def test_it_is_the_same_for_the_same_inventory(org, claims):
    assert outlook.refresh(org).result == outlook.refresh(org).result


def test_a_page_reads_one_row_when_nothing_changed(org, claims, django_assert_num_queries):
    outlook.refresh(org)
    org = reread(org)
    with django_assert_num_queries(1):
        found, waiting = outlook.current(org)
    assert found
    assert not waiting


def test_a_small_organisation_is_brought_up_to_date_at_once(org, claims):
    first, waiting = outlook.current(reread(org))
    assert not waiting
    touch(org)
    again, _ = outlook.current(reread(org))
    assert again.revision == first.revision + 1
    assert Outlook.objects.for_org(org).count() == 1


def test_a_large_one_waits_for_the_sweep_and_shows_the_last_meanwhile(org, claims, monkeypatch):
    monkeypatch.setattr(current, "SMALL", 0)
    assert outlook.current(reread(org)) == (None, True)
    assert simulate_stale() == 1
    assert simulate_stale() == 0
    touch(org)
    found, waiting = outlook.current(reread(org))
    assert found
    assert waiting


def test_the_sweep_leaves_small_ones_to_their_readers(org, claims):
    assert simulate_stale() == 0


def test_one_that_moved_on_meanwhile_is_not_kept(org, claims, monkeypatch):
    work_out = outlook.worked_out

    def change_meanwhile(*given):
        touch(org)
        return work_out(*given)

    monkeypatch.setattr(outlook, "worked_out", change_meanwhile)
    assert outlook.refresh(org) is None
    assert not Event.objects.for_org(org).filter(verb="risk.simulate").exists()


def test_one_that_fails_does_not_hold_up_the_others(org, claims, monkeypatch):
    monkeypatch.setattr(current, "SMALL", 0)
    broken = FunctionFactory(impact=[{"after_minutes": 0}]).organization
    ask = DependencyFactory(organization=broken)
    OptionFactory(organization=broken, dependency=ask)
    assert simulate_stale() == 1
    assert not Outlook.objects.for_org(broken).exists()


def test_the_score_of_a_function_keeps_its_year(org, claims):
    current.refresh(org)
    year = FunctionScore.objects.for_org(org).get().year
    assert year["loss"] == pytest.approx(600 * year["hours"], rel=0.01)
    assert [part["name"] for part in year["parts"]] == ["API"]
