"""What becomes of an outage: who comes to feel it later, a worse level, one that was missed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.audit.models import Event
from continuity.orgs.models import Organization, Role
from continuity.reminders import actions, composing
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages
from continuity.risk.current import refresh
from continuity.runbooks.models import Activation, Runbook
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    OutageFactory,
)
from tests.factories_runbooks import RunbookFactory, StepFactory

pytestmark = pytest.mark.postgres


def leaning(org, component, name, email, **fields):
    """A function that falls back by a runbook of its own."""
    function = FunctionFactory(organization=org, name=name, owner_email=email, **fields)
    dependency = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=dependency, position=0, on=[component])
    OptionFactory(
        organization=org,
        dependency=dependency,
        position=1,
        switch_minutes=10,
        runbook=RunbookFactory(organization=org),
    )
    return function


@pytest.fixture
def api(org, owner):
    """What Claims, which is Ada's, runs on. Ben is a member too."""
    MembershipFactory(organization=org, user__email="ben@example.org")
    component = ComponentFactory(name="API")
    leaning(org, component, "Claims", "ada@example.org")
    refresh(org)
    return component


def mails():
    rows = Notification.objects.across_orgs("test").order_by("pk")
    return [(row.recipient.partition("@")[0], row.subject) for row in rows]


def rounds(times=3):
    for _ in range(times):
        answer_outages()


def becomes(outage, **fields):
    for name, value in fields.items():
        setattr(outage, name, value)
    outage.save()


def test_who_comes_to_feel_it_later_is_told_then(api, org):
    OutageFactory(component=api, started_at=timezone.now())
    rounds()
    leaning(org, api, "Quotes", "ben@example.org")
    refresh(org)
    rounds()
    assert [who for who, _subject in mails()] == ["ada", "ben"]
    assert Activation.objects.for_org(org).count() == 2


def test_another_function_of_the_same_owner_is_told_of_by_itself(api, org):
    outage = OutageFactory(component=api, started_at=timezone.now())
    rounds()
    leaning(org, api, "Quotes", "ada@example.org")
    refresh(org)
    rounds()
    _first, second = Notification.objects.for_org(org).order_by("pk")
    assert "Claims" not in second.body
    assert "Quotes" in second.body
    becomes(outage, ended_at=timezone.now())
    rounds()
    assert mails()[2:] == [("ada", "API is back")]
    assert not Reminder.objects.for_org(org).filter(done_at=None).exists()


def test_an_outage_of_one_organisation_is_told_in_no_other(api, org):
    """Also where both lean on the component, and it has a shared outage besides."""
    other = MembershipFactory(role=Role.OWNER, user__email="eve@example.org").organization
    leaning(other, api, "Theirs", "eve@example.org")
    refresh(other)
    OutageFactory(component=api, organization=other, started_at=timezone.now())
    OutageFactory(component=api, source="library", key="old", started_at=timezone.now())
    rounds()
    assert [who for who, _subject in mails()] == ["eve"]


def test_each_rise_of_level_is_told_once_and_only_upwards(api, org):
    outage = OutageFactory(component=api, state="degraded", started_at=timezone.now())
    rounds()
    for state in ("partial_outage", "major_outage", "partial_outage", "major_outage"):
        becomes(outage, state=state)
        rounds()
    assert mails() == [
        ("ada", "API: degraded, 1 of your functions feels it"),
        ("ada", "API is worse: partial outage, 1 of your functions feels it"),
        ("ada", "API is worse: major outage, 1 of your functions feels it"),
    ]
    last = Notification.objects.for_org(org).last()
    assert last.key.endswith(":major_outage")
    assert "It was partial outage before." in last.body
    assert "#steps" in last.body


def test_a_jump_over_a_level_is_one_message(api, org, actor):
    outage = OutageFactory(component=api, state="degraded", started_at=timezone.now())
    rounds()
    actions.done(actor, Reminder.objects.for_org(org).get())  # who ticked it off hears it too
    becomes(outage, state="major_outage")
    rounds()
    assert len(mails()) == 2


def test_old_news_that_becomes_worse_is_told(api, org):
    old = {"started_at": timezone.now() - timedelta(hours=9), "evidence": {"alert": False}}
    outage = OutageFactory(component=api, state="degraded", **old)
    rounds()
    assert not mails()
    becomes(outage, state="major_outage")
    worsened(outage)
    rounds()
    assert mails() == [("ada", "API: major outage, 1 of your functions feels it")]
    assert Activation.objects.for_org(org).count() == 1


def worsened(outage):
    """What the verb that worsens it leaves in the installation's chain."""
    Event.objects.across_orgs("test").create(
        organization=Organization.objects.platform(),
        seq=1,
        at=timezone.now(),
        verb="outage.worsen",
        target=f"providers.Outage:{outage.pk}",
    )


def test_what_comes_and_goes_is_told_in_its_first_message(api, org):
    OutageFactory(component=api, started_at=timezone.now(), evidence={"unstable": True})
    rounds()
    assert mails() == [("ada", "API comes and goes: major outage, 1 of your functions feels it")]
    body = Notification.objects.for_org(org).get().body
    assert "It comes and goes: it failed three times within an hour." in body


def test_what_begins_to_come_and_go_later_is_told_once(api, org):
    outage = OutageFactory(component=api, started_at=timezone.now())
    rounds()
    becomes(outage, evidence={"unstable": True})
    rounds()
    assert mails()[1:] == [
        ("ada", "API comes and goes: major outage, 1 of your functions feels it")
    ]


def test_what_began_and_ended_unseen_is_told_once_afterwards(api, org):
    now = timezone.now()
    OutageFactory(
        component=api,
        started_at=now - timedelta(minutes=40),
        ended_at=now - timedelta(minutes=5),
    )
    rounds()
    assert mails() == [("ada", "API was down")]
    body = Notification.objects.for_org(org).get().body
    assert f"was down from {now - timedelta(minutes=40):%-d %b %Y %H:%M} UTC" in body
    assert "Claims" in body
    assert not Activation.objects.for_org(org).exists()
    assert not Reminder.objects.for_org(org).filter(done_at=None).exists()


def test_who_leans_on_it_only_afterwards_hears_nothing_of_it(api, org):
    hour = timedelta(hours=1)
    other = ComponentFactory()
    over = {"started_at": timezone.now() - 2 * hour, "ended_at": timezone.now() - hour}
    OutageFactory(component=other, **over)
    rounds()
    leaning(org, other, "Quotes", "ben@example.org")
    refresh(org)
    rounds()
    assert not mails()


def test_what_ended_long_ago_or_was_old_news_is_not_told_afterwards(api, org):
    day = timedelta(days=1)
    times = {"started_at": timezone.now() - 9 * day, "ended_at": timezone.now() - 8 * day}
    OutageFactory(component=api, **times)
    times["ended_at"] = timezone.now() - day
    OutageFactory(component=api, evidence={"alert": False}, **times)
    rounds()
    assert not mails()


def test_one_that_could_not_be_told_afterwards_is_told_in_the_next_round(api, org, monkeypatch):
    def refuse(*args):
        raise RuntimeError("no words")

    now = timezone.now()
    OutageFactory(component=api, started_at=now - timedelta(hours=1), ended_at=now)
    monkeypatch.setattr(composing, "missed_letter", refuse)
    assert answer_outages() == 0
    monkeypatch.undo()
    assert answer_outages() == 1
    assert mails() == [("ada", "API was down")]


def test_the_owner_hears_else_the_deputy_else_the_administrators(api, org):
    """An address that is nobody's of the organisation is never written to."""
    eve = MembershipFactory(user__email="eve@example.org")  # of another organisation
    for name, deputy in (("Quotes", "ben@example.org"), ("Letters", eve.user.email)):
        leaning(org, api, name, "left@example.org", deputy_email=deputy)
    refresh(org)
    OutageFactory(component=api, started_at=timezone.now())
    rounds()
    told = {row.recipient: row.body for row in Notification.objects.for_org(org)}
    assert sorted(told) == ["ada@example.org", "ben@example.org", "olga@example.org"]
    assert "Letters" in told["olga@example.org"]


def test_moments_are_by_the_clock_of_the_organisation(api, org):
    Organization.objects.filter(pk=org.pk).update(timezone="Asia/Tokyo")
    outage = OutageFactory(component=api, started_at=timezone.now())
    rounds(1)
    there = outage.started_at + timedelta(hours=9)
    assert f"{there:%H:%M} JST" in Notification.objects.for_org(org).get().body


def test_the_link_in_the_mail_leads_to_the_first_step(api, org, browser):
    runbook = org_runbook(org)
    OutageFactory(component=api, started_at=timezone.now())
    rounds(1)
    body = Notification.objects.for_org(org).get().body
    (link,) = [word for word in body.split() if word.endswith("#steps")]
    page = browser.get(link.partition("//")[2].partition("/")[2].join(("/", "")))
    steps = page.text.partition('id="steps"')[2]
    assert steps.index("Look whether it is us") < steps.index("Switch over")
    assert f"/runbooks/{runbook.pk}/" in link


def org_runbook(org):
    runbook = Runbook.objects.for_org(org).get()
    for place, title in enumerate(("Look whether it is us", "Switch over")):
        StepFactory(organization=org, runbook=runbook, title=title, position=place)
    return runbook
