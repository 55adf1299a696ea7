"""Sent on the page for files: reviewed with its evidence, taken in, and taken back."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from continuity.inventory import cyclonedx
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Function, Import, Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import read_catalogue
from continuity.providers.models import Component
from tests.factories import FunctionFactory
from tests.inventory.discovery.test_eight_languages import TREES
from tests.inventory.discovery.test_trees import members_of, zipped
from tests.inventory.formats.test_cyclonedx import BILL
from tests.inventory.formats.test_litellm import WHOLE
from tests.portfolios import AS_OF


@pytest.fixture
def catalogue(db):
    load_catalogue(Actor.system(Organization.objects.platform()), read_catalogue())


@pytest.fixture
def send(browser, home, org, catalogue):
    def send(name, body):
        file = SimpleUploadedFile(name, body)
        page = browser.post(f"{home}inventory/import/", {"file": file}, follow=True)
        return Import.objects.for_org(org).latest("pk"), page.text

    return send


def confirm(browser, home, row):
    place = f"{home}inventory/import/{row.pk}/"
    browser.post(f"{place}take-in/", follow=True)
    row.refresh_from_db()
    return place


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("name", "format_", "evidence", "own"),
    [
        ("gateway.yaml", "litellm", "line 8", {"host/gpu01", "gateway/nobodyknows"}),
        (
            "bom.json",
            "cyclonedx",
            "bom-ref p1",
            {"model/Actuary Inc/fraud-net", "service/Actuary Inc/Scoring"},
        ),
        (
            "desk.zip",
            "discovery",
            "desk-1.0/go/go.mod:6",
            {"assemblyai", "cerebras", "deepgram", "ollama", "voyage"},
        ),
    ],
)
def test_it_is_reviewed_taken_in_and_taken_back(
    send, browser, home, org, tmp_path, name, format_, evidence, own
):
    bodies = {
        "litellm": lambda: WHOLE.encode(),
        "cyclonedx": lambda: json.dumps(BILL).encode(),
        "discovery": lambda: zipped(tmp_path / "z", members_of(TREES / "with_ai")).read_bytes(),
    }
    before = export(org, AS_OF, every_component=True)
    row, page = send(name, bodies[format_]())
    assert (row.format, row.state, row.faults) == (format_, "checked", [])
    assert evidence in page
    assert export(org, AS_OF, every_component=True) == before
    place = confirm(browser, home, row)
    assert row.state == "taken_in", row.faults
    mine = Component.objects.for_org(org).filter(organization=org)
    assert set(mine.values_list("key", flat=True)) == own
    (function,) = Function.objects.for_org(org)
    options = Option.objects.for_org(org).filter(dependency__function=function)
    leans_on = set(options.values_list("on__key", flat=True))
    assert leans_on
    assert leans_on - own <= {component.id for component in before.components}
    browser.post(f"{place}undo/", follow=True)
    assert export(org, AS_OF, every_component=True) == before


def test_what_is_exported_as_a_bill_comes_back_into_another_organisation(send, browser, home, org):
    row, _ = send("gateway.yaml", WHOLE.encode())
    confirm(browser, home, row)
    told = export(org, AS_OF)
    again, _page = send("back.cdx.json", cyclonedx.write(told))
    assert (again.format, again.state, again.faults) == ("cyclonedx", "checked", [])
    assert again.outcome["nothing"]


def test_no_secret_of_a_gateway_is_kept(send):
    row, page = send("gateway.yaml", WHOLE.encode())
    kept = repr([row.notes, row.evidence, row.outcome, row.mapping]) + page
    assert not [s for s in ("sk-this", "s3cret", "user:pw", "5678") if s in kept]


def test_the_function_is_chosen_on_the_page(send, browser, home, org):
    claims = FunctionFactory(organization=org, name="Claims desk", criticality=5)
    row, page = send("gateway.yaml", WHOLE.encode())
    assert 'value="AI gateway"' in page
    assert '<option value="Claims desk">' in page
    place = f"{home}inventory/import/{row.pk}/"
    page = browser.post(f"{place}into/", {"function": "Claims desk"}, follow=True).text
    assert 'value="Claims desk" maxlength' in page
    confirm(browser, home, row)
    claims.refresh_from_db()
    assert (claims.criticality, claims.dependencies.count()) == (5, 6)
    assert Function.objects.for_org(org).count() == 1
