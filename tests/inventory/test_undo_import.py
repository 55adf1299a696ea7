"""A file taken in is taken back whole, unless somebody has built on it since."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from continuity.inventory import actions
from continuity.inventory.exporters import csv_tables, xlsx
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Dependency, Function, Import, Option
from continuity.providers.models import Component, Provider
from continuity.runbooks.models import Runbook
from tests.inventory.conftest import all_of
from tests.portfolios import AS_OF, SMALL
from tests.uploads import GOOD


def rows_of(org):
    models = (Function, Dependency, Option, Component, Provider, Runbook)
    return [set(model.objects.for_org(org).values_list("pk", flat=True)) for model in models]


def taken_in(actor, body, name="f.csv"):
    row = actions.upload(actor, SimpleUploadedFile(name, body))
    actions.work(actions.claim(timezone.now(), row.pk))
    actions.confirm(actor, row)
    actions.work(actions.claim(timezone.now(), row.pk))
    row = Import.objects.for_org(actor.org).get(pk=row.pk)
    assert row.state == Import.State.TAKEN_IN, (row.state, row.faults, row.reason)
    return row


@pytest.mark.postgres
@pytest.mark.parametrize(("write", "name"), [(xlsx.write, "f.xlsx"), (csv_tables.write, "f.zip")])
def test_a_whole_inventory_comes_back_and_goes_again(actor, write, name):
    before, numbers = all_of(actor.org), rows_of(actor.org)
    row = taken_in(actor, write(SMALL), name)
    told = export(actor.org, AS_OF)
    assert (told.functions, told.runbooks) == (SMALL.functions, SMALL.runbooks)
    actions.undo_import(actor, row)
    assert (all_of(actor.org), rows_of(actor.org)) == (before, numbers)


def test_taking_back_brings_back_what_was_changed(actor):
    actions.import_portfolio(actor, SMALL)
    before = all_of(actor.org)
    row = taken_in(actor, b"Function,Criticality,Dependency,Option,Capacity\nClaims,5,Ask,Gpt,1\n")
    assert all_of(actor.org) != before
    actions.undo_import(actor, row)
    assert all_of(actor.org) == before


def test_what_was_changed_since_is_not_undone(actor):
    row = taken_in(actor, GOOD.encode())
    claims = Function.objects.for_org(actor.org).get(name="Claims")
    actions.edit_function(actor, claims, criticality=1)
    with pytest.raises(ValidationError, match=r"ada@example.org changed a function \(“Claims”\)"):
        actions.undo_import(actor, row)
    assert Function.objects.for_org(actor.org).count() == 2


def test_an_option_added_since_is_not_undone_either(actor):
    row = taken_in(actor, GOOD.encode())
    claims = Function.objects.for_org(actor.org).get(name="Claims")
    actions.add_dependency(actor, claims, name="Ask")
    with pytest.raises(ValidationError, match="added an AI dependency"):
        actions.undo_import(actor, row)


def test_what_was_changed_elsewhere_is_no_hindrance(actor):
    row = taken_in(actor, GOOD.encode())
    other = actions.add_function(actor, name="Mine", rto_minutes=60, mtpd_minutes=60)
    actions.undo_import(actor, row)
    assert [f.pk for f in Function.objects.for_org(actor.org)] == [other.pk]


def test_files_are_taken_back_the_last_first(actor):
    first = taken_in(actor, GOOD.encode())
    second = taken_in(actor, b"Function,Criticality\nClaims,1\n")
    with pytest.raises(ValidationError, match="took in a file"):
        actions.undo_import(actor, first)
    actions.undo_import(actor, second)
    actions.undo_import(actor, first)
    assert not Function.objects.for_org(actor.org).exists()


def test_twice_is_refused(actor):
    row = taken_in(actor, GOOD.encode())
    actions.undo_import(actor, row)
    with pytest.raises(ValidationError, match="nothing of it to take back"):
        actions.undo_import(actor, Import.objects.for_org(actor.org).get(pk=row.pk))
