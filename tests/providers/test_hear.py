"""What an organisation itself sees, by probe, people or webhook: outages of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.orgs.actor import Actor
from continuity.providers.actions import TOLD, Witness, expire, forget, hear
from continuity.providers.effective import state_now
from continuity.providers.feeds import State
from continuity.providers.memory import Observation
from continuity.providers.models import Component, Outage, Signal
from tests.factories import ComponentFactory, FeedFactory, OrganizationFactory, SignalFactory

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
PROBE = Witness(Signal.Source.PROBE, "probe:1", suspected=True)
CANARY = Witness(Signal.Source.PROBE, "probe:2")
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def at(minutes):
    return T0 + timedelta(minutes=minutes)


def person(minutes):
    return Witness(
        Signal.Source.PEOPLE, "anna", True, TOLD, at(minutes + 240), {"said_by": "anna@acme.test"}
    )


@pytest.fixture
def component():
    return ComponentFactory()


@pytest.fixture
def org():
    return OrganizationFactory()


@pytest.fixture
def sees(org, component):
    def see(minute, state, witness=PROBE):
        seen = Observation(at(minute), state)
        return [kind for kind, _ in hear(Actor.system(org), component, witness, seen, at(minute))]

    return see


def state(org, minute):
    rows = Component.objects.for_org(org).annotate(state_now=state_now(org, at(minute)))
    return rows.get().state_now


def outages():
    return Outage.objects.across_orgs("test").order_by("pk")


def test_three_failures_in_a_row_open_a_suspected_outage_of_that_organisation_alone(
    org, sees, component
):
    other = OrganizationFactory()
    told = [sees(minute, State.MAJOR_OUTAGE) for minute in range(3)]
    assert told == [[], [], ["open"]]
    row = outages().get()
    assert (row.organization, row.suspected, row.source) == (org, True, "probe")
    assert row.started_at == T0
    assert state(org, 3) == "major_outage"
    assert state(other, 3) == "unknown"
    component.refresh_from_db()
    assert component.state == "unknown"


def test_two_good_ones_in_a_row_close_it_as_of_the_first(org, sees):
    for minute in range(3):
        sees(minute, State.MAJOR_OUTAGE)
    assert sees(3, State.OPERATIONAL) == []
    assert sees(4, State.OPERATIONAL) == ["close"]
    assert outages().get().ended_at == at(3)
    assert state(org, 4) == "operational"


def test_what_the_provider_says_too_needs_no_second_look(org, sees, component):
    SignalFactory(
        component=component, said="degraded", feed=FeedFactory(read_at=at(-1), enabled=True)
    )
    assert sees(0, State.MAJOR_OUTAGE) == ["open"]


def test_a_canary_makes_certain_what_a_probe_suspected(org, sees):
    for minute in range(3):
        sees(minute, State.MAJOR_OUTAGE)
    assert sees(3, State.MAJOR_OUTAGE, CANARY) == ["confirm"]
    assert not outages().get().suspected


def test_it_stays_open_while_anybody_sees_it(org, sees):
    for minute in range(3):
        sees(minute, State.MAJOR_OUTAGE)
    sees(3, State.MAJOR_OUTAGE, person(3))
    assert sees(4, State.OPERATIONAL) == []
    assert sees(5, State.OPERATIONAL) == []
    assert outages().get().ended_at is None


def test_a_persons_word_opens_at_once_and_names_who_said_so(org, sees):
    assert sees(0, State.MAJOR_OUTAGE, person(0)) == ["open"]
    assert outages().get().evidence["said_by"] == "anna@acme.test"


def test_a_word_taken_back_closes_what_rests_on_it_alone(org, sees, component):
    sees(0, State.MAJOR_OUTAGE, person(0))
    forget(Actor.system(org), component, person(0), at(9))
    row = outages().get()
    assert (row.ended_at, row.evidence["ended"]) == (at(9), "withdrawn")


def test_a_word_that_runs_out_ends_and_can_be_given_again(org, sees):
    sees(0, State.MAJOR_OUTAGE, person(0))
    assert expire(at(239)) == 0
    assert expire(at(241)) == 1
    assert state(org, 241) == "unknown"
    assert sees(242, State.MAJOR_OUTAGE, person(242)) == ["open"]
    assert outages().count() == 2


def test_a_probe_that_falls_silent_says_nothing_after_half_an_hour(org, sees):
    for minute in range(3):
        sees(minute, State.MAJOR_OUTAGE)
    assert state(org, 30) == "major_outage"
    assert state(org, 33) == "unknown"
    assert expire(at(33)) == 1


def test_an_old_observation_changes_nothing(org, sees):
    for minute in range(3):
        sees(minute, State.MAJOR_OUTAGE)
    assert sees(1, State.OPERATIONAL) == []
    assert outages().get().ended_at is None


def test_the_worst_of_feed_and_own_eyes_is_what_holds(org, sees, component):
    SignalFactory(component=component, feed=FeedFactory(read_at=at(0)))
    Component.objects.across_orgs("test").update(state="degraded")
    assert state(org, 1) == "degraded"
    sees(1, State.OPERATIONAL)
    sees(2, State.OPERATIONAL)
    assert state(org, 3) == "degraded"
    for minute in (3, 4, 5):
        sees(minute, State.PARTIAL_OUTAGE)
    assert state(org, 6) == "partial_outage"
