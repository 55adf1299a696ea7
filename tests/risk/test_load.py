"""An organisation's rows become a portfolio: its own, corrected, and only what is there."""

import json
from datetime import date

import pytest
from django.utils import timezone

from continuity.risk.load import load
from continuity.risk.method.assess import assess
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
)
from tests.factories_runbooks import ExerciseFactory, RunbookFactory

TODAY = date(2026, 11, 22)
# runbooks, exercises, components, edges, on, options, dependencies, functions, depends_on
QUERIES = 9


@pytest.fixture
def api():
    """A component of the catalogue that runs on a cloud."""
    component, cloud = ComponentFactory(name="API"), ComponentFactory(name="Cloud")
    EdgeFactory(component=component, runs_on=cloud)
    return component


@pytest.fixture
def cloud(api):
    return api.edges.get().runs_on


def add_function(org, *on, **fields):
    function = FunctionFactory(organization=org, minimum_capacity="1", **fields)
    dependency = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=dependency, position=0, on=on)
    return function


def felt(org, function):
    result = assess(load(org, TODAY)).functions[str(function.pk)]
    return {int(name) for name in result.components}


def below(org, component):
    found = {c.id: c for c in load(org, TODAY).components}
    return [int(name) for name in found[str(component.pk)].runs_on]


def test_what_the_catalogue_says_below_counts(org, api, cloud):
    assert felt(org, add_function(org, api)) == {api.pk, cloud.pk}


def test_an_own_correction_takes_a_hint_away_for_its_organisation_alone(org, api, cloud, owner):
    EdgeFactory(component=api, runs_on=cloud, organization=org, present=False)
    elsewhere = add_function(FunctionFactory().organization, api)
    assert felt(org, add_function(org, api)) == {api.pk}
    assert felt(elsewhere.organization, elsewhere) == {api.pk, cloud.pk}


def test_an_own_edge_adds_to_the_catalogue(org, api):
    own = ComponentFactory(organization=org)
    EdgeFactory(component=api, runs_on=own, organization=org)
    assert own.pk in felt(org, add_function(org, api))


def test_where_an_own_edge_and_the_catalogue_go_round_the_own_one_stays(org, api, cloud):
    EdgeFactory(component=cloud, runs_on=api, organization=org)
    assert below(org, cloud) == [api.pk]
    assert below(org, api) == []


def test_what_is_removed_is_gone(org, api):
    gone = add_function(org, api, removed_at=timezone.now())
    kept = add_function(org, api)
    kept.depends_on.add(gone)
    option = OptionFactory(
        organization=org,
        dependency=kept.dependencies.get(),
        position=1,
        runbook=RunbookFactory(organization=org, removed_at=timezone.now()),
    )
    portfolio = load(org, TODAY)
    (function,) = portfolio.functions
    assert (function.id, function.depends_on) == (str(kept.pk), ())
    (dependency,) = function.dependencies
    assert [o.runbook for o in dependency.options if o.id == str(option.pk)] == [None]


def test_a_dependency_without_options_yet_can_be_assessed(org):
    DependencyFactory(organization=org, required=2)
    assert assess(load(org, TODAY)).score == 0


def test_the_order_of_options_is_that_of_their_positions(org, api):
    function = add_function(org, api)
    for position, name in ((2, "Second"), (1, "First")):
        OptionFactory(
            organization=org,
            dependency=function.dependencies.get(),
            position=position,
            name=name,
        )
    (loaded,) = load(org, TODAY).functions
    assert [o.name for o in loaded.dependencies[0].fallbacks] == ["First", "Second"]


def test_an_impact_curve_is_read_as_decimals(org):
    steps = [{"after_minutes": 0, "cost_per_hour": "1200.50"}]
    FunctionFactory(organization=org, impact=json.loads(json.dumps(steps)))
    (function,) = load(org, TODAY).functions
    assert str(function.impact[0].cost_per_hour) == "1200.50"


@pytest.mark.parametrize("rows", [1, 20])
def test_the_queries_are_as_many_for_one_function_as_for_twenty(
    org, api, rows, django_assert_num_queries
):
    for _ in range(rows):
        add_function(org, api)
    with django_assert_num_queries(QUERIES):
        load(org, TODAY)


def test_a_passed_exercise_of_the_runbook_tests_the_options_that_name_it(org):
    runbook = RunbookFactory(organization=org)
    option = OptionFactory(organization=org, runbook=runbook, tested_on=date(2026, 1, 1))
    for held_on, passed in ((date(2026, 3, 1), True), (date(2026, 4, 1), False)):
        ExerciseFactory(organization=org, runbook=runbook, held_on=held_on, passed=passed)
    ExerciseFactory(organization=org, runbook=runbook, held_on=date(2026, 6, 1), passed=True)
    for as_of, tested_on in (
        (date(2026, 2, 1), date(2026, 1, 1)),
        (date(2026, 5, 1), date(2026, 3, 1)),
        (date(2026, 7, 1), date(2026, 6, 1)),
    ):
        (function,) = load(org, as_of).functions
        assert function.dependencies[0].options[0].tested_on == tested_on
    assert option.tested_on == date(2026, 1, 1)
