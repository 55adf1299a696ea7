"""“It is down for me”: at once, attributed, for four hours, one word a person."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from continuity.orgs.models import Role
from continuity.providers.models import Outage
from continuity.sightings import actions
from continuity.sightings.models import Sighting
from continuity.sightings.tasks import expire
from tests.factories import ComponentFactory, MembershipFactory, OrganizationFactory
from tests.sightings.conftest import T0

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def outages(org):
    return Outage.objects.for_org(org).order_by("pk")


def open_outage(org):
    return outages(org).open().get()


def test_it_opens_the_organisations_own_outage_at_once_suspected_and_attributed(
    clock, actor, part, org
):
    actions.report(actor, part, words="Every call times out")
    row = open_outage(org)
    assert (row.suspected, row.source, row.state) == (True, "people", "major_outage")
    assert (row.started_at, row.organization) == (T0, org)
    assert row.evidence["said_by"] == "ada@example.org"
    assert row.evidence["said"] == "Every call times out"
    assert "Ada" in row.title


def test_another_organisation_is_not_told(clock, actor, part):
    actions.report(actor, part)
    assert not outages(OrganizationFactory()).exists()


def test_a_viewer_may_say_so(clock, person, part, org):
    actions.report(person(Role.VIEWER), part)
    assert open_outage(org).suspected


def test_a_second_press_within_a_minute_changes_nothing(clock, actor, part, org):
    assert actions.report(actor, part)
    clock.forward(seconds=59)
    assert actions.report(actor, part) is None
    assert Sighting.objects.for_org(org).count() == 1


def test_a_later_press_renews_it_for_four_hours_and_keeps_the_words(clock, actor, part, org):
    actions.report(actor, part, words="Timeouts")
    clock.forward(hours=3)
    word = actions.report(actor, part)
    assert (word.until, word.words, word.said_at) == (T0 + timedelta(hours=7), "Timeouts", T0)
    assert Sighting.objects.for_org(org).count() == 1


def test_it_runs_out_after_four_hours_and_the_outage_ends(clock, actor, part, org):
    actions.report(actor, part)
    clock.forward(hours=4, seconds=-1)
    expire()
    assert open_outage(org)
    clock.forward(seconds=1)
    expire()
    assert Sighting.objects.for_org(org).get().ended == "expired"
    assert outages(org).get().ended_at == clock.now


def test_what_ran_out_does_not_wait_for_the_sweep_to_make_room(clock, actor, part, org):
    first = actions.report(actor, part)
    clock.forward(hours=5)
    second = actions.report(actor, part)
    assert second.pk != first.pk
    first.refresh_from_db()
    assert first.ended == "expired"


def test_it_ends_when_the_last_who_said_so_withdraws(clock, actor, person, part, org):
    mine, theirs = actions.report(actor, part), None
    other = person()
    theirs = actions.report(other, part, state="degraded")
    actions.withdraw(actor, mine)
    assert open_outage(org)
    clock.forward(minutes=5)
    actions.withdraw(other, theirs)
    row = outages(org).get()
    assert (row.ended_at, row.evidence["ended"]) == (clock.now, "withdrawn")


def test_nobody_withdraws_anothers_word(clock, actor, person, part):
    word = actions.report(actor, part)
    with pytest.raises(PermissionDenied):
        actions.withdraw(person(Role.OWNER), word)


def test_withdrawing_can_be_taken_back_while_the_word_would_hold(clock, actor, part, org):
    word = actions.withdraw(actor, actions.report(actor, part))
    assert actions.stand_by(actor, word).until == T0 + timedelta(hours=4)
    assert open_outage(org)
    actions.withdraw(actor, word)
    clock.forward(hours=4)
    with pytest.raises(ValidationError):
        actions.stand_by(actor, word)


def test_an_editor_sets_it_aside_attributed_and_lets_it_count_again(
    clock, actor, person, part, org
):
    word = actions.report(person(), part)
    aside = actions.set_aside(actor, word)
    assert aside.set_aside_by == "ada@example.org"
    assert not outages(org).open().exists()
    actions.put_back(actor, aside)
    assert open_outage(org)


def test_a_viewer_sets_nothing_aside(clock, actor, person, part):
    word = actions.report(actor, part)
    with pytest.raises(PermissionDenied):
        actions.set_aside(person(Role.VIEWER), word)


def test_the_worst_that_anybody_says_counts(clock, actor, person, part, org):
    actions.report(actor, part, state="degraded")
    assert open_outage(org).state == "degraded"
    clock.forward(seconds=30)
    actions.report(person(), part)
    assert open_outage(org).state == "major_outage"


def test_a_person_reports_at_most_twenty_times_an_hour_wherever(clock, actor, ada):
    elsewhere = MembershipFactory(user=ada.user).organization
    for _n in range(10):
        actions.report(actor, ComponentFactory())
        actions.report(type(actor)(elsewhere, ada.user, Role.EDITOR), ComponentFactory())
    with pytest.raises(ValidationError):
        actions.report(actor, ComponentFactory())
    clock.forward(hours=1, seconds=1)
    assert actions.report(actor, ComponentFactory())


def test_a_component_of_another_organisation_is_refused(clock, actor):
    with pytest.raises(PermissionDenied):
        actions.report(actor, ComponentFactory(organization=OrganizationFactory()))


def test_a_sweep_with_nothing_to_do_asks_the_same_however_many_organisations(
    clock, django_assert_max_num_queries, actor, part
):
    for _n in range(20):
        seat = MembershipFactory()
        actions.report(type(actor)(seat.organization, seat.user, Role.EDITOR), part)
    with django_assert_max_num_queries(1):
        assert actions.expire_words(clock.now) == 0
    with django_assert_max_num_queries(1):
        assert actions.tell_crowds(clock.now) == 0
