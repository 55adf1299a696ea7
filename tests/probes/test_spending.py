"""Caps on tokens and money hold before anything is sent, whoever sends at the same time."""

import json
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.probes import actions
from continuity.probes.actions.spending import reserve
from continuity.probes.days import local_day, next_midnight
from continuity.probes.models import Budget, Spend
from continuity.probes.spending import Cost, Prices, at_most, micros, money
from tests.databases import prepared, settings_env
from tests.probes.conftest import T0

ROOT = Path(__file__).parent.parent.parent
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SEED = """
from django.utils import timezone
from continuity.orgs.models import Organization
from continuity.providers.models import Component, Provider
from continuity.probes.models import Budget, Probe
org = Organization.objects.create(name="O", slug="o")
p = Provider.objects.catalogue().create(slug="p", name="P")
c = Component.objects.catalogue().create(provider=p, key="p/api", name="API")
Budget.objects.for_org(org).create(organization=org, tokens_a_day=1000, money_a_day=1)
for n in range(4):
    Probe.objects.for_org(org).create(organization=org, component=c, name=str(n), kind="openai",
        url="https://a.example/v1", tokens_a_day=300, next_due=timezone.now())
"""
SPEND = """
import datetime
from continuity.orgs.models import Organization
from continuity.probes.actions.spending import reserve
from continuity.probes.models import Budget, Probe
from continuity.probes.spending import Cost
org = Organization.objects.get(slug="o")
probes = list(Probe.objects.for_org(org).select_related("organization").order_by("pk"))
budget = Budget.objects.for_org(org).get()
got = 0
for n in range(40):
    got += reserve(probes[n % 4], budget, Cost(7, 1), datetime.date(2026, 11, 20))
print(got)
"""
LOOK = """
import json
from continuity.probes.models import Spend
rows = Spend.objects.across_orgs("t").order_by("probe")
print(json.dumps({str(r.probe_id): r.tokens for r in rows}))
"""


def start(env, script):
    code = f"import django\ndjango.setup()\n{script}"
    return subprocess.Popen(
        [sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def ended(process):
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.splitlines()[-1] if out else ""


@pytest.mark.slow
def test_workers_at_the_same_time_cannot_pass_either_cap(tmp_path):
    env = settings_env(prepared(tmp_path), tmp_path)
    ended(start(env, SEED))
    workers = [start(env, SPEND) for _ in range(4)]
    taken = sum(int(ended(worker)) for worker in workers)
    spent = json.loads(ended(start(env, LOOK)))
    together = spent.pop("None")
    assert together == sum(spent.values()) == 7 * taken
    assert together == 994  # 142 times 7: one more would pass 1,000
    assert all(tokens <= 300 for tokens in spent.values())


def test_at_its_cap_a_probe_sends_nothing_until_the_next_day_of_the_organisation(
    canary, run, server, owner
):
    owner.org.timezone = "Asia/Tokyo"  # the day ends at 15:00 UTC
    owner.org.save()
    probe = canary("openai", "good", tokens_a_day=300)
    run(0)  # sets aside 2 × 124, uses 26
    assert len(server.seen) == 1
    probe = run(5, probe)  # 26 + 248 fit
    assert len(server.seen) == 2
    probe = run(10, probe)  # 52 + 248 fit exactly
    assert len(server.seen) == 3
    probe = run(15, probe)
    assert len(server.seen) == 3
    assert probe.spent_on == local_day(owner.org, T0)
    assert probe.next_due == T0.replace(hour=15)
    run(299)
    assert len(server.seen) == 3
    probe = run(300, probe)
    assert len(server.seen) == 4
    assert probe.spent_on is None


def test_the_cap_on_money_holds_too(canary, run, server):
    canary("openai", "good", money_a_day=Decimal("0.0001"))
    run()
    assert server.seen == []


def test_the_cap_of_all_together_holds_for_each(canary, run, server, owner):
    actions.set_budget(owner, tokens_a_day=300, money_a_day=Decimal(5))
    for n in range(3):
        canary("openai", "good", name=f"Probe number {n}")
    run()
    assert len(server.seen) == 1


def test_a_larger_cap_lets_those_that_wait_go_on(canary, run, server, owner):
    actions.set_budget(owner, tokens_a_day=1, money_a_day=Decimal(5))
    canary("openai", "good")
    run()
    assert server.seen == []
    owner = type(owner)(type(owner.org).objects.get(pk=owner.org.pk), owner.user, owner.role)
    actions.set_budget(owner, tokens_a_day=100_000, money_a_day=Decimal(5))
    run(10**6)  # whatever the clock of the verb said
    assert len(server.seen) == 1


def test_a_second_look_is_paid_for_as_well(canary, run, server):
    probe = canary("openai", "cut")
    run()
    assert len(server.seen) == 2
    row = Spend.objects.for_org(probe.organization).get(probe=probe)
    assert row.tokens == 2 * at_most(probe.question, 16, probe.prices()).tokens


def test_what_was_refused_costs_nothing(canary, run):
    probe = canary("openai", "s503")
    run()
    assert Spend.objects.for_org(probe.organization).get(probe=probe).tokens == 0


def test_a_refused_reservation_leaves_nothing_set_aside(canary):
    probe = canary("openai", "good", tokens_a_day=10)
    budget = Budget(organization=probe.organization)
    assert not reserve(probe, budget, Cost(11, 1), T0.date())
    rows = Spend.objects.for_org(probe.organization)
    assert set(rows.values_list("tokens", "micros")) == {(0, 0)}


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.decimals(0, 1000, places=4),
    st.decimals(0, 1000, places=4),
)
def test_money_is_never_rounded_down(into, out, price_in, price_out):
    cost = Prices(price_in, price_out).of(into, out)
    exact = (into * price_in + out * price_out) / 1_000_000
    assert exact <= money(cost.micros) < exact + Decimal("0.000001")
    assert micros(money(cost.micros)) == cost.micros


def test_a_day_begins_at_midnight_where_the_organisation_is(owner):
    owner.org.timezone = "America/Santiago"  # on 6 September 2026 midnight is skipped
    at = T0.replace(month=9, day=5, hour=12)
    begins = next_midnight(owner.org, at)
    assert local_day(owner.org, begins).day == 6
    assert local_day(owner.org, begins - timedelta(minutes=61)).day == 5
