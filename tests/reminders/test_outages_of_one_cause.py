"""What falls with one cause is one message a person; each outage is answered by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.audit.chain import verify_org
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
)
from tests.factories_runbooks import RunbookFactory

pytestmark = pytest.mark.postgres


def leaning(org, component, name, email="ada@example.org", fallback=()):
    function = FunctionFactory(organization=org, name=name, owner_email=email)
    ask = DependencyFactory(organization=org, function=function, name="Ask")
    OptionFactory(organization=org, dependency=ask, position=0, on=[component])
    book = RunbookFactory(organization=org)
    OptionFactory(
        organization=org,
        dependency=ask,
        position=1,
        name=f"Spare of {name}",
        switch_minutes=10,
        on=list(fallback),
        runbook=book,
    )
    return function


@pytest.fixture
def tower(org, owner):
    """Claims on the API, which runs on the cloud; it is Ada's, and Ben a member."""
    MembershipFactory(organization=org, user__email="ben@example.org")
    cloud, api = ComponentFactory(name="Cloud"), ComponentFactory(name="API")
    EdgeFactory(component=api, runs_on=cloud)
    leaning(org, api, "Claims")
    refresh(org)
    return cloud, api


def mails():
    rows = Notification.objects.across_orgs("test").order_by("pk")
    return [(row.recipient.partition("@")[0], row.subject) for row in rows]


def ends(outage):
    outage.ended_at = timezone.now()
    outage.save()
    answer_outages()


def test_what_falls_with_the_cloud_is_one_message_and_ends_once(tower, org):
    cloud, api = tower
    now = timezone.now()
    first = OutageFactory(component=cloud, started_at=now - timedelta(minutes=20))
    second = OutageFactory(component=api, started_at=now)
    answer_outages()
    assert mails() == [("ada", "Cloud: major outage, and 1 with it; 1 of your functions feels it")]
    assert "With it fell: API (major outage)." in Notification.objects.for_org(org).get().body
    assert Activation.objects.for_org(org).count() == 2  # each is evaluated by itself
    ends(first)
    assert len(mails()) == 1
    ends(second)
    answer_outages()
    assert mails()[1:] == [("ada", "Cloud is back")]
    assert "So is what fell with it: API." in Notification.objects.for_org(org).last().body
    assert not Reminder.objects.for_org(org).filter(done_at=None).exists()
    assert verify_org(org).holds


def test_one_that_joins_later_is_silent_if_nothing_more_is_hit(tower, org):
    cloud, api = tower
    now = timezone.now()
    OutageFactory(component=cloud, started_at=now - timedelta(minutes=20))
    answer_outages()
    OutageFactory(component=api, started_at=now)
    for _ in range(3):
        answer_outages()
    assert len(mails()) == 1
    assert Activation.objects.for_org(org).count() == 2


def test_one_that_joins_later_is_told_of_the_function_that_it_adds(tower, org):
    _cloud, api = tower
    other = ComponentFactory(name="Mail", provider=api.provider)
    leaning(org, other, "Letters")
    refresh(org)
    now = timezone.now()
    OutageFactory(component=api, started_at=now - timedelta(minutes=4))
    answer_outages()
    OutageFactory(component=other, started_at=now)
    for _ in range(3):
        answer_outages()
    first, second = Notification.objects.for_org(org).order_by("pk")
    assert "Claims" in first.body
    assert "Letters" in second.body
    assert "Claims –" not in second.body
    assert second.subject == "API: major outage, and 1 with it; 1 of your functions feels it"


def test_half_an_hour_later_it_is_a_message_of_its_own(tower, org):
    cloud, api = tower
    now = timezone.now()
    OutageFactory(component=cloud, started_at=now - timedelta(minutes=31))
    answer_outages()
    OutageFactory(component=api, started_at=now)
    answer_outages()
    assert [subject.partition(":")[0] for _who, subject in mails()] == ["Cloud", "API"]


def test_what_we_suspected_joins_with_the_providers_own_word(tower, org):
    _cloud, api = tower
    OutageFactory(
        component=api,
        organization=org,
        source="probe",
        suspected=True,
        started_at=timezone.now() - timedelta(hours=1),
    )
    answer_outages()
    assert mails() == [("ada", "API may be down: 1 of your functions feels it")]
    assert "This is suspected: seen by your probe." in Notification.objects.for_org(org).get().body
    assert not Activation.objects.for_org(org).exists()  # a suspicion sets nothing off
    OutageFactory(component=api, started_at=timezone.now())
    for _ in range(3):
        answer_outages()
    assert mails()[1:] == [
        ("ada", "The provider now says so, API: major outage, 1 of your functions feels it")
    ]
    assert Activation.objects.for_org(org).count() == 1


def test_a_fallback_that_is_down_itself_is_said_and_nothing_carries_it(org, owner):
    api, spare = ComponentFactory(name="API"), ComponentFactory(name="Spare API")
    leaning(org, api, "Claims", fallback=[spare])
    refresh(org)
    spare.state = "major_outage"
    spare.save()
    OutageFactory(component=api, started_at=timezone.now())
    answer_outages()
    body = Notification.objects.for_org(org).get().body
    assert "nothing carries it. Spare of Claims is hit itself (Spare API: major outage)." in body
    assert not Activation.objects.for_org(org).exists()


def test_the_next_in_line_is_named_where_the_first_is_down(org, owner):
    api, spare = ComponentFactory(name="API"), ComponentFactory(name="Spare API")
    function = leaning(org, api, "Claims", fallback=[spare])
    book = RunbookFactory(organization=org, title="By hand")
    ask = function.dependencies.get()
    OptionFactory(
        organization=org, dependency=ask, position=2, name="Hand", switch_minutes=25, runbook=book
    )
    refresh(org)
    spare.state = "partial_outage"
    spare.save()
    OutageFactory(component=api, started_at=timezone.now())
    answer_outages()
    body = Notification.objects.for_org(org).get().body
    assert "next in line is Hand, after 25\xa0min. Spare of Claims is hit itself" in body
    assert Activation.objects.for_org(org).get().runbook == book


def test_a_fallback_of_which_nothing_is_known_is_said_to_be_so(org, owner):
    api, spare = ComponentFactory(name="API"), ComponentFactory(name="Spare API")
    leaning(org, api, "Claims", fallback=[spare])
    refresh(org)
    spare.state = "unknown"
    spare.save()
    OutageFactory(component=api, started_at=timezone.now())
    answer_outages()
    body = Notification.objects.for_org(org).get().body
    assert (
        "carried by Spare of Claims, after 10\xa0min. How it does is not known: Spare API." in body
    )
