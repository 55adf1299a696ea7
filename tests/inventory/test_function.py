"""The page of a function: what stops this, and what then?"""

import pytest

from continuity.inventory.models import Dependency, Function, Option
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
    RunbookFactory,
)


@pytest.fixture
def cloud(db):
    return ComponentFactory(name="Azure")


@pytest.fixture
def api(cloud):
    component = ComponentFactory(name="OpenAI API")
    EdgeFactory(component=component, runs_on=cloud)
    return component


@pytest.fixture
def dependency(org):
    function = FunctionFactory(organization=org, name="Claims", minimum_capacity="0.5")
    return DependencyFactory(organization=org, function=function, name="Classify")


@pytest.fixture
def url(home, dependency):
    return f"{home}inventory/{dependency.function_id}/"


def option(dependency, position, **fields):
    return OptionFactory(
        organization=dependency.organization, dependency=dependency, position=position, **fields
    )


def test_the_path_is_the_proof(browser, url, dependency, api, cloud):
    option(dependency, 0, name="GPT", on=[api])
    option(dependency, 1, name="Azure GPT", on=[cloud], switch_minutes=10)
    text = browser.get(url).text
    assert "GPT → OpenAI API → Azure" in text
    assert "fall with it" in text


def test_what_is_not_filled_in_says_so(browser, url, dependency):
    assert "1 option that runs is missing" in browser.get(url).text
    option(dependency, 0, capacity="0.2")
    assert "What runs carries 20" in browser.get(url).text


def test_a_fallback_in_time_leaves_no_single_point(browser, url, org, dependency, api):
    option(dependency, 0, on=[api])
    option(
        dependency, 1, name="By hand", switch_minutes=10, runbook=RunbookFactory(organization=org)
    )
    text = browser.get(url).text
    assert "None: no single component makes it late or lost" in text


def test_an_option_with_components_found_by_search(browser, home, url, dependency, api, org):
    found = browser.get(f"{home}inventory/components/?component=openai").text
    assert "OpenAI API" in found
    assert "Azure" not in found
    sent = {"name": "GPT", "capacity": "100", "switch_minutes": "0", "on": [api.pk]}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert list(Option.objects.for_org(org).get().on.all()) == [api]


def test_a_component_of_another_organisation_is_no_choice(browser, home, dependency, org):
    theirs = ComponentFactory(organization=FunctionFactory().organization, key="secret")
    assert theirs.name not in browser.get(f"{home}inventory/components/?component=").text
    sent = {"name": "X", "capacity": "100", "switch_minutes": "0", "on": [theirs.pk]}
    page = browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert "Select a valid choice" in page.text
    assert not Option.objects.for_org(org).exists()


def test_what_runs_has_no_switch_time(browser, home, dependency, org):
    sent = {"name": "Slow", "capacity": "100", "switch_minutes": "15"}
    page = browser.post(f"{home}inventory/dependencies/{dependency.pk}/options/", sent)
    assert "its switch time is 0" in page.text
    assert "15" in page.text
    assert not Option.objects.for_org(org).exists()


def test_order_by_button_and_by_pointer(browser, home, url, dependency, org):
    a, b, c = (option(dependency, n, name=name) for n, name in enumerate("abc"))

    def order():
        rows = Option.objects.for_org(org).order_by("position")
        return "".join(row.name for row in rows)

    browser.post(f"{home}inventory/options/{a.pk}/move/", {"to": 1})
    assert order() == "bac"
    sent = {"option": [c.pk, b.pk, a.pk]}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/order/", sent)
    assert order() == "cba"


def test_a_slow_fallback_cannot_be_moved_into_running(browser, home, dependency, org):
    option(dependency, 0, name="now")
    slow = option(dependency, 1, name="slow", switch_minutes=60)
    page = browser.post(f"{home}inventory/options/{slow.pk}/move/", {"to": 0}, follow=True)
    assert "its switch time is 0" in page.text
    assert Option.objects.for_org(org).get(name="slow").position == 1


def test_a_complete_dependency_stays_complete(browser, home, dependency, org):
    row = option(dependency, 0, name="only")
    sent = {"name": "only", "capacity": "10", "switch_minutes": "0"}
    page = browser.post(f"{home}inventory/options/{row.pk}/", sent)
    assert "no longer reach" in page.text


def test_removal_takes_the_inside_and_undo_brings_back_just_that(
    browser, home, url, dependency, org
):
    kept, gone = option(dependency, 0), option(dependency, 1)
    browser.post(f"{home}inventory/options/{gone.pk}/remove/")
    page = browser.post(f"{url}remove/", follow=True)
    assert f"{url}restore/" in page.text
    assert browser.get(url).status_code == 404
    assert not Dependency.objects.for_org(org).exists()
    browser.post(f"{url}restore/")
    assert list(Option.objects.for_org(org)) == [kept]


def test_functions_that_depend_on_each_other_are_named(browser, home, url, org, dependency):
    upper = FunctionFactory(organization=org, name="Payment")
    upper.depends_on.add(dependency.function)
    sent = {
        "name": "Claims",
        "criticality": 3,
        "rto_minutes": "1 h",
        "mtpd_minutes": "8 h",
        "minimum_capacity": "50",
        "depends_on": [upper.pk],
    }
    page = browser.post(f"{url}edit/", sent)
    assert "would depend on each other" in page.text
    assert "Payment" in page.text


def test_an_impact_curve_is_typed_in_lines(browser, home, url, org):
    sent = {
        "name": "Claims",
        "criticality": 3,
        "rto_minutes": "1 h",
        "mtpd_minutes": "8 h",
        "minimum_capacity": "62.5",
        "impact": "4 h: 6,000\n0: 1200.50",
    }
    browser.post(f"{url}edit/", sent)
    function = Function.objects.for_org(org).get()
    assert function.impact == [
        {"after_minutes": 0, "cost_per_hour": "1200.50"},
        {"after_minutes": 240, "cost_per_hour": "6000"},
    ]
    assert str(function.minimum_capacity) == "0.625000000"
    page = browser.post(f"{url}edit/", sent | {"impact": "0: 1\nnonsense"})
    assert "Line 2" in page.text


def test_markup_in_names_is_text(browser, url, dependency, org):
    bad = "<script>alert(1)</script>"
    option(dependency, 0, name=bad, on=[ComponentFactory(name=bad)])
    assert bad not in browser.get(url).text


def test_the_api_refuses_what_the_page_refuses(browser, api_root, dependency, org):
    json = {"content_type": "application/json"}
    sent = {"name": "X", "criticality": 3, "rto_minutes": 99, "mtpd_minutes": 9}
    refused = browser.post(f"{api_root}functions/", sent, **json)
    assert refused.status_code == 400
    made = browser.post(f"{api_root}functions/", sent | {"rto_minutes": 1}, **json)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert browser.patch(f"{api_root}functions/{pk}/", {"name": "Y"}, **json).status_code == 200
    assert browser.get(f"{api_root}functions/?q=y").json()["count"] == 1
    assert browser.delete(f"{api_root}functions/{pk}/").status_code == 204


@pytest.fixture
def api_root(org):
    return f"/api/v1/o/{org.slug}/"


def test_a_high_risk_use_is_ticked_and_said_in_words(browser, home, url, dependency):
    said = "high-risk AI system (EU AI Act)"
    assert said not in browser.get(url).text
    fields = {"name": "Classify", "required": 1, "essential": "on", "high_risk": "on"}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/", fields)
    assert said in browser.get(url).text


def test_a_high_risk_use_is_told_by_the_api(browser, api_root, dependency, org):
    at = f"{api_root}dependencies/{dependency.pk}/"
    assert browser.get(at).json()["high_risk"] is False
    browser.patch(at, {"high_risk": True}, content_type="application/json")
    assert Dependency.objects.for_org(org).get().high_risk
