"""Templates by sector: suggestions that are taken in, marked, and confirmed one by one."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from continuity.inventory import actions
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Function
from continuity.inventory.portable import read, write
from continuity.inventory.templates import SECTORS
from tests.factories import FunctionFactory


@pytest.fixture
def catalogue(db):
    call_command("catalogue", verbosity=0)


def names(org):
    return set(Function.objects.for_org(org).values_list("name", flat=True))


@pytest.mark.parametrize("slug", SECTORS)
def test_each_template_keeps_every_rule_of_the_portable_form(slug, org, actor, catalogue):
    sector = SECTORS[slug]
    assert 8 <= len(sector.functions) <= 15
    actions.take_in_template(actor, slug, [f.key for f in sector.functions])
    told = read(json.dumps(write(export(org, timezone.localdate()))))
    assert {f.name for f in told.functions} == {f.name for f in sector.functions}
    assert all(f.assessed_on is None and not f.impact and not f.owner for f in told.functions)
    for function in told.functions:
        for ask in function.dependencies:
            assert ask.options[0].on, "what runs leans on the catalogue"
            assert any(not option.on for option in ask.options[1:]), "and can be done by hand"


def test_what_is_ticked_is_shown_then_taken_in_then_taken_back(browser, home, org, catalogue):
    assert "Hospital" in browser.get(f"{home}inventory/templates/").text
    url = f"{home}inventory/templates/?sector=hospital"
    text = browser.get(url).text
    assert text.count("checked") == len(SECTORS["hospital"].functions)
    text = browser.post(url, {"key": ["discharge", "beds"]}).text
    assert "2 functions of “Hospital” would be taken in" in text
    assert "“Discharge letters” often needs “Clinical documentation”" in text
    assert not names(org)
    text = browser.post(url, {"key": ["discharge", "beds"], "confirm": "1"}, follow=True).text
    assert names(org) == {"Discharge letters", "Bed management"}
    assert "2 functions from the template Hospital, none confirmed yet." in text
    undo = text.split('action="')[1:]
    (address,) = [part.split('"')[0] for part in undo if "/undo/" in part.split('"')[0]]
    browser.post(address)
    assert not names(org)


def test_the_list_counts_what_is_confirmed(browser, home, org, actor, catalogue):
    actions.take_in_template(actor, "bank", ["payments", "fraud", "aml"])
    row = Function.objects.for_org(org).get(name="Payments")
    actions.edit_function(actor, row, assessed_on=timezone.localdate())
    text = browser.get(f"{home}inventory/").text
    assert "3 functions from the template Bank, 1 confirmed so far." in text
    text = browser.get(f"{home}inventory/?template=bank", headers={"HX-Request": "true"}).text
    assert "Fraud screening" in text
    assert "Payments" not in text
    waiting = Function.objects.for_org(org).filter(assessed_on=None)
    actions.edit_functions(actor, waiting, fields={"assessed_on": timezone.localdate()})
    assert "from the template" not in browser.get(f"{home}inventory/").text


def test_what_is_there_already_is_neither_offered_nor_replaced(browser, home, org, catalogue):
    FunctionFactory(organization=org, name="Payments", criticality=1)
    url = f"{home}inventory/templates/?sector=bank"
    text = browser.get(url).text
    assert "you have one of that name" in text
    text = browser.post(url, {"key": ["payments", "fraud"], "confirm": "1"}).text
    assert "You have functions of these names already: Payments." in text
    assert names(org) == {"Payments"}


def test_a_link_to_what_is_there_already_is_made(org, actor, catalogue):
    there = FunctionFactory(organization=org, name="Opening of accounts")
    actions.take_in_template(actor, "bank", ["credit"])
    row = Function.objects.for_org(org).get(name="Credit decisions")
    assert list(row.depends_on.all()) == [there]


def test_what_was_worked_on_since_is_not_taken_back(org, actor, catalogue):
    batch = actions.take_in_template(actor, "bank", ["payments", "fraud"])
    row = Function.objects.for_org(org).get(name="Payments")
    actions.edit_function(actor, row, criticality=4)
    assert actions.undo_batch(actor, batch).undone.left == ["Payments"]
    assert names(org) == {"Payments"}


def test_without_the_catalogue_it_says_so(actor):
    with pytest.raises(ValidationError, match="The catalogue does not know"):
        actions.take_in_template(actor, "bank", ["payments"])


def test_nothing_ticked_and_no_such_sector(browser, home):
    url = f"{home}inventory/templates/?sector=bank"
    assert "Tick at least one function." in browser.post(url, {"confirm": "1"}).text
    assert browser.get(f"{home}inventory/templates/?sector=../bank").status_code == 404


def test_an_empty_inventory_offers_three_ways_to_begin(browser, home):
    text = browser.get(f"{home}inventory/").text
    for way in ("templates/", "import/", "add/"):
        assert f"inventory/{way}" in text
