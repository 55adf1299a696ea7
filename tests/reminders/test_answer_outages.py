"""An outage finds whom it hits: each owner is told once, and once more when it is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.orgs.models import Role
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages
from continuity.risk.current import refresh
from continuity.runbooks.models import Activation
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    OutageFactory,
    RunbookFactory,
)

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(org, owner):
    """Claims runs on the API, which runs on the cloud; it falls back by a runbook."""
    cloud = ComponentFactory(name="Cloud")
    service = ComponentFactory(name="API")
    EdgeFactory(component=service, runs_on=cloud)
    runbook = RunbookFactory(organization=org, title="Sort by hand")
    for name in ("Claims", "Quotes"):
        function = FunctionFactory(organization=org, name=name, owner_email="ada@example.org")
        dependency = DependencyFactory(organization=org, function=function)
        OptionFactory(organization=org, dependency=dependency, position=0, on=[service])
        OptionFactory(
            organization=org,
            dependency=dependency,
            position=1,
            name="By hand",
            switch_minutes=30,
            runbook=runbook,
        )
    refresh(org)
    return cloud


def messages():
    return Notification.objects.across_orgs("test").order_by("pk")


def test_one_message_for_all_the_functions_of_one_owner(world, org):
    OutageFactory(component=world, started_at=timezone.now())
    for _ in range(3):
        answer_outages()
    (mail,) = messages()
    assert mail.recipient == "ada@example.org"
    assert "2 of your functions" in mail.subject
    assert "Claims" in mail.body
    assert "By hand" in mail.body
    assert Reminder.objects.for_org(org).count() == 1
    activation = Activation.objects.for_org(org).get()
    assert activation.state == "proposed"


def test_when_it_is_over_the_same_people_hear_it_once(world, org):
    outage = OutageFactory(component=world, started_at=timezone.now() - timedelta(hours=1))
    answer_outages()
    outage.ended_at = timezone.now()
    outage.save()
    for _ in range(3):
        answer_outages()
    assert [m.subject for m in messages()][1:] == ["Cloud is back"]
    assert Reminder.objects.for_org(org).get().done_at is not None


def test_who_does_not_lean_on_it_hears_nothing(world, db):
    MembershipFactory(role=Role.OWNER)
    OutageFactory(component=ComponentFactory(), started_at=timezone.now())
    answer_outages()
    assert not messages().exists()


def test_old_news_wakes_nobody(world, db):
    OutageFactory(component=world, evidence={"alert": False})
    answer_outages()
    assert not messages().exists()


def test_a_library_event_wakes_nobody(world, db):
    OutageFactory(component=world, source="library", key="x")
    answer_outages()
    assert not messages().exists()
