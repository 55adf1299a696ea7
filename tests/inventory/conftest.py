"""A function with one AI dependency, what its options rest on, and portfolios that come back."""

import pytest

from continuity.inventory.actions import import_portfolio
from continuity.inventory.exporters.portable import export
from continuity.orgs.actor import Actor
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
    OrganizationFactory,
)
from tests.portfolios import AS_OF


@pytest.fixture
def cloud(db):
    return ComponentFactory(name="Azure")


@pytest.fixture
def openai(cloud):
    component = ComponentFactory(name="OpenAI API")
    EdgeFactory(component=component, runs_on=cloud)
    return component


@pytest.fixture
def dependency(org):
    function = FunctionFactory(organization=org, name="Claims", minimum_capacity="0.5")
    return DependencyFactory(organization=org, function=function, name="Classify")


@pytest.fixture
def function_url(home, dependency):
    return f"{home}inventory/{dependency.function_id}/"


def option(dependency, position, **fields):
    """One more way to do what the function asks for."""
    return OptionFactory(
        organization=dependency.organization, dependency=dependency, position=position, **fields
    )


def come_back(p):
    """Taken into a new organisation, and what it gives out."""
    org = OrganizationFactory()
    import_portfolio(Actor.system(org), p)
    return org, export(org, p.as_of)


def all_of(org):
    """All that stands in its inventory, to be compared."""
    return export(org, AS_OF, every_component=True)
