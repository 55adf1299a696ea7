"""The form of a function, and its removal: what is refused, what is kept, what comes back."""

from continuity.inventory.models import Dependency, Function, Option
from tests.factories import FunctionFactory
from tests.inventory.conftest import option


def test_removal_takes_the_inside_and_undo_brings_back_just_that(
    browser, home, function_url, dependency, org
):
    kept, gone = option(dependency, 0), option(dependency, 1)
    browser.post(f"{home}inventory/options/{gone.pk}/remove/")
    page = browser.post(f"{function_url}remove/", follow=True)
    assert f"{function_url}restore/" in page.text
    assert browser.get(function_url).status_code == 404
    assert not Dependency.objects.for_org(org).exists()
    browser.post(f"{function_url}restore/")
    assert list(Option.objects.for_org(org)) == [kept]


def test_functions_that_depend_on_each_other_are_named(
    browser, home, function_url, org, dependency
):
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
    page = browser.post(f"{function_url}edit/", sent)
    assert "would depend on each other" in page.text
    assert "Payment" in page.text


def test_an_impact_curve_is_typed_in_lines(browser, home, function_url, org):
    sent = {
        "name": "Claims",
        "criticality": 3,
        "rto_minutes": "1 h",
        "mtpd_minutes": "8 h",
        "minimum_capacity": "62.5",
        "impact": "4 h: 6,000\n0: 1200.50",
    }
    browser.post(f"{function_url}edit/", sent)
    function = Function.objects.for_org(org).get()
    assert function.impact == [
        {"after_minutes": 0, "cost_per_hour": "1200.50"},
        {"after_minutes": 240, "cost_per_hour": "6000"},
    ]
    assert str(function.minimum_capacity) == "0.625000000"
    page = browser.post(f"{function_url}edit/", sent | {"impact": "0: 1\nnonsense"})
    assert "Line 2" in page.text
