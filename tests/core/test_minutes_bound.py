"""Lengths of time stay within a century, in the API as in files: longer ones overflow later on."""

import pytest
from django.apps import apps
from django.core.validators import MaxValueValidator
from django.db import IntegrityError, transaction
from django.db.models import IntegerField

from continuity.core.bounds import MOST_MINUTES
from continuity.inventory.portable.fields import MAX_MINUTES
from continuity.risk.picture import _kept
from tests.factories import DependencyFactory, FunctionFactory
from tests.factories_runbooks import RunbookFactory, StepFactory

WORKED_OUT = {"recovery_minutes"}
TYPED = [
    field
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, IntegerField) and field.name.rpartition("_")[2] == "minutes"
    if field.name not in WORKED_OUT
]


@pytest.mark.parametrize("field", TYPED, ids=str)
def test_every_field_of_minutes_has_the_bound(field):
    bounds = [v.limit_value for v in field.validators if isinstance(v, MaxValueValidator)]
    assert min(bounds) <= MOST_MINUTES


def test_files_have_the_same_bound():
    assert MAX_MINUTES == MOST_MINUTES


@pytest.mark.parametrize("minutes", [MOST_MINUTES + 1, 2**62])
def test_the_api_refuses_more(browser, api, org, minutes):
    dependency = DependencyFactory(organization=org)
    runbook = RunbookFactory(organization=org)
    function = {"name": "F", "criticality": 3, "rto_minutes": minutes, "mtpd_minutes": minutes}
    option = {"dependency": dependency.pk, "name": "O", "on": [], "switch_minutes": minutes}
    step = {"runbook": runbook.pk, "title": "S", "minutes": minutes}
    for path, sent in (("functions", function), ("options", option), ("steps", step)):
        answer = browser.post(f"{api}{path}/", sent, content_type="application/json")
        assert answer.status_code == 400
        assert {name for name, value in sent.items() if value == minutes} == set(answer.json())


def test_the_database_refuses_more(org):
    for factory, field in ((FunctionFactory, "mtpd_minutes"), (StepFactory, "minutes")):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(organization=org, **{field: MOST_MINUTES + 1})


def test_what_is_worked_out_fits_its_column():
    assert [_kept(m) for m in (None, 5, 2**40)] == [None, 5, 2**31 - 1]
