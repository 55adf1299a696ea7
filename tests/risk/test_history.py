"""The page of the score's history: each day with what moved it, a period in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.inventory import actions
from continuity.inventory.models import Function, Option
from continuity.orgs.models import Organization
from continuity.risk import current
from continuity.risk.history.days import days, span
from continuity.risk.history.periods import periods
from continuity.risk.models import Assessment
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_risk import AssessmentFactory
from tests.factories_runbooks import ExerciseFactory, RunbookFactory


@pytest.fixture
def clock(monkeypatch):
    """Days pass as told: ``clock(2026, 10, 1)``."""

    def turn(*day):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(*day, 12, tzinfo=UTC))

    turn(2026, 10, 1)
    return turn


@pytest.fixture
def claims(org, clock):
    """Claims on an API, with a fallback that is exercised."""
    function = FunctionFactory(
        organization=org, name="Claims", criticality=5, rto_minutes=60, mtpd_minutes=480
    )
    ask = DependencyFactory(organization=org, function=function, name="Classify")
    api = ComponentFactory(name="OpenAI API")
    OptionFactory(organization=org, dependency=ask, position=0, name="GPT", on=[api])
    book = RunbookFactory(organization=org)
    ExerciseFactory(organization=org, runbook=book, passed=True, held_on=date(2026, 9, 1))
    OptionFactory(
        organization=org, dependency=ask, position=1, name="By hand", switch_minutes=5, runbook=book
    )
    current.refresh(org)
    return function


def row(org, model, **fields):
    return model.objects.for_org(org).get(**fields)


def assess(org):
    return current.refresh(Organization.objects.get(pk=org.pk))


def test_a_change_is_told_with_who_did_it_and_what_moved(browser, home, org, actor, claims, clock):
    clock(2026, 10, 5)
    actions.remove_option(actor, row(org, Option, name="By hand"))
    kept = assess(org)
    (was, now) = kept.moved["functions"][str(claims.pk)]
    assert (was[:2], now[:2]) == ([0.0, "covered"], [100.0, "lost"])
    text = browser.get(f"{home}risk/history/?from=2026-10-01").text
    flat = " ".join(text.split())
    assert "the score rose from 0 to <strong>100</strong>" in flat
    assert "lost its tested fallback when OpenAI API fails: it has no fallback" in flat
    assert "ada@example.org removed an option: By hand" in flat
    assert "0 functions better, 1 worse, 0 new, 0 removed." in flat
    assert "OpenAI API 0 → 100" in flat


def test_a_day_counts_from_the_day_before_however_often_it_is_assessed(org, actor, claims, clock):
    clock(2026, 10, 5)
    edited = row(org, Function, name="Claims")
    actions.edit_function(actor, edited, rto_minutes=1)
    assert str(claims.pk) in assess(org).moved["functions"]
    actions.edit_function(actor, edited, rto_minutes=60)
    assert assess(org).moved["functions"] == {}


def test_an_exercise_that_grew_too_old_says_so(browser, home, ada, org, claims, clock):
    clock(2027, 9, 1)
    assert assess(org).moved == {"functions": {}, "aged": []}
    clock(2027, 9, 2)
    assess(org)
    browser.force_login(ada.user)  # the session of last year is over
    text = " ".join(browser.get(f"{home}risk/history/?from=2027-08-30").text.split())
    assert "An exercise grew too old: “By hand” of Claims was last exercised on" in text
    assert "no longer has a fallback that was exercised lately" in text


def test_weights_alone_are_told(browser, home, org, actor, claims, clock):
    FunctionFactory(organization=org, name="Other", criticality=5)
    ask = DependencyFactory(organization=org, function=row(org, Function, name="Other"))
    OptionFactory(organization=org, dependency=ask, on=[ComponentFactory()])
    assess(org)
    clock(2026, 10, 3)
    actions.edit_function(actor, row(org, Function, name="Other"), criticality=1)
    assess(org)
    text = browser.get(f"{home}risk/history/?from=2026-10-02").text
    assert "some weigh more or less than before" in text


def test_new_and_removed_functions_are_counted(browser, home, org, actor, claims, clock):
    clock(2026, 10, 3)
    actions.add_function(actor, name="Letters", rto_minutes=1, mtpd_minutes=2)
    actions.remove_function(actor, row(org, Function, name="Claims"))
    assess(org)
    text = " ".join(browser.get(f"{home}risk/history/?from=2026-10-01").text.split())
    assert "1 new, 1 removed" in text
    assert "Letters</a> is new, and not filled in yet" in text
    assert "Claims was removed" in text


def test_days_on_which_nothing_moved_are_left_out(org, claims, clock):
    for day in (2, 3, 4):
        clock(2026, 10, day)
        assess(org)
    held = span(org, date(2026, 10, 1), date(2026, 10, 31))
    assert len(held.days) == 4
    assert [day for day, _before in held.changes] == [held.baseline]


def test_what_was_not_kept_is_said_to_be_so(browser, home, org, clock):
    AssessmentFactory(organization=org, day=date(2026, 8, 1), score="41")
    AssessmentFactory(organization=org, day=date(2026, 8, 9), score="62")
    clock(2026, 8, 20)
    text = " ".join(browser.get(f"{home}risk/history/?from=2026-08-01&to=2026-08-19").text.split())
    assert "the score rose from 41 to <strong>62</strong>" in text
    assert "not what moved it" in text
    assert "only the score was kept of this day" in text


@pytest.mark.parametrize(
    "query",
    [
        "period=x",
        "from=never&to=2026-31-31",
        "from=9999-12-31",
        "from=0001-01-01&page=zz",
        "page=9",
    ],
)
def test_nonsense_in_the_address_is_no_fault(browser, home, claims, query):
    assert browser.get(f"{home}risk/history/?{query}").status_code == 200


def test_before_the_first_score_it_says_so(browser, home):
    text = browser.get(f"{home}risk/history/?from=2020-01-01&to=2020-02-01").text
    assert "No score was kept by then." in text


def test_the_csv_holds_the_days_and_no_formula(browser, home, org, actor, claims, clock):
    clock(2026, 10, 3)
    actions.edit_function(actor, row(org, Function, name="Claims"), name="=1+1", rto_minutes=1)
    assess(org)
    text = browser.get(f"{home}risk/history/?from=2026-10-01&format=csv").content.decode(
        "utf-8-sig"
    )
    lines = text.splitlines()
    assert lines[0].startswith("day,score,band,change")
    assert lines[1].startswith("2026-10-03,")
    assert "'=1+1" in lines[1]
    assert lines[2].startswith("2026-10-01,")


def test_the_page_costs_the_same_however_much_moved(browser, home, org, actor, claims, clock):
    counts = []
    for day in (4, 20):
        FunctionFactory.create_batch(20, organization=org)
        for n in range(3, day + 1):
            clock(2026, 10, n)
            actions.edit_function(actor, row(org, Function, name="Claims"), rto_minutes=n % 2 * 60)
            assess(org)
        clock(2026, 10, day)
        assess(org)
        browser.get(f"{home}risk/history/?from=2026-10-01")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{home}risk/history/?from=2026-10-01")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_entries_are_those_between_two_assessments(org, actor, claims, clock):
    for day, name in ((3, "A"), (4, "B")):
        clock(2026, 10, day)
        actions.edit_function(actor, row(org, Function, pk=claims.pk), name=name, rto_minutes=day)
        assess(org)
    held = span(org, date(2026, 10, 1), date(2026, 10, 31))
    told = days(org, held.changes)
    assert [[e["label"] for e in day.entries] for day in told] == [["B"], ["A"], []]
    assert Assessment.objects.for_org(org).count() == 3


def test_the_quarter_begins_on_its_first_day():
    spans = periods(date(2026, 11, 26))
    assert spans["quarter"][0] == date(2026, 10, 1)
    assert spans["last-quarter"] == (date(2026, 7, 1), date(2026, 10, 1))
    assert spans["month"][0] == date(2026, 11, 26) - timedelta(days=30)
    assert periods(date(2026, 1, 1))["last-quarter"] == (date(2025, 10, 1), date(2026, 1, 1))
