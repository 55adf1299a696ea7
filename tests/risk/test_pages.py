"""How often and how much, what would help, and the rates: what the pages say and let change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.orgs.models import Organization
from continuity.risk import current
from continuity.risk.models import Prior
from continuity.risk.outlook import simulated as outlook
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    ProviderFactory,
)
from tests.factories_risk import PriorFactory


@pytest.fixture
def api_component():
    return ComponentFactory(name="Text API", provider=ProviderFactory(kind="ai", name="Acme"))


def lean(org, component, **fields):
    function = FunctionFactory(
        organization=org, impact=[{"after_minutes": 0, "cost_per_hour": "600"}], **fields
    )
    ask = DependencyFactory(organization=org, function=function, name="Classify")
    OptionFactory(organization=org, dependency=ask, position=0, on=[component])
    return function


TYPED = {
    "outages_per_year": "0.5",
    "median_minutes": "20",
    "long_minutes": "2 h",
    "worth_years": "3",
    "why": "Our own tickets",
}


def test_it_says_first_what_a_year_costs_and_who_is_worst(browser, home, org, api_component):
    lean(org, api_component, name="Claims", rto_minutes=60, mtpd_minutes=480)
    text = browser.get(f"{home}risk/year/").text
    assert "Outages are expected to cost you" in text
    assert "Claims</a> is the likeliest to pass its MTPD of 8\xa0h within 12 months" in text
    assert "seed 20260101" in text
    assert "10,000 simulated years" in text
    assert "Acme · Text API" in text


def test_with_nothing_to_work_with_it_teaches(browser, home):
    text = browser.get(f"{home}risk/year/").text
    assert "Nothing to work with yet" in text
    assert "No single act would lower" in browser.get(f"{home}risk/advice/").text
    assert "No function leans on anything yet" in browser.get(f"{home}risk/rates/").text


def test_while_a_large_one_is_worked_out_it_says_so_and_looks_again(
    browser, home, org, api_component, monkeypatch
):
    lean(org, api_component)
    monkeypatch.setattr(current, "SMALL", 0)
    text = browser.get(f"{home}risk/year/").text
    assert "Being worked out" in text
    assert 'http-equiv="refresh"' in text
    outlook.refresh(org)
    assert "Being worked out" not in browser.get(f"{home}risk/year/").text


def test_all_advice_with_what_it_saves_and_assumes(browser, home, org, api_component):
    lean(org, api_component, name="Claims")
    ComponentFactory(name="Other API", provider=ProviderFactory(kind="ai", name="Bcme"))
    text = browser.get(f"{home}risk/advice/").text
    assert "Add a fallback for “Classify”, such as Bcme · Other API" in text
    assert "nobody has tried it yet" in text
    assert "100.0 → <strong>20.0</strong>" in text


def test_the_function_shows_its_own_year(browser, home, org, api_component):
    function = lean(org, api_component)
    text = browser.get(f"{home}inventory/{function.pk}/").text
    assert "It passes its RTO with a chance of" in text
    assert "Text API" in text[text.index("Which component brings how much") :]


@pytest.mark.parametrize("page", ["year", "advice", "rates"])
def test_as_many_queries_for_one_function_as_for_thirty(page, browser, home, org):
    counts = []
    for more in (1, 29):
        for _ in range(more):
            lean(org, ComponentFactory())
        current.refresh(org)
        outlook.refresh(Organization.objects.get(pk=org.pk))
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(f"{home}risk/{page}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.postgres
def test_the_prior_of_a_kind_is_changed_and_taken_back(browser, home, org, api_component):
    lean(org, api_component)
    url = f"{home}risk/rates/service/"
    assert 'value="8"' in browser.get(url).text
    answer = browser.post(url, TYPED)
    assert answer.url == f"{home}risk/rates/"
    row = Prior.objects.for_org(org).get()
    assert (row.kind, row.component, row.long_minutes) == ("service", None, 120)
    text = browser.get(answer.url).text
    assert "Our own tickets" in text
    assert "0.5" in text
    assert 'value="0.500"' in browser.get(url).text
    browser.post(url + "reset/")
    assert not Prior.objects.for_org(org).exists()


def test_the_prior_of_a_component_goes_before_that_of_its_kind(browser, home, org, api_component):
    lean(org, api_component)
    before = outlook.current(Organization.objects.get(pk=org.pk))[0].result["loss"]
    PriorFactory(organization=org, kind="service")
    url = f"{home}risk/rates/components/{api_component.pk}/"
    assert 'value="2"' in browser.get(url).text
    browser.post(url, TYPED)
    after = outlook.current(Organization.objects.get(pk=org.pk))[0].result
    assert after["components"][0]["rate"] == 0.5
    assert after["loss"] < before
    assert "own prior" in browser.get(f"{home}risk/rates/").text
    browser.post(url + "reset/")
    assert Prior.objects.for_org(org).get().kind == "service"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"long_minutes": "20"}, "must be longer than what half of them do"),
        ({"long_minutes": "10 d"}, "more than 100 times"),
        ({"outages_per_year": "0"}, "greater than or equal to 0.001"),
        ({"median_minutes": "soon"}, "Write a length of time"),
        ({"why": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(wrong, told, browser, home, org):
    answer = browser.post(f"{home}risk/rates/host/", {**TYPED, **wrong})
    assert told in answer.text
    assert TYPED["worth_years"] in answer.text
    assert not Prior.objects.for_org(org).exists()


def test_no_kind_of_that_name_is_no_page(browser, home):
    assert browser.get(f"{home}risk/rates/moon/").status_code == 404
    assert browser.post(f"{home}risk/rates/service/reset/").status_code == 404


def test_who_may_only_look_changes_nothing(client, org, home):
    viewer = MembershipFactory(organization=org, role=1)
    client.force_login(viewer.user)
    assert ">Change<" not in client.get(f"{home}risk/rates/").text
    PriorFactory(organization=org)
    assert client.post(f"{home}risk/rates/service/", TYPED).status_code == 403
    assert client.post(f"{home}risk/rates/service/reset/").status_code == 403
    assert Prior.objects.for_org(org).get().why == "Our own records"


def test_rates_are_found_by_name(browser, home, org, api_component):
    lean(org, api_component)
    lean(org, ComponentFactory(name="Elsewhere"))
    current.refresh(org)
    text = browser.get(f"{home}risk/rates/?q=text").text
    assert "Text API" in text
    assert "Elsewhere" not in text
    assert "Nothing of that name" in browser.get(f"{home}risk/rates/?q=zzz").text
