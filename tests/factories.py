"""Rows for tests: each factory makes a whole, valid row with its organisation."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from continuity.campaigns.models import Answer, Campaign
from continuity.inventory.models import Dependency, Function, Import, Option
from continuity.orgs.models import Invitation, Membership, Organization, Role, Token, User
from continuity.plans.models import Approval, Document, Plan, Version
from continuity.providers.models import Component, Edge, Feed, Outage, Provider, Signal
from continuity.reminders.models import Answered, Notification, Reminder
from continuity.risk.models import Assessment, FunctionScore, Gap, Outlook, Prior
from continuity.runbooks.models import Activation, Exercise, Runbook, RunbookVersion, Step

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


def same_org(path: str, **more):
    """A related row of the same organisation."""
    return factory.SubFactory(
        f"tests.factories.{path}", organization=factory.SelfAttribute("..organization"), **more
    )


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


class RunbookFactory(OrgBase):
    class Meta:
        model = Runbook

    key = factory.Sequence("runbook-{}".format)
    title = factory.Sequence("Runbook {}".format)


class StepFactory(OrgBase):
    class Meta:
        model = Step

    runbook = same_org("RunbookFactory")
    key = factory.Sequence("step-{}".format)
    title = factory.Sequence("Step {}".format)


class RunbookVersionFactory(OrgBase):
    class Meta:
        model = RunbookVersion

    runbook = same_org("RunbookFactory")
    number = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyFunction(lambda: {"title": "Runbook", "steps": []})
    sha256 = "0" * 64
    created_by = "ada@example.org"


class ExerciseFactory(OrgBase):
    class Meta:
        model = Exercise

    runbook = same_org("RunbookFactory")
    held_on = NOON.date()
    passed = True


class ActivationFactory(OrgBase):
    class Meta:
        model = Activation

    runbook = same_org("RunbookFactory")
    outage = factory.SubFactory(OutageFactory)
    proposed_at = NOON


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

    function = same_org("FunctionFactory")
    key = factory.Sequence("dependency-{}".format)
    name = factory.Sequence("Dependency {}".format)


class OptionFactory(OrgBase):
    class Meta:
        model = Option
        skip_postgeneration_save = True

    dependency = same_org("DependencyFactory")
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


class CampaignFactory(OrgBase):
    class Meta:
        model = Campaign

    title = factory.Sequence("BIA {}".format)
    due_on = factory.LazyFunction(lambda: (datetime.now(UTC) + timedelta(days=28)).date())


class AnswerFactory(OrgBase):
    class Meta:
        model = Answer

    campaign = same_org("CampaignFactory", state="open", started_at=NOON)
    function = same_org("FunctionFactory")
    asked_at = NOON
    was = factory.LazyAttribute(lambda answer: {"name": answer.function.name})


class AssessmentFactory(OrgBase):
    class Meta:
        model = Assessment

    day = NOON.date()
    at = NOON
    revision = 0
    score = "50"
    method = "test"


class FunctionScoreFactory(OrgBase):
    class Meta:
        model = FunctionScore

    function = same_org("FunctionFactory")
    score = "50"


class GapFactory(OrgBase):
    class Meta:
        model = Gap

    function = same_org("FunctionFactory")
    component = factory.SubFactory(ComponentFactory)
    verdict = "lost"
    gap = "1"


class PriorFactory(OrgBase):
    class Meta:
        model = Prior

    kind = "service"
    outages_per_year = "2"
    median_minutes = 30
    long_minutes = 120
    worth_years = "1"
    why = "Our own records"


class OutlookFactory(OrgBase):
    class Meta:
        model = Outlook

    at = NOON
    day = NOON.date()
    revision = 0
    method = "test"


class PlanFactory(OrgBase):
    class Meta:
        model = Plan

    key = factory.Sequence("plan-{}".format)
    title = factory.Sequence("Plan {}".format)


class VersionFactory(OrgBase):
    class Meta:
        model = Version

    plan = same_org("PlanFactory")
    number = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyFunction(dict)
    sha256 = "0" * 64
    created_at = NOON
    created_by = "ada@example.org"
    render_due = NOON


class DocumentFactory(OrgBase):
    class Meta:
        model = Document

    version = same_org("VersionFactory")
    pdf = "kept.pdf"
    sha256 = "0" * 64
    pages = 1
    kept_at = NOON


class ApprovalFactory(OrgBase):
    class Meta:
        model = Approval

    version = same_org("VersionFactory")
    user = factory.SubFactory(UserFactory)
    role = "Approver"
    approved = True
    sha256 = "0" * 64
    at = NOON


class ReminderFactory(OrgBase):
    class Meta:
        model = Reminder

    kind = "plan_review"
    key = factory.Sequence("reminder-{}".format)
    subject = "Review the plan"
    path = "/"
    due_at = NOON


class AnsweredFactory(Base):
    class Meta:
        model = Answered

    outage = factory.SubFactory(OutageFactory)
    at = NOON


class NotificationFactory(OrgBase):
    class Meta:
        model = Notification

    recipient = "ada@example.org"
    subject = "Hello"
    body = "Hello"
    key = factory.Sequence("notification-{}".format)
    message_id = factory.Sequence("<{}@continuity>".format)
    next_at = NOON
