"""What providers announce: maintenance a day ahead, retirement half a year ahead, and no alarm."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import read_catalogue
from continuity.providers.feeds import stamp
from continuity.providers.models import Component
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages, find_due
from continuity.risk.current import refresh
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FeedFactory,
    FunctionFactory,
    OptionFactory,
    OutageFactory,
    SignalFactory,
)

pytestmark = pytest.mark.postgres
HOUR = timedelta(hours=1)


@pytest.fixture
def api(org, owner):
    part = ComponentFactory(name="Big API")
    function = FunctionFactory(organization=org, name="Claims", owner_email="ada@example.org")
    ask = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=ask, position=0, on=[part])
    OptionFactory(organization=org, dependency=ask, position=1, name="Hand", switch_minutes=5)
    refresh(org)
    return part


def announced(part, starts, ends):
    window = {
        "id": "w1",
        "title": "Database upgrade",
        "state": "scheduled",
        "starts_at": stamp(starts),
        "ends_at": stamp(ends),
        "components": ["c1"],
    }
    feed = FeedFactory(provider=part.provider, posts={"windows": [window]})
    SignalFactory(feed=feed, component=part, upstream_id="c1")


def of(org, kind):
    return list(Reminder.objects.for_org(org).filter(kind=kind))


def mails(org):
    return list(Notification.objects.for_org(org).order_by("pk").values_list("subject", flat=True))


def retires_in(part, days):
    part.retires_on = timezone.now().date() + timedelta(days=days)
    part.save()


@pytest.mark.parametrize(("days", "said"), [(200, 0), (179, 1), (89, 1), (59, 1), (29, 1)])
def test_retirement_is_said_half_a_year_ahead_with_what_carries_it_then(api, org, days, said):
    retires_in(api, days)
    for _ in range(2):
        find_due()
    assert len(mails(org)) == said
    if said:
        assert "Big API is retired on" in mails(org)[0]
        assert "Claims (then by Hand)" in mails(org)[0]


def test_each_stage_of_a_retirement_is_said_once(api, org):
    retires_in(api, 170)
    find_due()
    (row,) = of(org, "retirement")
    assert row.owner_email == "ada@example.org"
    keys = Notification.objects.for_org(org).values_list("key", flat=True)
    assert [key.split(":")[2] for key in keys] == ["half-a-year"]


def test_a_retirement_that_is_called_off_is_no_longer_due(api, org):
    retires_in(api, 100)
    find_due()
    api.retires_on = None
    api.save()
    find_due()
    assert of(org, "retirement")[0].done_at is not None


def test_maintenance_is_said_a_day_ahead_once(api, org):
    now = timezone.now()
    announced(api, now + 20 * HOUR, now + 23 * HOUR)
    for _ in range(3):
        find_due()
    assert mails(org) == ["Maintenance of Big API: Claims (then by Hand)"]
    assert len(of(org, "maintenance")) == 1


def test_maintenance_further_ahead_waits(api, org):
    now = timezone.now()
    announced(api, now + 30 * HOUR, now + 33 * HOUR)
    find_due()
    assert not mails(org)


def test_what_is_bad_in_its_window_is_no_outage_and_still_bad_after_it_is(api, org):
    now = timezone.now()
    announced(api, now - HOUR, now + HOUR)
    OutageFactory(component=api, started_at=now - HOUR / 2)
    answer_outages()
    assert not mails(org)
    api.signals.get().feed.__class__.unscoped.update(posts={})
    answer_outages()
    assert len(mails(org)) == 1


@pytest.fixture
def claims_on_a_shipped_model(org, owner):
    """Claims runs on GPT-4o as the catalogue ships it, whatever day that ends on."""
    load_catalogue(Actor.system(Organization.objects.platform()), read_catalogue())
    part = Component.objects.catalogue().get(key="openai/gpt-4o")
    function = FunctionFactory(organization=org, name="Claims", owner_email="ada@example.org")
    ask = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=ask, position=0, on=[part])
    refresh(org)
    return part


def test_the_end_of_a_shipped_model_is_said_180_90_60_and_30_days_ahead(
    claims_on_a_shipped_model, org, monkeypatch
):
    day = claims_on_a_shipped_model.retires_on
    subject = f"GPT-4o is retired on {day}: Claims (nothing carries it then)"
    heard = []
    for left in (181, 180, 179, 91, 90, 89, 61, 60, 59, 31, 30, 29):
        noon = datetime.combine(day - timedelta(days=left), time(12), UTC)
        monkeypatch.setattr(timezone, "now", lambda noon=noon: noon)
        before = mails(org).count(subject)
        find_due()
        if mails(org).count(subject) > before:
            heard.append(left)
    assert heard == [180, 90, 60, 30]


def test_nobody_hears_of_the_end_of_a_model_on_which_nothing_of_theirs_rests(
    claims_on_a_shipped_model, org, monkeypatch
):
    other = Component.objects.catalogue().get(key="openai/gpt-5")
    noon = datetime.combine(other.retires_on - timedelta(days=20), time(12), UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    find_due()
    assert [row.subject.split(" is ")[0] for row in of(org, "retirement")] == ["GPT-4o"]
