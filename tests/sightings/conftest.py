"""A clock that tests set, and people who press."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from tests.factories import ComponentFactory, MembershipFactory

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = T0

    def forward(self, **how):
        self.now += timedelta(**how)
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """Ten in the morning, until it is put forward."""
    one = Clock()
    monkeypatch.setattr(timezone, "now", lambda: one.now)
    return one


@pytest.fixture
def part(db):
    return ComponentFactory(name="Claude API", provider__name="Anthropic")


@pytest.fixture
def person(org):
    """Makes members of Ada's organisation, as actors."""

    def make(role=Role.VIEWER, **more):
        seat = MembershipFactory(organization=org, role=role, **more)
        return Actor(org, seat.user, role)

    return make
