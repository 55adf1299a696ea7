"""What is frozen: all of it, by key, without floats, in as many queries for one row as for many."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.plans import actions, snapshot
from continuity.plans.models import Plan, Version
from continuity.providers.models import Component
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
    OrganizationFactory,
    OutageFactory,
)
from tests.factories_plans import PlanFactory
from tests.factories_runbooks import ExerciseFactory, RunbookFactory, StepFactory

DAY = date(2026, 11, 24)


@pytest.fixture
def plan(org):
    made = PlanFactory(organization=org)
    return Plan.objects.for_org(org).select_related("organization").get(pk=made.pk)


def leaning(org, **fields):
    """A function that asks one thing, served by an API on a cloud, with a tried fallback."""
    function = FunctionFactory(organization=org, **fields)
    dependency = DependencyFactory(organization=org, function=function)
    api, cloud = ComponentFactory(name="API"), ComponentFactory(name="Cloud", kind="host")
    EdgeFactory(component=api, runs_on=cloud, evidence="Said so")
    book = RunbookFactory(organization=org)
    StepFactory(organization=org, runbook=book, minutes=30)
    ExerciseFactory(organization=org, runbook=book, held_on=date(2026, 9, 1))
    OptionFactory(organization=org, dependency=dependency, on=[api], position=0)
    OptionFactory(
        organization=org,
        dependency=dependency,
        runbook=book,
        position=1,
        switch_minutes=20,
        tested_on=date(2025, 1, 1),
    )
    OutageFactory(component=cloud)
    return function


def test_more_rows_cost_no_more_queries(org, plan, django_assert_num_queries):
    leaning(org)
    with CaptureQueriesContext(connection) as asked:
        snapshot.take(plan, DAY)
    for _ in range(12):
        leaning(org)
    with django_assert_num_queries(len(asked)):
        assert len(snapshot.take(plan, DAY)["functions"]) == 13


def test_two_components_of_one_name_stay_two(org, plan):
    leaning(org)
    leaning(org)
    rows = snapshot.take(plan, DAY)["components"]
    assert len({row["id"] for row in rows}) == len({row["name"] for row in rows}) == 4
    assert all(row["provider"] in row["name"] for row in rows)


def test_it_says_what_rests_on_what_and_how_we_know(org, plan):
    leaning(org)
    record = snapshot.take(plan, DAY)
    names = {row["id"]: row["name"] for row in record["components"]}
    (edge,) = record["edges"]
    assert (names[edge["component"]], names[edge["runs_on"]]) == ("API", "Cloud")
    assert (edge["evidence"], edge["own"]) == ("Said so", False)
    assert [row["name"] for row in record["outages"]] == ["Cloud"]


def test_a_passed_exercise_of_the_runbook_tests_the_option(org, plan):
    leaning(org)
    record = snapshot.take(plan, DAY)
    options = record["functions"][0]["dependencies"][0]["options"]
    assert [option["tested_on"] for option in options] == [None, "2026-09-01"]
    (book,) = record["runbooks"]
    assert (book["minutes"], book["serves"]) == (30, [record["functions"][0]["name"]])


def test_a_plan_of_some_functions_leaves_out_the_others(org, plan):
    chosen, _other = leaning(org, name="Chosen"), leaning(org, name="Other")
    plan.functions.set([chosen])
    record = snapshot.take(plan, DAY)
    assert [f["name"] for f in record["functions"]] == ["Chosen"]
    assert len(record["components"]) == 2
    assert [bool(book["serves"]) for book in record["runbooks"]] == [True, False]


def test_what_hurts_first_comes_first(org, plan):
    for name, criticality, rto in (("low", 1, 1), ("slow", 5, 60), ("quick", 5, 5)):
        leaning(org, name=name, criticality=criticality, rto_minutes=rto)
    record = snapshot.take(plan, DAY)
    assert [f["name"] for f in record["functions"]] == ["quick", "slow", "low"]
    assert [book["serves"] for book in record["runbooks"]] == [["quick"], ["slow"], ["low"]]


def test_nothing_of_another_organisation_is_in_it(org, plan):
    leaning(org)
    before = snapshot.take(plan, DAY)
    theirs = OrganizationFactory(name="Strangers")
    leaning(theirs, name="Secret function")
    assert snapshot.same(before, snapshot.take(plan, DAY))


@pytest.mark.postgres
def test_the_database_gives_back_what_was_hashed(org, actor, plan):
    """Whatever a database does to JSON: the order of keys, spaces, letters beyond ASCII."""
    leaning(org, name="Größe → 漢字 \\u0041", minimum_capacity="0.123456789")
    version = actions.freeze(actor, plan)
    kept = Version.objects.for_org(org).get(pk=version.pk)
    assert snapshot.sha256(kept.snapshot) == kept.sha256 == version.sha256
    assert json.loads(snapshot.canonical(kept.snapshot)) == kept.snapshot


def test_freezing_twice_makes_one_version(org, actor, plan):
    leaning(org)
    first = actions.freeze(actor, plan)
    assert actions.freeze(actor, plan) is None
    actions.submit(actor, first)
    assert actions.freeze(actor, plan).number == 2


def test_a_circle_of_corrections_is_cut(org, plan):
    """Their own word outweighs the catalogue's hint, which would close a circle."""
    leaning(org)
    rows = Component.objects.for_org(org)
    EdgeFactory(component=rows.get(name="Cloud"), runs_on=rows.get(name="API"), organization=org)
    record = snapshot.take(plan, DAY)
    assert [row["name"] for row in record["components"]] == ["API"]
    assert record["edges"] == []
