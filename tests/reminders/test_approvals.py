"""A version in review asks those who may decide on it: once, and until somebody did."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.orgs.models import Role
from continuity.plans.actions import approve, reject
from continuity.plans.models import Version
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import find_due
from tests.factories import MembershipFactory
from tests.factories_plans import VersionFactory

pytestmark = pytest.mark.postgres


@pytest.fixture
def version(org, owner):
    """Frozen by Ada, handed in; Olga owns the organisation, Pia approves."""
    MembershipFactory(organization=org, role=Role.APPROVER, user__email="pia@example.org")
    MembershipFactory(organization=org, user__email="ed@example.org")
    return VersionFactory(
        organization=org,
        number=2,
        plan__title="Claims",
        plan__reviewed_on="2026-11-01",
        plan__review_every_days=3650,
        state=Version.State.IN_REVIEW,
    )


def asked(org):
    rows = Reminder.objects.for_org(org).filter(kind="approval")
    return sorted(rows.filter(done_at=None).values_list("owner_email", flat=True))


def mails(org):
    return sorted(Notification.objects.for_org(org).values_list("recipient", flat=True))


def test_who_may_decide_is_asked_once_by_one_mail(org, version, browser, home):
    for _ in range(3):
        find_due()
    assert asked(org) == mails(org) == ["olga@example.org", "pia@example.org"]
    page = f"{home}plans/{version.plan_id}/versions/2/"
    assert f"{page}\n" in Notification.objects.for_org(org).first().body
    due = browser.get(f"{home}due/").text
    assert "Approve version 2 of the plan “Claims”, or send it back" in due
    assert f'href="{page}"' in due


def test_who_froze_it_is_not_asked(org, version):
    Version.objects.for_org(org).update(created_by="pia@example.org")
    find_due()
    assert asked(org) == ["olga@example.org"]


def test_who_froze_it_is_asked_where_nobody_else_may_say_yes(org, version):
    org.memberships.exclude(user__email="olga@example.org").delete()
    Version.objects.for_org(org).update(created_by="olga@example.org")
    find_due()
    assert asked(org) == ["olga@example.org"]


@pytest.mark.parametrize("decide", [approve, reject])
def test_a_decision_takes_it_off_everybodys_list(org, owner, version, decide):
    find_due()
    decide(owner, version)
    for _ in range(2):
        find_due()
    assert not asked(org)
    assert mails(org) == ["olga@example.org", "pia@example.org"]


def test_who_may_decide_from_now_on_is_asked_and_who_no_longer_may_is_not(org, version):
    find_due()
    org.memberships.filter(user__email="pia@example.org").update(role=Role.EDITOR)
    org.memberships.filter(user__email="ed@example.org").update(role=Role.APPROVER)
    find_due()
    assert asked(org) == ["ed@example.org", "olga@example.org"]


def test_a_removed_plan_asks_for_nothing(org, version):
    find_due()
    version.plan.removed_at = version.created_at
    version.plan.save()
    find_due()
    assert not asked(org)


def test_many_versions_in_review_cost_no_more_queries(org, version):
    find_due()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert find_due() == 0
        counts.append(len(queries))
        VersionFactory.create_batch(
            10, organization=org, plan=version.plan, state=Version.State.IN_REVIEW
        )
        find_due()
    assert counts[0] == counts[1]
