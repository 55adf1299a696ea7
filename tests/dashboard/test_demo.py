"""The demonstration's door: it opens no real organisation, and no real address goes in."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from continuity.audit.models import Event
from continuity.campaigns.models import Answer
from continuity.dashboard import actions, tasks
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Organization, Role, User
from continuity.risk.models import Assessment
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories_plans import ApprovalFactory


@pytest.fixture
def demo(db):
    """The demonstration, as small as it can be."""
    return OrganizationFactory(name="Harbour Mutual", slug=actions.SLUG, is_demo=True)


@pytest.fixture
def small(monkeypatch):
    """Making it takes seconds: here it stays empty."""
    monkeypatch.setattr(actions, "make_demo", lambda actor, today: actor.org)
    monkeypatch.setattr(actions, "refresh", lambda org: None)
    monkeypatch.setattr(actions, "plan_in_force", lambda org: None)
    monkeypatch.setattr(actions, "call_command", lambda *_, **__: None)


def test_a_real_organisation_of_its_name_stays_shut(client, db, small):
    real = MembershipFactory(organization__slug=actions.SLUG, role=Role.OWNER).organization
    where = client.post("/demonstration/").headers["Location"]
    demo = Organization.objects.get(is_demo=True)
    assert where == f"/o/{demo.slug}/" != f"/o/{real.slug}/"
    assert demo.slug.startswith(f"{actions.SLUG}-")
    assert client.get(f"/o/{real.slug}/").status_code == 404
    assert real.memberships.count() == 1
    assert actions.ensure_demo() == demo


def test_its_name_is_no_longer_given_to_anybody(client, db):
    client.force_login(UserFactory())
    form = {"name": "Harbour Mutual", "currency": "EUR", "timezone": "UTC"}
    where = client.post("/organisations/new/", form).headers["Location"]
    assert where.startswith("/o/harbour-mutual-")


def test_a_visit_to_a_real_organisation_is_refused(actor):
    with pytest.raises(PermissionDenied):
        actions.visit(Actor.system(actor.org))
    assert not User.objects.filter(email__endswith=User.VISITORS).exists()


def test_who_is_signed_in_goes_as_a_visitor_and_stays_signed_in(client, demo):
    real = UserFactory(email="real.person@corp.example")
    client.force_login(real)
    client.post("/demonstration/")
    inside = client.get(f"/o/{demo.slug}/settings/members/")
    assert inside.status_code == 200
    assert inside.wsgi_request.user.is_visitor
    assert client.get("/organisations/").wsgi_request.user == real
    client.post("/demonstration/")  # a second click: the same visitor
    assert demo.memberships.count() == 1
    told = str([(e.actor, e.label, e.changes) for e in Event.objects.for_org(demo)])
    assert real.email not in told + inside.text


def test_going_as_a_visitor_opens_nothing_else(client, demo, org):
    client.force_login(UserFactory())
    client.post("/demonstration/")
    Membership.objects.filter(organization=demo).update(organization=org)
    assert client.get(f"/o/{org.slug}/").status_code == 404


def test_after_a_day_a_visit_is_over_and_its_entries_stay(client, demo):
    client.post("/demonstration/")
    seat = demo.memberships.get()
    assert 0 < client.session.get_expiry_age() <= actions.VISIT.total_seconds()
    assert tasks.end_visits() == 0
    User.objects.update(date_joined=timezone.now() - actions.VISIT - timedelta(seconds=1))
    assert tasks.end_visits() == 1
    assert not User.objects.filter(pk=seat.user_id).exists()
    assert client.get(f"/o/{demo.slug}/").status_code == 302
    verbs = Event.objects.for_org(demo).values_list("verb", flat=True)
    assert list(verbs) == ["demo.visit", "demo.end_visits"]


def test_a_visitor_who_signed_a_plan_keeps_a_name_and_no_seat(demo):
    seat = actions.visit(Actor.system(demo))
    ApprovalFactory(organization=demo, user=seat.user)
    actions.end_visits(Actor.system(demo), timezone.now() + timedelta(days=2))
    assert User.objects.filter(pk=seat.user_id).exists()
    assert not demo.memberships.exists()


def test_a_visit_ends_no_other_membership(demo):
    seat = MembershipFactory(organization=demo, user__email="olga@harbour.example")
    User.objects.update(date_joined=timezone.now() - timedelta(days=9))
    assert actions.end_visits(Actor.system(demo), timezone.now()) is None
    assert demo.memberships.get() == seat


def test_whoever_took_an_address_of_the_story_is_not_seated_in_it(demo):
    theirs = User.objects.create_user("olga@harbour.example", "a very long pass phrase")
    assert actions._of_the_story("olga@harbour.example", "Olga") != theirs
    ours = actions._of_the_story("jonas@harbour.example", "Jonas")
    assert actions._of_the_story("jonas@harbour.example", "Jonas") == ours


def test_one_address_makes_so_many_visitors_in_a_minute(client, demo, settings):
    statuses = []
    for _ in range(21):
        statuses.append(client.post("/demonstration/").status_code)
        client.logout()
    assert statuses == [302] * 20 + [429]
    assert demo.memberships.count() == 20


def test_it_is_made_though_somebody_real_has_an_address_of_the_story(db):
    User.objects.create_user("mira.novak@harbour.example", "a very long pass phrase")
    org = actions.ensure_demo()
    states = Answer.objects.for_org(org).values_list("campaign__state", "state")
    assert ("closed", "signed") in states
    assert {state for campaign, state in states if campaign == "open"} == {
        "asked",
        "begun",
        "answered",
        "sent_back",
        "signed",
    }


def test_an_outsider_of_the_demonstration_joins_by_one_click(client, db, settings):
    first = client.post("/demonstration/")
    assert first.status_code == 302
    org = Organization.objects.get(is_demo=True)
    assert first.headers["Location"] == f"/o/{org.slug}/"
    assert "This is the demonstration" in client.get(f"/o/{org.slug}/").text
    people = Membership.objects.filter(organization=org).count()
    client.post("/demonstration/")  # a double click: the same visitor
    assert Membership.objects.filter(organization=org).count() == people
    assert Organization.objects.filter(is_demo=True).count() == 1


def test_a_public_site_has_no_demonstration(client, db, settings):
    settings.DEMONSTRATION = False
    assert client.post("/demonstration/").status_code == 404
    assert client.get("/demonstration/").status_code == 405


@pytest.mark.slow
def test_the_demonstration_is_the_same_for_the_same_day(db, django_db_blocker):
    from datetime import date

    from continuity.dashboard.actions import ensure_demo
    from continuity.plans.models import Version
    from continuity.risk.models import FunctionScore

    org = ensure_demo(date(2026, 11, 24))
    scores = list(
        FunctionScore.objects.for_org(org)
        .order_by("function__name")
        .values_list("function__name", "score", "verdict")
    )
    year = list(Assessment.objects.for_org(org).order_by("day").values_list("score", flat=True))
    assert len(scores) == 14
    assert len(year) == 53
    assert year[0] > year[-1]
    first, second = Version.objects.for_org(org).order_by("number")
    assert (first.state, second.state) == ("superseded", "approved")
    assert (first.snapshot["as_of"], second.snapshot["as_of"]) == ("2025-11-15", "2026-11-22")
    assert (len(first.snapshot["runbooks"]), len(second.snapshot["runbooks"])) == (0, 7)
    for version in (first, second):
        (yes,) = version.approvals.all()
        assert yes.user.email != version.created_by
        assert version.created_at.date() < yes.at.date()
