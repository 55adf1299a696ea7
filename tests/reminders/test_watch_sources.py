"""A source that cannot be read is told of to who looks after it: once, until it was read again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.orgs.models import Role
from continuity.providers.models import Feed
from continuity.reminders.models import Notification
from continuity.reminders.tasks import watch_sources
from tests.factories import FeedFactory, MembershipFactory, ProviderFactory, UserFactory

pytestmark = pytest.mark.postgres


@pytest.fixture
def keeper(db):
    return UserFactory(email="keeper@example.org", is_staff=True)


def lost(minutes=40, **fields):
    since = timezone.now() - timedelta(minutes=minutes)
    given = {"health": "broken", "reason": "html_instead", "health_since": since, **fields}
    return FeedFactory(provider__name="Groq", **given)


def mails():
    return list(Notification.objects.across_orgs("test").order_by("pk"))


def rounds():
    for _ in range(3):
        watch_sources()


@pytest.mark.parametrize("health", ["broken", "moved"])
def test_the_keeper_is_told_once_in_words(keeper, health):
    feed = lost(health=health)
    rounds()
    (mail,) = mails()
    assert (mail.recipient, mail.organization) == ("keeper@example.org", None)
    assert mail.subject == "The status source of Groq cannot be read"
    assert "it answers with a web page" in mail.body
    assert feed.url in mail.body


def test_half_an_hour_is_waited_for(keeper):
    lost(minutes=20)
    lost(enabled=False)
    FeedFactory(health="fresh")
    rounds()
    assert not mails()


def test_worse_trouble_is_the_same_episode_and_a_good_reading_ends_it(keeper):
    feed = lost()
    rounds()
    Feed.objects.catalogue().update(
        health="moved", health_since=feed.health_since + timedelta(minutes=5)
    )
    rounds()
    assert len(mails()) == 1
    Feed.objects.catalogue().update(read_at=timezone.now() - timedelta(hours=1))
    rounds()
    assert len(mails()) == 2


def test_an_own_source_is_told_of_to_the_administrators(keeper, org, owner):
    other = MembershipFactory(role=Role.OWNER)
    lost(organization=org, provider=ProviderFactory(organization=org))
    rounds()
    assert [(m.recipient, m.organization) for m in mails()] == [("olga@example.org", org)]
    assert other.user.email not in {m.recipient for m in mails()}


def test_when_not_one_can_be_read_it_is_said_in_one_message(keeper):
    for _ in range(4):
        lost()
    rounds()
    (mail,) = mails()
    assert mail.subject == "No status source can be read"
    assert "Not one of the 4 status sources" in mail.body


def test_one_that_is_read_shows_that_the_others_are_lost_each_by_itself(keeper):
    FeedFactory(health="fresh")
    for _ in range(3):
        lost()
    rounds()
    assert len(mails()) == 3


def test_a_quiet_round_costs_the_same_however_many(keeper, django_assert_num_queries):
    FeedFactory(health="fresh")
    for count in (3, 20):
        for _ in range(count):
            lost()
        watch_sources()
        with django_assert_num_queries(5):
            assert watch_sources() == 0
