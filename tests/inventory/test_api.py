"""The inventory in the API: the verbs of the pages, and their refusals as 400 by field."""

import pytest

from continuity.inventory.models import Dependency, Function, Option
from tests.factories import FunctionFactory
from tests.inventory.conftest import option

JSON = {"content_type": "application/json"}


def test_an_option_is_moved(browser, api, dependency, org):
    option(dependency, 0, name="a")
    last = option(dependency, 1, name="b")
    answer = browser.post(f"{api}options/{last.pk}/move/", {"to": 0}, **JSON)
    assert answer.status_code == 200
    assert answer.json()["position"] == 0
    assert [o.name for o in Option.objects.for_org(org).order_by("position")] == ["b", "a"]


@pytest.mark.parametrize("to", [-1, "x", None, 10**9])
def test_a_place_that_is_none_is_refused_by_name(browser, api, dependency, to):
    row = option(dependency, 0)
    answer = browser.post(f"{api}options/{row.pk}/move/", {"to": to}, **JSON)
    assert answer.status_code == 400
    assert "to" in answer.json()


def test_what_runs_is_not_deleted_from_under_the_function(browser, api, dependency, org):
    only = option(dependency, 0)
    answer = browser.delete(f"{api}options/{only.pk}/")
    assert answer.status_code == 400
    assert "capacity" in answer.json()
    assert Option.objects.for_org(org).filter(pk=only.pk).exists()


def test_a_deleted_function_is_brought_back_with_its_inside(browser, api, dependency, org):
    kept = option(dependency, 0)
    pk = dependency.function_id
    assert browser.delete(f"{api}functions/{pk}/").status_code == 204
    assert browser.get(f"{api}options/{kept.pk}/").status_code == 404
    assert browser.post(f"{api}functions/{pk}/restore/", **JSON).status_code == 200
    assert browser.get(f"{api}options/{kept.pk}/").status_code == 200


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_nothing_else_is_brought_back(browser, api, dependency, key):
    assert browser.post(f"{api}functions/{key}/restore/", **JSON).status_code == 404


def test_what_is_there_is_not_brought_back(browser, api, dependency):
    answer = browser.post(f"{api}functions/{dependency.function_id}/restore/", **JSON)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("name", "x\x00"),
        ("name", "y" * 1_000_000),
        ("criticality", 9),
        ("minimum_capacity", 0),
        ("minimum_capacity", "NaN"),
        ("impact", [{"after_minutes": 0}]),
        ("impact", "x"),
        ("owner_email", "nobody"),
        ("depends_on", [10**30]),
    ],
)
def test_a_refusal_names_the_field(browser, api, org, field, bad):
    sent = {"name": "A", "rto_minutes": 1, "mtpd_minutes": 2, field: bad}
    answer = browser.post(f"{api}functions/", sent, **JSON)
    assert answer.status_code == 400
    assert field in answer.json()
    assert not Function.objects.for_org(org).exists()


def test_the_list_is_narrowed_by_words_and_criticality(browser, api, org):
    FunctionFactory(organization=org, name="Claims", criticality=5)
    FunctionFactory(organization=org, name="Letters", criticality=2)
    found = browser.get(f"{api}functions/?q=CLAIM").json()["results"]
    assert [row["name"] for row in found] == ["Claims"]
    found = browser.get(f"{api}functions/?criticality=2").json()["results"]
    assert [row["name"] for row in found] == ["Letters"]
    assert browser.get(f"{api}functions/", {"q": "%" * 100_000}).status_code == 200


def test_the_api_refuses_what_the_page_refuses(browser, api, dependency, org):
    sent = {"name": "X", "criticality": 3, "rto_minutes": 99, "mtpd_minutes": 9}
    refused = browser.post(f"{api}functions/", sent, **JSON)
    assert refused.status_code == 400
    made = browser.post(f"{api}functions/", sent | {"rto_minutes": 1}, **JSON)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert browser.patch(f"{api}functions/{pk}/", {"name": "Y"}, **JSON).status_code == 200
    assert browser.get(f"{api}functions/?q=y").json()["count"] == 1
    assert browser.delete(f"{api}functions/{pk}/").status_code == 204


def test_a_high_risk_use_is_told_by_the_api(browser, api, dependency, org):
    at = f"{api}dependencies/{dependency.pk}/"
    assert browser.get(at).json()["high_risk"] is False
    browser.patch(at, {"high_risk": True}, **JSON)
    assert Dependency.objects.for_org(org).get().high_risk
