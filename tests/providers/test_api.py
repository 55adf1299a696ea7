"""Providers in the API: the catalogue to read, one's own rows to write, through the same verbs."""

import pytest

from continuity.audit.models import Event
from continuity.providers.models import Component, Edge
from tests.factories import (
    ComponentFactory,
    EdgeFactory,
    OrganizationFactory,
    OutageFactory,
    ProviderFactory,
)

JSON = "application/json"


@pytest.fixture
def shared(db):
    return ComponentFactory(name="ChatGPT", state="operational")


def test_the_catalogue_and_ones_own_are_listed_and_told_apart(browser, api, org, shared):
    ComponentFactory(organization=org, name="GPU")
    ComponentFactory(organization=OrganizationFactory(), name="Theirs")
    rows = browser.get(f"{api}components/").json()["results"]
    assert {row["name"]: row["own"] for row in rows} == {"ChatGPT": False, "GPU": True}


def test_an_own_provider_and_component_are_made_by_verbs(browser, api, org):
    made = browser.post(f"{api}providers/", {"name": "Cellar", "kind": "own"}, JSON)
    assert made.status_code == 201, made.json()
    part = {"provider": made.json()["id"], "name": "GPU", "kind": "internal"}
    added = browser.post(f"{api}components/", part, JSON)
    assert added.json()["key"] == "cellar/gpu"
    verbs = Event.objects.for_org(org).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["provider.add", "component.add"]


def test_a_row_of_the_catalogue_cannot_be_changed(browser, api, shared):
    for path in (f"components/{shared.pk}/", f"providers/{shared.provider_id}/"):
        refused = browser.patch(api + path, {"name": "Mine"}, JSON)
        assert refused.status_code == 400
        assert "shared catalogue" in str(refused.json())
        assert browser.delete(api + path).status_code == 400


def test_an_own_component_is_renamed_and_removed(browser, api, org):
    own = ComponentFactory(organization=org, provider=ProviderFactory(organization=org))
    renamed = browser.patch(f"{api}components/{own.pk}/", {"name": "GPU 2"}, JSON)
    assert renamed.json()["name"] == "GPU 2"
    assert browser.delete(f"{api}components/{own.pk}/").status_code == 204
    assert not Component.objects.for_org(org).exists()


def test_a_component_stays_with_its_provider(browser, api, org):
    own = ComponentFactory(organization=org)
    other = ProviderFactory(organization=org)
    moved = browser.patch(f"{api}components/{own.pk}/", {"provider": other.pk}, JSON)
    assert moved.status_code == 400


def test_a_hint_is_corrected_and_taken_back(browser, api, org):
    hint = EdgeFactory()
    said = {
        "component": hint.component_id,
        "runs_on": hint.runs_on_id,
        "present": False,
        "evidence": "They told us",
    }
    made = browser.post(f"{api}edges/", said, JSON)
    assert made.status_code == 201, made.json()
    assert not Edge.objects.for_org(org).effective(org).exists()
    assert browser.post(f"{api}edges/", said, JSON).json()["id"] == made.json()["id"]
    assert browser.delete(f"{api}edges/{made.json()['id']}/").status_code == 204
    assert Edge.objects.for_org(org).effective(org).get() == hint
    assert browser.delete(f"{api}edges/{hint.pk}/").status_code == 400


def test_a_circle_is_a_400_that_names_it(browser, api):
    hint = EdgeFactory(component__name="Upper", runs_on__name="Lower")
    said = {
        "component": hint.runs_on_id,
        "runs_on": hint.component_id,
        "present": True,
        "evidence": "No",
    }
    refused = browser.post(f"{api}edges/", said, JSON)
    assert refused.status_code == 400
    assert "Upper → Lower" in str(refused.json()) or "Lower → Upper" in str(refused.json())


def test_outages_are_read_and_never_written(browser, api, shared):
    OutageFactory(component=shared, title="Gone")
    (row,) = browser.get(f"{api}outages/").json()["results"]
    assert (row["component"], row["title"]) == (shared.pk, "Gone")
    assert browser.post(f"{api}outages/", {}, JSON).status_code == 405
    assert browser.delete(f"{api}outages/{row['id']}/").status_code == 405


@pytest.mark.parametrize("path", ["providers", "components", "edges", "outages"])
def test_a_list_costs_the_same_queries_however_long(
    browser, api, path, django_assert_max_num_queries
):
    for _ in range(20):
        EdgeFactory()
        OutageFactory()
    with django_assert_max_num_queries(6):
        assert browser.get(f"{api}{path}/").status_code == 200
