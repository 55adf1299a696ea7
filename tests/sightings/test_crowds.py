"""Organisations together: a number, never a name; never below three; each counted once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.providers.models import Outage, Signal
from continuity.sightings import actions
from continuity.sightings.finding import crowds
from continuity.sightings.models import Sighting
from continuity.sightings.tasks import expire, tell_crowds
from tests.examples import examples
from tests.factories import (
    ComponentFactory,
    EdgeFactory,
    MembershipFactory,
    OptionFactory,
    OrganizationFactory,
)
from tests.factories_sightings import SightingFactory
from tests.sightings.conftest import T0

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
WORDS = "A secret of ours"


@pytest.fixture
def organisation(clock):
    """Makes organisations, two weeks old, that share unless told otherwise."""

    def make(shares=True, days=14, **more):
        org = OrganizationFactory(**more)
        org.created_at, org.shares_since = T0 - timedelta(days=days), T0 if shares else None
        org.save()
        return org

    return make


def press(org, part, **more):
    return SightingFactory(
        organization=org, component=part, said_at=more.pop("said_at", T0), words=WORDS, **more
    )


def test_three_that_share_are_counted_and_two_are_not(organisation, part, clock):
    for org in (orgs := [organisation() for _n in range(3)])[:2]:
        press(org, part)
    assert crowds.counts(clock.now) == {}
    press(orgs[2], part)
    assert crowds.counts(clock.now) == {part.pk: 3}


def test_one_person_in_three_organisations_is_no_crowd(organisation, part, clock):
    orgs = [organisation() for _n in range(3)]
    one = press(orgs[0], part).user
    for org in orgs[1:]:
        press(org, part, user=one)
    assert crowds.counts(clock.now) == {}
    for org in orgs[1:]:
        press(org, part)
    assert crowds.counts(clock.now) == {part.pk: 3}


def test_only_those_that_share_see_the_number(organisation, part, clock):
    orgs = [organisation() for _n in range(3)]
    for org in orgs:
        press(org, part)
    assert crowds.seen_by(orgs[0], clock.now) == {part.pk: 3}
    assert crowds.seen_by(organisation(shares=False), clock.now) == {}


@pytest.mark.parametrize(
    "who",
    [
        {"shares": False},
        {"days": 6},
        {"is_demo": True},
    ],
    ids=str,
)
def test_who_does_not_share_or_is_new_or_a_demonstration_does_not_count(
    organisation, part, clock, who
):
    for org in (organisation(), organisation(), organisation(**who)):
        press(org, part)
    assert crowds.counts(clock.now) == {}


@pytest.mark.parametrize(
    "what",
    [
        {"said_at": T0 - timedelta(minutes=30)},
        {"ended_at": T0, "ended": "withdrawn"},
        {"until": T0},
        {"set_aside_at": T0},
    ],
    ids=str,
)
def test_an_old_ended_or_set_aside_word_does_not_count(organisation, part, clock, what):
    for more in ({}, {}, what):
        press(organisation(), part, **more)
    assert crowds.counts(clock.now) == {}


def test_an_organisation_counts_once_however_many_press(organisation, part, clock):
    orgs = [organisation(), organisation()]
    for org in orgs:
        for _n in range(5):
            press(org, part)
    assert crowds.counts(clock.now) == {}


def test_an_organisations_own_component_is_never_counted(organisation, clock):
    mine = organisation()
    own = ComponentFactory(organization=mine)
    for org in (mine, organisation(), organisation()):
        press(org, own)
    assert crowds.counts(clock.now) == {}


def test_no_setting_brings_the_least_below_three(organisation, part, clock, settings):
    settings.CROWD_LEAST = 1
    press(organisation(), part)
    press(organisation(), part)
    assert crowds.counts(clock.now) == {}


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.booleans(), st.integers(-40, 0)), min_size=0, max_size=25
    )
)
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_pressed_the_number_is_that_of_distinct_organisations(
    organisation, clock, presses
):
    part = ComponentFactory()
    orgs = {n: organisation(shares=n % 3 > 0) for n in range(6)}
    counting = set()
    for n, ended, minutes in presses:
        at = T0 + timedelta(minutes=minutes)
        press(orgs[n], part, said_at=at, ended_at=T0 if ended else None)
        if n % 3 and not ended and minutes > -30:
            counting.add(n)
    expected = {part.pk: len(counting)} if len(counting) >= 3 else {}
    assert crowds.counts(clock.now, [part.pk]) == expected


def leaning_on(org, part):
    OptionFactory(organization=org, on=[part])
    return org


def test_those_that_share_and_lean_on_it_are_told_a_suspicion_without_names(
    organisation, part, clock
):
    for _n in range(3):
        press(organisation(name="Whistleblower Ltd"), part)
    leans = leaning_on(organisation(), part)
    silent = leaning_on(organisation(shares=False), part)
    elsewhere = organisation()
    tell_crowds()
    row = Outage.objects.for_org(leans).open().get()
    assert (row.suspected, row.source) == (True, "crowd")
    assert "3 organisations" in row.title
    everything = f"{row.title} {row.evidence}"
    assert WORDS not in everything
    assert "Whistleblower" not in everything
    for org in (silent, elsewhere):
        assert not Outage.objects.for_org(org).exists()


def test_who_leans_on_it_through_another_component_is_told_too(organisation, part, clock):
    upper = ComponentFactory()
    EdgeFactory(component=upper, runs_on=part)
    leans = leaning_on(organisation(), upper)
    for _n in range(3):
        press(organisation(), part)
    tell_crowds()
    assert Outage.objects.for_org(leans).open().get().component == part


def test_who_was_told_is_not_told_again_at_every_sweep(
    organisation, part, clock, django_assert_num_queries
):
    for _n in range(3):
        press(organisation(), part)
    leaning_on(organisation(), part)
    assert actions.tell_crowds(clock.now) == 1
    assert actions.tell_crowds(clock.forward(minutes=1)) == 0
    assert actions.tell_crowds(clock.forward(minutes=5)) == 1


def test_when_the_crowd_is_gone_the_suspicion_ends(organisation, part, clock):
    words = [press(organisation(), part) for _n in range(3)]
    leans = leaning_on(organisation(), part)
    tell_crowds()
    Sighting.objects.for_org(words[0].organization).update(ended_at=T0)
    clock.forward(minutes=10)
    tell_crowds()
    expire()
    assert not Outage.objects.for_org(leans).open().exists()


def test_stopping_takes_the_organisation_out_of_every_count_and_ends_what_it_was_told(
    organisation, part, clock
):
    orgs = [leaning_on(organisation(), part) for _n in range(3)]
    for org in orgs:
        press(org, part)
    tell_crowds()
    assert Signal.objects.for_org(orgs[0]).filter(source="crowd").exists()
    owner = MembershipFactory(organization=orgs[0], role=Role.OWNER)
    actions.set_sharing(Actor(orgs[0], owner.user, Role.OWNER), on=False)
    assert crowds.counts(clock.now) == {}
    assert not Signal.objects.for_org(orgs[0]).filter(source="crowd").exists()
    assert not Outage.objects.for_org(orgs[0]).open().exists()


def test_sharing_is_off_until_an_administrator_turns_it_on(owner, actor):
    assert not owner.org.shares_since
    with pytest.raises(Exception, match="Administrator"):
        actions.set_sharing(actor, on=True)
    row = actions.set_sharing(owner, on=True)
    assert (bool(row.shares_since), row.shares_by) == (True, "olga@example.org")
    assert actions.set_sharing(owner, on=True) is None
