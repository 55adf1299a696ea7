"""A component goes down on a feed on loopback: within one round every screen says so, with the
time left; it comes back, and they say so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.plans import actions
from continuity.plans.models import Plan
from continuity.providers import polling
from continuity.providers.models import Feed
from continuity.reminders.models import Notification
from continuity.reminders.tasks import answer_outages
from continuity.risk.current import refresh
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FeedFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    SignalFactory,
)
from tests.factories_plans import PlanFactory
from tests.providers.status_server import status_server

pytestmark = pytest.mark.browser


@pytest.fixture
def server(settings):
    with status_server() as running:
        settings.FEED_ALLOW = [running.place]
        yield running


@pytest.fixture
def office(transactional_db, server, sign_in):
    """Claims (RTO 4 h) runs on the API, whose feed is read, and falls back on Spare."""
    olga = MembershipFactory(role=Role.OWNER, user__email="olga@example.org")
    ada = MembershipFactory(organization=olga.organization, user__email="ada@example.org")
    org = olga.organization
    api = ComponentFactory(name="Big API", state="operational")
    spare = ComponentFactory(name="Spare API", state="operational")
    claims = FunctionFactory(
        organization=org,
        name="Claims",
        owner_email="ada@example.org",
        rto_minutes=240,
        mtpd_minutes=1440,
    )
    ask = DependencyFactory(organization=org, function=claims, name="Sorting")
    OptionFactory(organization=org, dependency=ask, position=0, name="Big", on=[api])
    OptionFactory(
        organization=org, dependency=ask, position=1, name="Spare", switch_minutes=30, on=[spare]
    )
    refresh(org)
    plan = Plan.objects.for_org(org).get(pk=PlanFactory(organization=org, title="Our plan").pk)
    editor = Actor(org, ada.user, Role.EDITOR)
    version = actions.submit(editor, actions.freeze(editor, plan))
    actions.approve(Actor(org, olga.user, Role.OWNER), version)
    feed = FeedFactory(
        provider=api.provider, url=server.url(), next_due=timezone.now(), read_at=timezone.now()
    )
    SignalFactory(feed=feed, component=api, upstream_id="c1")
    sign_in(ada.user)
    home = f"/o/{org.slug}/"
    return {
        "home": home,
        "provider": f"{home}providers/{api.provider_id}/",
        "function": f"{home}inventory/{claims.pk}/",
        "plan": f"{home}plans/{plan.pk}/",
        "plans": f"{home}plans/",
    }


def apart(work):
    """In a thread of its own, since the browser keeps an event loop in this one."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(60)


class Rounds:
    """Polls of the feed at moments of the last half hour, each followed by what sweeps do."""

    def __init__(self):
        self.at = timezone.now() - timedelta(minutes=26)

    def __call__(self, minutes, times=1):
        for _ in range(times):
            self.at += timedelta(minutes=minutes)
            apart(self._one)

    def _one(self):
        Feed.objects.across_orgs("test").update(next_due=self.at)
        assert polling.poll_due(lambda: self.at).tried == 1
        answer_outages()


def says(tab, url, *words):
    tab.goto(url)
    for text in words:
        expect(tab.locator("main")).to_contain_text(text)


def test_it_goes_down_and_comes_back_on_every_screen(tab, office, server):
    rounds = Rounds()
    server.says(c1="operational")
    rounds(1)
    says(tab, office["plan"], "holds today")
    server.says("Elevated errors", c1="major_outage")
    rounds(1, times=2)

    says(tab, office["home"], "Big API", "What presses most", "Claims", "in 3 h", "in 23 h")
    expect(tab.locator("main")).to_contain_text("carried by Spare, after 30 min")
    expect(tab.locator("main")).to_contain_text("Our plan")
    says(tab, office["provider"], "major outage", "1 function of yours feels it now", "in 3 h")
    says(tab, office["function"], "it is carried meanwhile", "Big API", "in 3 h")
    says(tab, office["plan"], "weakened", "Big API is down; instead serves Claims: Spare")
    expect(tab.locator("main")).to_contain_text("in 3 h")
    says(tab, office["plans"], "weakened", "in 3 h")
    rows = Notification.objects.across_orgs("test").filter(recipient="ada@example.org")
    assert "Big API: major outage" in rows.get().subject

    server.says(c1="operational")
    rounds(2, times=7)
    says(tab, office["plan"], "holds today")
    for page in ("home", "provider", "function", "plans"):
        tab.goto(office[page])
        expect(tab.locator("main")).not_to_contain_text("in 3 h")
    says(tab, office["provider"], "operational")
    assert rows.order_by("pk").last().subject == "Big API is back"
    assert not tab.complaints


def test_a_fallback_that_is_down_too_breaks_the_plan(tab, office, server):
    rounds = Rounds()
    server.says(c1="major_outage")
    rounds(1, times=3)
    from continuity.providers.models import Component

    Component.objects.catalogue().filter(name="Spare API").update(state="major_outage")
    says(tab, office["function"], "nothing carries it", "Spare is hit itself, by Spare API")
    says(tab, office["plan"], "broken", "Big API is down, Claims stops, and nothing carries it")
    assert not tab.complaints
