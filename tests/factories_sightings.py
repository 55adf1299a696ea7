"""Rows of what people say and what other systems send."""

from datetime import UTC, datetime, timedelta

import factory

from continuity.sightings.models import Delivery, Hook, Sighting, Upstream
from tests.factories import ComponentFactory, OrgBase, UserFactory


def now():
    return datetime.now(UTC)


def same_org(name: str):
    return factory.SubFactory(
        f"tests.factories_sightings.{name}", organization=factory.SelfAttribute("..organization")
    )


class SightingFactory(OrgBase):
    class Meta:
        model = Sighting

    component = factory.SubFactory(ComponentFactory)
    user = factory.SubFactory(UserFactory)
    said_at = factory.LazyFunction(now)
    renewed_at = factory.SelfAttribute("said_at")
    until = factory.LazyAttribute(lambda word: word.renewed_at + timedelta(hours=4))


class HookFactory(OrgBase):
    class Meta:
        model = Hook

    name = factory.Sequence("Hook {}".format)
    kind = "generic"
    secret_hash = factory.Sequence("{:064d}".format)


class UpstreamFactory(OrgBase):
    class Meta:
        model = Upstream

    hook = same_org("HookFactory")
    key = factory.Sequence("up-{}".format)
    name = factory.Sequence("Upstream {}".format)
    said_at = factory.LazyFunction(now)


class DeliveryFactory(OrgBase):
    class Meta:
        model = Delivery

    hook = same_org("HookFactory")
    at = factory.LazyFunction(now)
    outcome = "accepted"
