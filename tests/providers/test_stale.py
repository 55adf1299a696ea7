"""What nobody read for half an hour is unknown wherever it stands, though no poller says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.dashboard.home import single_points
from tests.factories import ComponentFactory, FeedFactory, OrganizationFactory, SignalFactory
from tests.factories_risk import GapFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def told(minutes_ago, state="operational", **component):
    """A component in that state, by a feed that was read so long ago."""
    part = ComponentFactory(state=state, provider__name="Acme", **component)
    feed = FeedFactory(read_at=timezone.now() - timedelta(minutes=minutes_ago), health="fresh")
    SignalFactory(feed=feed, component=part)
    return part


@pytest.fixture
def listed(client, owner):
    client.force_login(owner.user)

    def ask(state):
        answer = client.get(f"/o/{owner.org.slug}/providers/?state={state}")
        return "Acme" in answer.content.decode()

    return ask


@pytest.mark.parametrize(
    ("minutes", "state", "found"),
    [
        (29, "operational", "operational"),
        (31, "operational", "unknown"),
        (29, "major_outage", "bad"),
        (31, "major_outage", "unknown"),
    ],
)
def test_the_list_finds_it_under_what_is_known_now(listed, minutes, state, found):
    told(minutes, state)
    assert [s for s in ("operational", "bad", "unknown") if listed(s)] == [found]


def test_one_source_that_is_read_is_enough(listed):
    part = told(500)
    SignalFactory(component=part, feed=FeedFactory(read_at=timezone.now()))
    assert listed("operational")


def test_a_source_that_is_off_is_not_read(listed):
    part = told(500)
    SignalFactory(component=part, feed=FeedFactory(read_at=timezone.now(), enabled=False))
    assert listed("unknown")


def test_another_organisation_s_source_tells_us_nothing(listed):
    part, other = told(500), OrganizationFactory()
    feed = FeedFactory(read_at=timezone.now(), organization=other)
    SignalFactory(component=part, feed=feed, organization=other)
    assert listed("unknown")


def test_the_page_of_the_provider_shows_it_as_unknown(client, owner):
    part = told(31)
    client.force_login(owner.user)
    page = client.get(f"/o/{owner.org.slug}/providers/{part.provider_id}/").content.decode()
    assert "operational" not in page
    assert "unknown" in page


def test_the_api_says_unknown(client, owner):
    part = told(31)
    client.force_login(owner.user)
    answer = client.get(f"/api/v1/o/{owner.org.slug}/components/{part.pk}/")
    assert answer.json()["state"] == "unknown"


def test_the_home_page_says_unknown(owner):
    for minutes, state in ((29, "operational"), (31, "unknown")):
        part = told(minutes)
        GapFactory(organization=owner.org, component=part)
        (row,) = [r for r in single_points(owner.org, timezone.now()) if r.pk == part.pk]
        assert (row.state_now, row.functions) == (state, 1)
