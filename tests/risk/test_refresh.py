"""Scores are kept by difference, follow what they rest on, and are never those of another day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from continuity.audit.models import Event
from continuity.orgs.models import Organization
from continuity.orgs.revision import touch
from continuity.risk import current
from continuity.risk.models import Assessment, FunctionScore, Gap
from continuity.risk.tasks import assess_stale
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
)
from tests.factories_runbooks import RunbookFactory


@pytest.fixture
def claims(org):
    """Claims rest on an API that runs on Azure; by hand it takes past the RTO."""
    function = FunctionFactory(
        organization=org, name="Claims", criticality=5, rto_minutes=60, mtpd_minutes=480
    )
    ask = DependencyFactory(organization=org, function=function, name="Classify")
    api, azure = ComponentFactory(name="OpenAI API"), ComponentFactory(name="Microsoft Azure")
    EdgeFactory(component=api, runs_on=azure)
    OptionFactory(organization=org, dependency=ask, position=0, name="GPT", on=[api])
    OptionFactory(
        organization=org,
        dependency=ask,
        position=1,
        name="By hand",
        switch_minutes=180,
        runbook=RunbookFactory(organization=org, title="Sort by hand"),
    )
    return function


def reread(org):
    return Organization.objects.get(pk=org.pk)


def test_it_keeps_the_score_the_gaps_and_the_reason(org, claims):
    kept = current.refresh(org)
    assert kept.score == Decimal("64.2857")
    assert kept.summary["band"] == "high"
    score = FunctionScore.objects.for_org(org).get()
    assert (score.score, score.verdict, score.points_of_failure) == (kept.score, "late", 2)
    gap = Gap.objects.for_org(org).get(component__name="Microsoft Azure")
    assert (gap.verdict, gap.recovery_minutes, gap.gap) == ("late", 180, Decimal("0.642857"))
    assert (gap.why["reason"], gap.why["dependency_name"]) == ("too_slow", "Classify")
    assert [hop["name"] for hop in gap.why["running"][0]["path"]] == [
        "OpenAI API",
        "Microsoft Azure",
    ]
    assert [option["name"] for option in gap.why["leans_on"]] == ["By hand"]


def test_the_summary_has_what_the_home_page_says(org, claims):
    summary = current.refresh(org).summary
    assert {row["name"] for row in summary["exposure"]} == {"OpenAI API", "Microsoft Azure"}
    assert summary["headline"]["exposure"] == pytest.approx(64.2857)
    (host,) = summary["concentration"]["host"]["shares"]
    assert (host["name"], host["share"]) == ("Microsoft Azure", 1.0)
    assert [row["act"] for row in summary["advice"]] == ["cut_switch"]
    assert summary["verdicts"] == {"late": 1}


def test_the_second_time_nothing_is_written_but_the_day(org, claims):
    first = current.refresh(org)
    before = list(Gap.objects.for_org(org).order_by("pk").values_list("pk", "gap"))
    again = current.refresh(org)
    assert (again.pk, again.audit_note) == (first.pk, {"rows_written": 0})
    assert list(Gap.objects.for_org(org).order_by("pk").values_list("pk", "gap")) == before


def test_only_what_changed_is_written(org, claims):
    FunctionFactory(organization=org)
    current.refresh(org)
    claims.rto_minutes = 30
    claims.save()
    assert current.refresh(org).audit_note == {"rows_written": 3}


def test_gaps_that_closed_are_taken_away(org, claims):
    current.refresh(org)
    claims.dependencies.get().options.get(position=0).on.clear()
    current.refresh(org)
    assert not Gap.objects.for_org(org).exists()
    assert FunctionScore.objects.for_org(org).get().verdict == "unaffected"


def test_an_inventory_that_moved_on_meanwhile_is_not_overwritten(org, claims, monkeypatch):
    def change_while_assessing(*given):
        touch(org)
        return found(*given)

    found = current.findings
    monkeypatch.setattr(current, "findings", change_while_assessing)
    assert current.refresh(org) is None
    assert not Assessment.objects.for_org(org).exists()
    assert not Event.objects.for_org(org).exists()


def test_a_page_sees_a_change_at_once(org, claims):
    assert current.current(org).score == Decimal("64.2857")
    claims.dependencies.get().options.filter(position=1).update(switch_minutes=30)
    assert current.current(reread(org)).score == Decimal("64.2857")
    touch(org)
    assert current.current(reread(org)).score == 20


def test_a_page_reads_one_row_when_nothing_changed(org, claims, django_assert_num_queries):
    current.refresh(org)
    org = reread(org)
    with django_assert_num_queries(1):
        current.current(org)


def test_the_sweep_does_who_is_behind_and_nobody_else(org, claims):
    FunctionFactory()
    assert assess_stale() == 2
    assert assess_stale() == 0
    touch(org)
    assert assess_stale() == 1


def test_a_new_day_is_a_new_assessment(org, claims, monkeypatch):
    current.refresh(org)
    monkeypatch.setattr(current, "today", lambda org, now: date(2030, 1, 1))
    assert assess_stale() == 1
    assert Assessment.objects.for_org(org).count() == 2


def test_one_that_fails_does_not_hold_up_the_others(org, claims, monkeypatch):
    broken = FunctionFactory(impact=[{"after_minutes": 0}]).organization
    assert assess_stale() == 1
    assert Assessment.objects.for_org(org).exists()
    assert not Assessment.objects.for_org(broken).exists()


def test_the_day_is_that_of_the_organisation(org):
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    org.timezone = "Europe/Amsterdam"
    assert current.today(org, late) == date(2026, 11, 23)


def test_an_assessment_of_an_earlier_day_does_not_overwrite_a_later_one(org, claims, monkeypatch):
    later = current.refresh(org)
    monkeypatch.setattr(current, "today", lambda org, now: date(2020, 1, 1))
    assert current.refresh(org) is None
    assert [a.pk for a in Assessment.objects.for_org(org)] == [later.pk]


def test_it_counts_what_scores_0_for_want_of_data(org, claims):
    FunctionFactory(organization=org, name="Empty")
    half = FunctionFactory(organization=org, name="Half")
    ask = DependencyFactory(organization=org, function=half)
    kept = current.refresh(org)
    assert kept.summary["filling"] == {"undescribed": 1, "unfinished": 1, "counted_as_0": 2}
    assert kept.summary["verdicts"] == {"late": 1, "undescribed": 1, "unfinished": 1}
    scores = dict(FunctionScore.objects.for_org(org).values_list("function__name", "filling"))
    assert scores == {"Claims": "complete", "Empty": "undescribed", "Half": "unfinished"}
    OptionFactory(organization=org, dependency=ask, position=0, on=[ComponentFactory()])
    touch(org)
    assert current.refresh(org).summary["filling"]["counted_as_0"] == 1
