"""Measured times replace planned ones: a fallback's switch time follows its runbook's exercises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.inventory import actions
from continuity.inventory.following import behind
from continuity.inventory.models import Option
from continuity.orgs.models import Organization
from continuity.risk.current import refresh
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_runbooks import ExerciseFactory, RunbookFactory

DAY = timedelta(days=1)


@pytest.fixture
def book(org):
    return RunbookFactory(organization=org)


@pytest.fixture
def fallback(org, book):
    """Ten minutes, as somebody thinks; RTO one hour, MTPD four."""
    function = FunctionFactory(organization=org, rto_minutes=60, mtpd_minutes=240)
    ask = DependencyFactory(organization=org, function=function)
    given = {"organization": org, "dependency": ask}
    OptionFactory(**given, position=0, on=[ComponentFactory()], runbook=book)
    return OptionFactory(**given, position=1, on=[], switch_minutes=10, runbook=book)


def exercise(org, book, minutes, ago=1, **fields):
    day = timezone.localdate() - ago * DAY
    given = {"held_on": day, "measured_minutes": minutes, **fields}
    return ExerciseFactory(organization=org, runbook=book, **given)


def minutes(org):
    rows = Option.objects.for_org(org).order_by("position")
    return [option.switch_minutes for option in rows]


def test_the_score_rests_on_what_was_measured(org, book, fallback):
    before = refresh(org).score
    exercise(org, book, 90)
    after = refresh(Organization.objects.get(pk=org.pk))
    assert minutes(org) == [0, 90]
    assert (before, after.score > 50) == (20, True)  # untested before, late by half an hour now
    assert behind(org) == []


def test_the_newest_exercise_that_passed_and_was_timed_counts(org, book, fallback):
    exercise(org, book, 25, ago=30)
    exercise(org, book, 70, ago=200)
    exercise(org, book, 99, ago=3, passed=False)
    exercise(org, book, None, ago=2)
    refresh(org)
    assert minutes(org) == [0, 25]


def test_what_people_write_after_it_stands_until_the_next_exercise(org, book, fallback, owner):
    exercise(org, book, 25, ago=30)
    refresh(org)
    row = Option.objects.for_org(org).get(pk=fallback.pk)
    actions.edit_option(owner, row, switch_minutes=15)
    refresh(Organization.objects.get(pk=org.pk))
    assert minutes(org) == [0, 15]
    exercise(org, book, 35)
    refresh(Organization.objects.get(pk=org.pk))
    assert minutes(org) == [0, 35]


def test_the_page_says_that_it_was_measured(browser, home, org, book, fallback):
    url = f"{home}inventory/{fallback.dependency.function_id}/"
    assert "measured" not in browser.get(url).text
    exercise(org, book, 25)
    refresh(org)
    assert "in 25 min, measured" in " ".join(browser.get(url).text.split())


def test_nothing_is_written_where_none_is_behind(org, book, fallback, owner):
    assert actions.follow_exercises(owner) is None
