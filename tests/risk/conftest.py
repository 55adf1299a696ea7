"""A function that rests on one cloud, and the map of it."""

import re
from html import unescape

import pytest

from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
)


@pytest.fixture
def azure():
    return ComponentFactory(name="Microsoft Azure", provider__name="Microsoft")


@pytest.fixture
def claims(org, azure):
    """Its fallback shares the cloud with what it replaces; by hand it comes too late."""
    function = FunctionFactory(
        organization=org, name="Claims triage", criticality=5, mtpd_minutes=120, rto_minutes=60
    )
    ask = DependencyFactory(organization=org, function=function, name="Classify")
    for position, name in enumerate(("OpenAI API", "Azure OpenAI")):
        api = ComponentFactory(name=name)
        EdgeFactory(component=api, runs_on=azure)
        OptionFactory(
            organization=org, dependency=ask, position=position, name=f"GPT on {name}", on=[api]
        )
    OptionFactory(
        organization=org, dependency=ask, position=2, name="By hand", switch_minutes=600, on=[]
    )
    return function


@pytest.fixture
def map_url(home):
    return f"{home}risk/map/"


def boxes(text):
    """What each box says to a screen reader, in the order of the page."""
    return [unescape(said) for said in re.findall(r'class="box [^>]*aria-label="([^"]*)"', text)]
