"""An outage finds whom it hits: each owner is told once, and once more when it is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.inventory.models import Function
from continuity.orgs.models import Role
from continuity.reminders import actions, composing
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages
from continuity.risk.current import refresh
from continuity.risk.models import Assessment
from continuity.runbooks.models import Activation
from tests.factories import (
    NOON,
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    OrganizationFactory,
    OutageFactory,
)
from tests.factories_runbooks import RunbookFactory

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


def test_each_thing_that_a_function_asks_has_its_own_way_out(org, owner):
    service = ComponentFactory(name="API")
    function = FunctionFactory(organization=org, name="Claims", owner_email="ada@example.org")
    for n, minutes in ((1, 20), (2, 30)):
        dependency = DependencyFactory(organization=org, function=function, name=f"Ask {n}")
        OptionFactory(organization=org, dependency=dependency, position=0, on=[service])
        OptionFactory(
            organization=org,
            dependency=dependency,
            position=1,
            name=f"Hand {n}",
            switch_minutes=minutes,
            runbook=RunbookFactory(organization=org, title=f"Book {n}"),
        )
    refresh(org)
    OutageFactory(component=service, started_at=timezone.now())
    answer_outages()
    called = Activation.objects.for_org(org).order_by("runbook__title")
    assert [(a.runbook.title, a.reason) for a in called] == [
        ("Book 1", "Claims moves to Hand 1"),
        ("Book 2", "Claims moves to Hand 2"),
    ]
    (mail,) = messages()
    assert "Ask 1: carried by Hand 1, after 20\xa0min." in mail.body
    assert "Ask 2: carried by Hand 2, after 30\xa0min." in mail.body
    for activation in called:
        assert f"/runbooks/{activation.runbook_id}/#steps" in mail.body


def test_a_way_out_that_falls_with_the_same_cloud_is_not_proposed(org, owner):
    cloud = ComponentFactory(name="Cloud")
    function = FunctionFactory(organization=org, name="Claims", owner_email="ada@example.org")
    dependency = DependencyFactory(organization=org, function=function, name="Sorting")
    for place, title in enumerate(("Stay on A", "Move to B")):
        service = ComponentFactory()
        EdgeFactory(component=service, runs_on=cloud)
        OptionFactory(
            organization=org,
            dependency=dependency,
            position=place,
            on=[service],
            runbook=RunbookFactory(organization=org, title=title),
        )
    refresh(org)
    OutageFactory(component=cloud, started_at=timezone.now())
    answer_outages()
    assert not Activation.objects.for_org(org).exists()
    (mail,) = messages()
    assert "Sorting: nothing carries it." in mail.body
    assert f"/inventory/{function.pk}/" in mail.body


def test_what_stands_but_falls_short_is_still_proposed(org, owner):
    service = ComponentFactory()
    function = FunctionFactory(organization=org, name="Claims", minimum_capacity="0.8")
    dependency = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=dependency, position=0, on=[service])
    OptionFactory(
        organization=org,
        dependency=dependency,
        position=1,
        capacity="0.5",
        runbook=RunbookFactory(organization=org, title="Half by hand"),
    )
    refresh(org)
    OutageFactory(component=service, started_at=timezone.now())
    answer_outages()
    activation = Activation.objects.for_org(org).get()
    assert activation.runbook.title == "Half by hand"
    assert activation.reason == "Claims has nothing that carries it"


def test_when_it_is_over_the_same_people_hear_it_once(world, org):
    outage = OutageFactory(component=world, started_at=timezone.now() - timedelta(hours=1))
    answer_outages()
    outage.ended_at = timezone.now()
    outage.save()
    for _ in range(3):
        answer_outages()
    assert [m.subject for m in messages()][1:] == ["Cloud is back"]
    assert Reminder.objects.for_org(org).get().done_at is not None


def test_who_ticked_it_off_meanwhile_hears_that_it_is_over(world, org, actor):
    outage = OutageFactory(component=world, started_at=timezone.now() - timedelta(hours=1))
    answer_outages()
    actions.done(actor, Reminder.objects.for_org(org).get())
    outage.ended_at = timezone.now()
    outage.save()
    for _ in range(3):
        answer_outages()
    assert [m.subject for m in messages()][1:] == ["Cloud is back"]


def test_who_left_meanwhile_hears_no_more(world, org):
    outage = OutageFactory(component=world, started_at=timezone.now() - timedelta(hours=1))
    answer_outages()
    org.memberships.filter(user__email="ada@example.org").delete()
    outage.ended_at = timezone.now()
    outage.save()
    answer_outages()
    assert [m.recipient for m in messages()] == ["ada@example.org", "olga@example.org"]


def test_an_address_may_be_as_long_as_addresses_are(world, org):
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.org"
    org.memberships.filter(user__email="ada@example.org").delete()
    MembershipFactory(organization=org, user__email=long)
    Function.objects.for_org(org).update(owner_email=long)
    outage = OutageFactory(component=world, started_at=timezone.now() - timedelta(hours=1))
    answer_outages()
    outage.ended_at = timezone.now()
    outage.save()
    for _ in range(3):
        answer_outages()
    assert [m.recipient for m in messages()] == [long, long]


def test_an_organisation_that_cannot_be_answered_holds_up_no_other(world, org, monkeypatch):
    other = OrganizationFactory()
    MembershipFactory(organization=other, role=Role.OWNER, user__email="eve@example.org")
    function = FunctionFactory(organization=other)
    dependency = DependencyFactory(organization=other, function=function)
    OptionFactory(organization=other, dependency=dependency, on=[world])
    refresh(other)
    letter = composing.outage_letter

    def refuse_ours(whose, *args, **more):
        if whose == org:
            raise RuntimeError("no words")
        return letter(whose, *args, **more)

    monkeypatch.setattr(composing, "outage_letter", refuse_ours)
    OutageFactory(component=world, started_at=timezone.now())
    assert answer_outages() == 1
    assert [m.recipient for m in messages()] == ["eve@example.org"]
    assert not Activation.objects.for_org(org).exists()  # all of it, or none
    monkeypatch.undo()
    assert answer_outages() == 1


def test_a_quiet_round_costs_the_same_however_many_outages(world, django_assert_num_queries):
    OutageFactory(component=world, started_at=timezone.now())
    hour = timezone.now() - timedelta(hours=1)
    Assessment.objects.across_orgs("test").update(at=hour)  # nobody was assessed a moment ago
    long_over = {"started_at": NOON, "ended_at": timezone.now() - timedelta(days=1)}
    answer_outages()
    with django_assert_num_queries(2):
        answer_outages()
    OutageFactory.create_batch(20, **long_over)
    OutageFactory.create_batch(20, started_at=timezone.now())
    answer_outages()
    with django_assert_num_queries(2):
        answer_outages()


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
