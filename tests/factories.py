"""Rows of the nouns that all lean on: each factory makes a whole row with its organisation."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from continuity.inventory.models import Dependency, Function, Import, Option
from continuity.orgs.models import Invitation, Membership, Organization, Role, Token, User
from continuity.providers.models import Component, Edge, Feed, Outage, Provider, Signal

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Base(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _get_manager(cls, model_class):
        return model_class._default_manager


class OrganizationFactory(Base):
    class Meta:
        model = Organization

    name = factory.Sequence("Organisation {}".format)
    slug = factory.Sequence("org-{}".format)


class UserFactory(Base):
    class Meta:
        model = User

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)


class MembershipFactory(Base):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.EDITOR


class OrgBase(Base):
    class Meta:
        abstract = True

    organization = factory.SubFactory(OrganizationFactory)


def same_org(made: type[OrgBase], **more):
    """A related row of the same organisation."""
    return factory.SubFactory(made, organization=factory.SelfAttribute("..organization"), **more)


class InvitationFactory(OrgBase):
    class Meta:
        model = Invitation

    email = factory.Sequence("guest{}@example.org".format)
    secret_hash = factory.Sequence("{:064d}".format)
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: datetime.now(UTC) + timedelta(days=7))


class TokenFactory(OrgBase):
    class Meta:
        model = Token

    user = factory.SubFactory(UserFactory)
    name = "Script"
    prefix = "cty_abcd"
    secret_hash = factory.Sequence("{:064d}".format)


class ProviderFactory(Base):
    """In the catalogue; give ``organization`` for an own one."""

    class Meta:
        model = Provider

    slug = factory.Sequence("provider-{}".format)
    name = factory.Sequence("Provider {}".format)


class ComponentFactory(Base):
    class Meta:
        model = Component

    provider = factory.SubFactory(ProviderFactory)
    key = factory.Sequence("provider/component-{}".format)
    name = factory.Sequence("Component {}".format)


class EdgeFactory(Base):
    class Meta:
        model = Edge

    component = factory.SubFactory(ComponentFactory)
    runs_on = factory.SubFactory(ComponentFactory)


class FeedFactory(Base):
    class Meta:
        model = Feed

    provider = factory.SubFactory(ProviderFactory)
    url = factory.Sequence("https://status.example.org/{}.json".format)
    format = "statuspage"
    next_due = NOON


class SignalFactory(Base):
    class Meta:
        model = Signal

    feed = factory.SubFactory(FeedFactory)
    component = factory.SubFactory(ComponentFactory)
    upstream_id = factory.Sequence("up{}".format)


class OutageFactory(Base):
    class Meta:
        model = Outage

    component = factory.SubFactory(ComponentFactory)
    title = "Elevated errors"
    started_at = NOON
    confirmed_at = NOON


class FunctionFactory(OrgBase):
    class Meta:
        model = Function

    key = factory.Sequence("function-{}".format)
    name = factory.Sequence("Function {}".format)
    criticality = 3
    rto_minutes = 60
    mtpd_minutes = 480
    minimum_capacity = "0.5"


class DependencyFactory(OrgBase):
    class Meta:
        model = Dependency

    function = same_org(FunctionFactory)
    key = factory.Sequence("dependency-{}".format)
    name = factory.Sequence("Dependency {}".format)


class OptionFactory(OrgBase):
    class Meta:
        model = Option
        skip_postgeneration_save = True

    dependency = same_org(DependencyFactory)
    key = factory.Sequence("option-{}".format)
    name = factory.Sequence("Option {}".format)
    position = factory.Sequence(int)

    @factory.post_generation
    def on(self, create, components, **kwargs):
        if create and components:
            self.on.set(components)


class ImportFactory(OrgBase):
    class Meta:
        model = Import

    name = "functions.csv"
    format = "tables"
    state = Import.State.CANCELLED
    sha256 = "0" * 64
