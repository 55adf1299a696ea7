"""What nobody sends by accident is answered, never with a crash: every route is tried."""

import json

import pytest

from tests.factories import FunctionFactory
from tests.test_tenancy import FOREIGN, METHODS, WITH_ROWS, concrete

JSON = "application/json"


@pytest.mark.parametrize("route", WITH_ROWS)
def test_a_number_larger_than_any_row_is_not_there(route, client, owner):
    client.force_login(owner.user)
    url = concrete(route, owner.org.slug)
    for number in (2**63, 10**30):
        for method in METHODS:
            status = getattr(client, method)(url.replace(str(FOREIGN), str(number))).status_code
            assert status in (404, 405), (method, status)


def test_json_nested_too_deeply_is_refused(browser, api):
    body = '{"name": ' * 100_000 + "1" + "}" * 100_000
    answer = browser.post(f"{api}functions/", body, content_type=JSON)
    assert (answer.status_code, answer.json()) == (400, {"detail": "That is nested too deeply."})


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"name": "a\ud800"}, "$.name"),
        (
            {"impact": [{"after_minutes": 0}, {"cost_per_hour": "\udfff"}]},
            "$.impact[1].cost_per_hour",
        ),
        ({"\ud800": 1}, "$"),
    ],
)
def test_half_a_character_is_refused_with_its_place(browser, api, body, place):
    answer = browser.post(f"{api}functions/", json.dumps(body), content_type=JSON)
    assert answer.status_code == 400
    assert answer.json()["detail"] == f"{place} contains half a character (a lone surrogate)."


def test_a_whole_character_beyond_the_first_plane_is_taken(browser, api):
    body = json.dumps({"title": "Fire 🔥"})
    assert browser.post(f"{api}runbooks/", body, content_type=JSON).status_code == 201


def test_a_step_of_an_impact_curve_is_told_whole(browser, api, org):
    function = FunctionFactory(organization=org)
    for step in ({}, {"after_minutes": 1}, {"cost_per_hour": "1"}):
        url = f"{api}functions/{function.pk}/"
        answer = browser.patch(url, {"impact": [step]}, content_type=JSON)
        assert answer.status_code == 400
        told = str(answer.json()["impact"])
        assert all((name in told) != (name in step) for name in ("after_minutes", "cost_per_hour"))
