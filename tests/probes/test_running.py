"""Claims and leases, how often a probe runs, and what becomes of its runs."""

from datetime import date, timedelta
from statistics import median

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from continuity.probes import running
from continuity.probes.actions import days, leases, results, set_key
from continuity.probes.days import summed
from continuity.probes.kinds import Judgement, Verdict
from continuity.probes.models import Day, Probe, Result
from continuity.probes.reading import measured
from continuity.probes.spending import Cost
from continuity.probes.tasks import QUEUE, SWEEPS, fold_probes, run_probes
from tests.factories import OrganizationFactory
from tests.factories_probes import CanaryFactory, ProbeFactory, ResultFactory
from tests.probes.conftest import T0

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
GOOD = Judgement(Verdict.GOOD, "", 100, 200)


def minutes(n):
    return T0 + timedelta(minutes=n)


def test_a_probe_is_given_to_one_and_comes_back_when_its_lease_ends():
    probe = ProbeFactory(next_due=T0)
    assert leases.claim_due(T0) == [probe]
    assert leases.claim_due(minutes(1)) == []
    assert leases.claim_due(minutes(3)) == [probe]


def test_who_lost_its_lease_writes_nothing():
    ProbeFactory(next_due=T0)
    (first,) = leases.claim_due(T0)
    (second,) = leases.claim_due(minutes(3))
    assert results.finish(first, GOOD, Cost(), minutes(3)) is None
    assert results.finish(second, GOOD, Cost(), minutes(3)) is not None
    assert results.finish(second, GOOD, Cost(), minutes(3)) is None
    assert Result.objects.across_orgs("test").count() == 1


def test_what_is_paused_removed_or_without_its_key_is_not_due():
    ProbeFactory(next_due=T0, paused=True)
    ProbeFactory(next_due=T0, removed_at=T0)
    CanaryFactory(next_due=T0)
    assert leases.claim_due(T0) == []


def test_the_demonstration_calls_nobody_and_takes_no_key(owner):
    owner.org.is_demo = True
    owner.org.save()
    ProbeFactory(organization=owner.org, next_due=T0)
    canary = CanaryFactory(organization=owner.org, next_due=T0)
    with pytest.raises(ValidationError, match="strangers look at it"):
        set_key(owner, canary, key="sk-x")
    assert leases.claim_due(T0) == []


def test_a_probe_runs_at_its_interval_and_sooner_while_a_row_is_not_complete(canary, run, server):
    probe = canary("openai", "good", every_minutes=30)
    assert run(0, probe).next_due == minutes(30)
    server.does = "s500"
    assert run(30, probe).next_due == minutes(31)
    assert run(31, probe).next_due == minutes(32)
    assert run(32, probe).next_due == minutes(62)
    server.does = "good"
    assert run(62, probe).next_due == minutes(63)
    assert run(63, probe).next_due == minutes(93)


def test_never_more_than_once_a_minute(door, run, server):
    probe = door(every_minutes=1)
    for minute in range(3):
        run(minute)
        run(minute)
        running.run_due(lambda m=minute: minutes(m) + timedelta(seconds=55))
    assert len(server.seen) == 3
    assert Probe.objects.across_orgs("test").get(pk=probe.pk).looks == "answers"


def test_after_a_standstill_missed_runs_are_not_made_up_for(door, run, server):
    probe = door(every_minutes=5)
    assert run(600, probe).next_due == minutes(601)
    assert len(server.seen) == 1


def test_one_that_cannot_be_prepared_does_not_hold_up_the_others(door, run, server):
    door(name="No such kind", kind="telepathy")
    assert run(0, door(name="Fine")).looks == "answers"


@pytest.mark.parametrize(
    ("fields", "verdict", "reason"),
    [
        ({}, "good", ""),
        ({"method": "HEAD"}, "good", ""),
        ({"statuses": "200"}, "good", ""),
        ({"statuses": "204"}, "theirs", "http_200"),
        ({"contains": "well"}, "good", ""),
        ({"contains": "ill"}, "theirs", "text_missing"),
    ],
)
def test_what_an_address_must_do(fields, verdict, reason, door, run):
    probe = door(**fields)
    run()
    found = Result.objects.across_orgs("test").get(probe=probe)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.total_ms is not None


def test_a_round_in_which_nothing_is_due_costs_the_same_for_any_number_of_organisations(
    django_assert_num_queries,
):
    for count in (1, 30):
        for _ in range(count):
            probe = ProbeFactory(next_due=minutes(60))
            ResultFactory(probe=probe, day=T0.date(), at=T0)
        with django_assert_num_queries(3):  # the claim, between two words of a transaction
            running.run_due(lambda: T0)
        with django_assert_num_queries(1):
            assert days.fold(T0) == 0


def test_a_day_that_is_over_is_summed_up_once_and_its_runs_go_after_a_week():
    probe = ProbeFactory()
    org, day = probe.organization, T0.date()
    told = [("good", 100, 200), ("good", 300, 400), ("wrong", 200, 900), ("theirs", None, 9000)]
    for verdict, first, total in [*told, ("ours", None, 10)]:
        ResultFactory(
            organization=org, probe=probe, at=T0, day=day, verdict=verdict,
            first_ms=first, total_ms=total,
        )  # fmt: skip
    assert days.fold(T0) == 0
    assert days.fold(T0 + timedelta(days=2)) == 1
    assert days.fold(T0 + timedelta(days=2)) == 0
    (found,) = measured(org, day, day)
    assert found.component == probe.component
    assert (found.good, found.bad, found.wrong, found.other) == (3, 1, 1, 1)
    assert (found.first_ms, found.total_ms) == (200, 400)
    days.forget_old(T0 + timedelta(days=6))
    assert Result.objects.for_org(org).count() == 5
    days.forget_old(T0 + timedelta(days=8))
    assert Result.objects.for_org(org).count() == 0
    assert Day.objects.for_org(org).count() == 1
    days.forget_old(T0 + timedelta(days=401))
    assert Day.objects.for_org(org).count() == 0


def test_days_of_another_organisation_are_not_mine():
    probe = ProbeFactory()
    ResultFactory(organization=probe.organization, probe=probe, at=T0, day=T0.date())
    days.fold(T0 + timedelta(days=2))
    assert list(measured(OrganizationFactory(), date(2026, 1, 1), date(2026, 12, 31))) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from([v.value for v in Verdict]),
            st.one_of(st.none(), st.integers(0, 9999)),
            st.integers(0, 9999),
        ),
        max_size=20,
    )
)
def test_a_day_counts_every_run_once(runs):
    found = summed(runs)
    assert found["good"] + found["bad"] + found["other"] == len(runs)
    assert found["wrong"] <= found["good"]
    times = [total for verdict, _first, total in runs if verdict in ("good", "wrong")]
    assert found["total_ms"] == (round(median(times)) if times else None)


def test_the_sweeps_take_no_arguments_and_have_a_queue_of_their_own():
    assert [(run_probes, 10), (fold_probes, 600)] == SWEEPS
    assert QUEUE == "probes"
    assert run_probes() == 0
    assert fold_probes() == 0
