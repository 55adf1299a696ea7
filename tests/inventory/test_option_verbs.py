"""Options come, go and come back; what is served stays served."""

import pytest
from django.core.exceptions import ValidationError

from continuity.audit.models import Event
from continuity.inventory import actions
from continuity.inventory.models import Option
from tests.factories import DependencyFactory, FunctionFactory, OptionFactory


@pytest.fixture
def dependency(org):
    function = FunctionFactory(organization=org, minimum_capacity="0.5")
    return DependencyFactory(organization=org, function=function, name="Classify")


def option(dependency, position, **fields):
    row = OptionFactory(
        organization=dependency.organization, dependency=dependency, position=position, **fields
    )
    return Option.objects.for_org(dependency.organization).get(pk=row.pk)


def order(dependency):
    rows = Option.objects.for_org(dependency.organization).filter(dependency=dependency)
    return [row.name for row in rows.order_by("position")]


def gone(row):
    return Option.objects.removed(row.organization).get(pk=row.pk)


def test_the_only_option_that_runs_is_not_removed(actor, dependency):
    only = option(dependency, 0, name="only")
    with pytest.raises(ValidationError, match="Add another option first"):
        actions.remove_option(actor, only)
    assert order(dependency) == ["only"]


def test_no_slow_fallback_slips_into_running_by_a_removal(actor, dependency):
    first = option(dependency, 0, name="first")
    option(dependency, 1, name="slow", switch_minutes=60)
    with pytest.raises(ValidationError, match="its switch time is 0"):
        actions.remove_option(actor, first)
    assert order(dependency) == ["first", "slow"]


def test_a_fallback_that_is_there_at_once_takes_the_place(actor, dependency):
    first = option(dependency, 0, name="first")
    option(dependency, 1, name="second")
    actions.remove_option(actor, first)
    assert order(dependency) == ["second"]


def test_what_was_never_complete_may_be_emptied(actor, dependency):
    small = option(dependency, 0, name="small", capacity="0.1")
    actions.remove_option(actor, small)
    assert order(dependency) == []


def test_an_option_comes_back_to_its_place(actor, dependency):
    rows = [option(dependency, n, name=name) for n, name in enumerate("abc")]
    actions.remove_option(actor, rows[1])
    actions.restore_option(actor, gone(rows[1]))
    assert order(dependency) == ["a", "b", "c"]


def test_an_option_too_small_for_its_old_place_comes_back_last(actor, dependency):
    small = option(dependency, 0, name="small", capacity="0.1")
    actions.remove_option(actor, small)
    option(dependency, 1, name="full")
    actions.restore_option(actor, gone(small))
    assert order(dependency) == ["full", "small"]


def test_a_slow_option_does_not_come_back_into_running(actor, dependency):
    first = option(dependency, 0, name="first", capacity="0.1")
    slow = option(dependency, 1, name="slow", switch_minutes=60)
    actions.remove_option(actor, slow)
    actions.remove_option(actor, first)
    with pytest.raises(ValidationError, match="its switch time is 0"):
        actions.restore_option(actor, gone(slow))


def test_an_option_whose_key_is_taken_comes_back_under_another(actor, dependency):
    option(dependency, 0, name="first")
    old = actions.add_option(actor, dependency, name="By hand")
    actions.remove_option(actor, old)
    new = actions.add_option(actor, dependency, name="By hand")
    back = actions.restore_option(actor, gone(old))
    assert new.key == "by-hand"
    assert back.key == "by-hand-2"


def test_a_refused_removal_is_said_on_the_page(browser, home, dependency):
    only = option(dependency, 0, name="only")
    page = browser.post(f"{home}inventory/options/{only.pk}/remove/", follow=True)
    assert "Add another option first" in page.text
    assert order(dependency) == ["only"]


def test_a_fallback_that_rises_is_there_at_once_and_the_other_takes_its_time(actor, dependency):
    now = option(dependency, 0, name="now")
    slow = option(dependency, 1, name="slow", switch_minutes=60)
    with pytest.raises(ValidationError, match="its switch time is 0"):
        actions.move_option(actor, slow, 0)
    actions.move_option(actor, slow, 0, switch_minutes=25)
    rows = Option.objects.for_org(actor.org).filter(dependency=dependency).order_by("position")
    assert list(rows.values_list("pk", "switch_minutes")) == [(slow.pk, 0), (now.pk, 25)]
    entry = Event.objects.for_org(actor.org).order_by("-seq").first()
    assert entry.changes["falls_back"] == "now (25 min)"


def test_one_that_carries_too_little_does_not_rise(actor, dependency):
    option(dependency, 0, name="now")
    small = option(dependency, 1, name="small", switch_minutes=60, capacity="0.2")
    with pytest.raises(ValidationError, match="no longer reach"):
        actions.move_option(actor, small, 0, switch_minutes=25)
    assert order(dependency) == ["now", "small"]


def test_a_switch_time_says_nothing_where_nobody_crosses_the_line(actor, dependency):
    option(dependency, 0, name="now")
    option(dependency, 1, name="b", switch_minutes=5)
    last = option(dependency, 2, name="c", switch_minutes=60)
    actions.move_option(actor, last, 1, switch_minutes=25)
    assert order(dependency) == ["now", "c", "b"]
    assert Option.objects.for_org(actor.org).get(pk=last.pk).switch_minutes == 60
