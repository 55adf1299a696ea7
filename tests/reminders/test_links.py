"""Links in messages: whoever may not give a role does not read the link that gives it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.orgs.keys import digest
from continuity.orgs.models import Invitation, Role
from continuity.reminders import tasks
from continuity.reminders.actions import outbox
from continuity.reminders.channels import Answer, Outcome
from continuity.reminders.models import Notification
from tests.factories import InvitationFactory, MembershipFactory, UserFactory
from tests.factories_reminders import NotificationFactory

SECRET = "s3cret-" * 5
LINK = f"https://continuity.example/invitations/{SECRET}/"
RESET = "https://continuity.example/accounts/password/reset/key/3f-abcdef0123456789abcdef/"


@pytest.fixture
def admin(client, org):
    """A client signed in as an administrator, who may read the outbox."""
    client.force_login(MembershipFactory(organization=org, role=Role.ADMIN).user)
    return client


def invited(org, role, **fields):
    InvitationFactory(organization=org, role=role, secret_hash=digest(SECRET))
    return NotificationFactory(organization=org, body=f"Read it:\n{LINK}", **fields)


def body_of(row):
    return Notification.unscoped.get(pk=row.pk).body


def test_an_administrator_does_not_read_the_link_that_makes_an_owner(admin, org, home):
    invited(org, Role.OWNER, state="kept")
    page = admin.get(f"{home}due/outbox/").text
    assert "https://continuity.example/invitations/…/" in page
    assert SECRET not in page


def test_while_it_is_kept_it_is_read_by_who_may_give_the_role(owner_browser, org, home):
    invited(org, Role.OWNER, state="kept")
    assert SECRET in owner_browser.get(f"{home}due/outbox/").text


@pytest.mark.parametrize(
    "over",
    [
        {"revoked_at": timezone.now()},
        {"accepted_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
    ids=lambda over: next(iter(over)),
)
def test_once_it_opens_nothing_it_is_shown_to_nobody_and_wiped(owner_browser, org, home, over):
    row = invited(org, Role.VIEWER, state="kept")
    assert tasks.forget_links() == 0
    Invitation.objects.for_org(org).update(**over)
    assert SECRET not in owner_browser.get(f"{home}due/outbox/").text
    assert tasks.forget_links() == 1
    assert SECRET not in body_of(row)
    assert tasks.forget_links() == 0


@pytest.mark.parametrize("state", ["queued", "sent", "dead"])
def test_a_link_that_is_or_was_under_way_is_not_shown(owner_browser, org, home, state):
    invited(org, Role.VIEWER, state=state)
    assert SECRET not in owner_browser.get(f"{home}due/outbox/").text


def test_once_sent_it_is_wiped(org):
    row = invited(org, Role.VIEWER, state="queued", html=f"<a href='{LINK}'>", lease_token="t")
    assert outbox.finish(row, Answer(Outcome.SENT), timezone.now())
    kept = Notification.unscoped.get(pk=row.pk)
    assert SECRET not in kept.body + kept.html
    assert kept.body.startswith("Read it:")


def test_what_is_tried_again_keeps_its_link(org):
    row = invited(org, Role.VIEWER, state="queued", lease_token="t")
    assert outbox.finish(row, Answer(Outcome.LATER, "busy"), timezone.now())
    assert SECRET in body_of(row)


def test_the_keeper_reads_a_kept_reset_for_a_week(client, db):
    client.force_login(UserFactory(is_staff=True))
    row = NotificationFactory(organization=None, body=RESET, state="kept")
    assert RESET in client.get("/installation/outbox/").text
    assert tasks.forget_links() == 0
    old = timezone.now() - timedelta(days=8)
    Notification.unscoped.filter(pk=row.pk).update(created_at=old)
    assert tasks.forget_links() == 1
    assert RESET not in client.get("/installation/outbox/").text


def test_many_links_cost_one_query(owner_browser, org, home, django_assert_num_queries):
    counts = []
    for n in (1, 10):
        for i in range(n):
            secret = f"{n:02d}{i:02d}" * 8
            InvitationFactory(organization=org, secret_hash=digest(secret))
            NotificationFactory(organization=org, body=f"/invitations/{secret}/", state="kept")
        owner_browser.get(f"{home}due/outbox/")
        with django_assert_num_queries(7) as asked:
            owner_browser.get(f"{home}due/outbox/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
