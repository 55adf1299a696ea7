"""Drift on a plan's page, in its standing, and as a reminder to its owner: once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.plans import actions
from continuity.plans.models import Plan
from continuity.plans.observing import observed
from continuity.providers.models import Component
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import watch_drift
from continuity.risk.current import refresh
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FeedFactory,
    FunctionFactory,
    OptionFactory,
    OutageFactory,
    SignalFactory,
)
from tests.factories_plans import PlanFactory

pytestmark = pytest.mark.postgres


@pytest.fixture
def big(org, owner, actor):
    """Claims stops with Big, whose feed is read; Hand is its fallback. A plan in force."""
    part = ComponentFactory(name="Big", state="operational")
    function = FunctionFactory(organization=org, name="Claims", rto_minutes=60, mtpd_minutes=480)
    ask = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=ask, position=0, on=[part])
    now = timezone.now()
    feed = FeedFactory(
        provider=part.provider, read_at=now, health="fresh", first_read_at=now - timedelta(days=200)
    )
    SignalFactory(feed=feed, component=part, upstream_id="c1")
    refresh(org)
    plan = PlanFactory(organization=org, title="Our plan", owner_email="ada@example.org")
    plan = Plan.objects.for_org(org).get(pk=plan.pk)
    actions.approve(owner, actions.submit(actor, actions.freeze(actor, plan)))
    return part


@pytest.fixture
def url(home, org, big):
    return f"{home}plans/{Plan.objects.for_org(org).get().pk}/"


def test_nothing_drifts_and_the_plan_holds(browser, url):
    page = browser.get(url).text
    assert "Nothing that was observed speaks against" in page
    assert "<strong>holds</strong>" in page


def test_an_outage_longer_than_the_mtpd_breaks_it(browser, url, big):
    start = timezone.now() - timedelta(days=9)
    OutageFactory(component=big, started_at=start, ended_at=start + timedelta(hours=9))
    page = browser.get(url).text
    assert "<strong>broken</strong>" in page
    assert "Big was once down for 9\xa0h; Claims bears 8\xa0h" in page
    assert "Big was down longer than a function bears that it stops" in page


def test_the_owner_is_told_once_and_it_is_taken_off_when_it_is_gone(big, org):
    day = timezone.now().date() + timedelta(days=40)
    Component.objects.catalogue().filter(pk=big.pk).update(retires_on=day)
    for _ in range(3):
        watch_drift()
    mail = Notification.objects.for_org(org).get()
    assert mail.recipient == "ada@example.org"
    assert mail.subject == "Big is to be retired: “Our plan” leans on it"
    Component.objects.catalogue().filter(pk=big.pk).update(retires_on=None)
    watch_drift()
    assert Reminder.objects.for_org(org).get(kind="drift").done_at is not None


def test_a_model_is_watched_by_the_source_of_what_serves_it(org, big):
    model = ComponentFactory(provider=big.provider, name="GPT", kind="model")
    alone = ComponentFactory(provider=big.provider, name="Alone", kind="model")
    EdgeFactory(component=model, runs_on=big)
    seen = observed(org, [model.pk, alone.pk], timezone.now())
    assert (seen[model.pk].source, seen[model.pk].state) == ("read", "operational")
    assert (seen[alone.pk].source, seen[alone.pk].state) == ("none", "unknown")
