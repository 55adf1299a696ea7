"""A campaign that runs: Ada, an editor, owns one function, Vera, who may only look, another; Olga
owns the organisation and signs off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer, Campaign
from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from tests.factories import DependencyFactory, FunctionFactory, MembershipFactory

IMPACT = [
    {"after_minutes": 0, "cost_per_hour": "100"},
    {"after_minutes": 300, "cost_per_hour": "900.50"},
]


@pytest.fixture
def vera(org):
    """A viewer."""
    seat = MembershipFactory(
        organization=org, role=Role.VIEWER, user__email="vera@example.org", user__name="Vera"
    )
    return Actor(org, seat.user, Role.VIEWER)


@pytest.fixture
def functions(org, vera):
    claims = FunctionFactory(
        organization=org,
        name="Claims",
        key="claims",
        owner_email="Ada@example.org",
        impact=IMPACT,
    )
    letters = FunctionFactory(
        organization=org, name="Letters", key="letters", owner_email="vera@example.org"
    )
    for function in (claims, letters):
        DependencyFactory(organization=org, function=function, key="sort", name="Sort")
        DependencyFactory(organization=org, function=function, key="draft", name="Draft")
    return [claims, letters]


@pytest.fixture
def draft(actor, functions):
    day = timezone.localdate() + timedelta(days=28)
    return actions.add_campaign(actor, title="BIA 2026", due_on=day, note="Be quick.")


@pytest.fixture
def campaign(owner, draft):
    return actions.start(owner, draft)


@pytest.fixture
def answer(org, campaign):
    """What Vera is asked: about Letters."""
    return fresh(Answer.objects.for_org(org).get(function__name="Letters"))


@pytest.fixture
def vera_browser(client, vera):
    client.force_login(vera.user)
    return client


@pytest.fixture
def campaign_url(home, campaign):
    return f"{home}campaigns/{campaign.pk}/"


@pytest.fixture
def asks(home, answer):
    """The pages about what Vera is asked."""
    return f"{home}campaigns/answers/{answer.pk}/"


def fresh(row):
    """As it is read from the database."""
    return type(row).objects.for_org(row.organization).get(pk=row.pk)


def the_campaign(org):
    return Campaign.objects.for_org(org).get()


def function(org, name="Letters"):
    return Function.objects.for_org(org).get(name=name)
