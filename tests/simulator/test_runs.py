"""A replay too large for a page waits in a row, shows how far it is, and can be stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.simulator import running, tasks
from continuity.simulator.actions import runs
from continuity.simulator.models import Run
from tests.factories import ComponentFactory
from tests.simulator.test_simulator import leaning, words


@pytest.fixture
def large(monkeypatch):
    """Every inventory counts as large."""
    monkeypatch.setattr(running, "QUICK", -1)


@pytest.fixture
def address(home, org, large):
    gpt = ComponentFactory(name="GPT", key="g")
    leaning(org, gpt, name="Sort claims")
    asked = f"by=components&on={gpt.pk}&length=8h&start=2027-03-01T09:00"
    return f"{home}simulator/?{asked}"


@pytest.mark.postgres
def test_it_waits_is_made_by_a_sweep_and_is_then_read(browser, org, address):
    first = words(browser.get(address))
    assert "It waits for its turn." in first
    browser.get(address)
    row = Run.objects.for_org(org).get()
    assert tasks.replay_events() == 1
    assert tasks.replay_events() == 0
    text = words(browser.get(address))
    assert "1 of 1 function stops" in text
    again = browser.get(f"{address}&format=json").json()
    assert again["hit"][0]["down_minutes"] == 480
    assert Run.objects.for_org(org).get().pk == row.pk


def test_htmx_gets_only_the_part_that_moves_until_it_is_done(browser, org, address):
    browser.get(address)
    row = Run.objects.for_org(org).get()
    Run.objects.for_org(org).update(progress=60)
    part = browser.get(address, headers={"HX-Request": "true"}).text
    assert "Replaying it, function by function." in part
    assert "<html" not in part
    tasks.replay_events()
    done = browser.get(address, headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert Run.objects.for_org(org).get().pk == row.pk


@pytest.mark.postgres
def test_who_lost_the_lease_throws_away_what_was_made(browser, org, address):
    browser.get(address)
    now = timezone.now()
    mine = runs.claim(now)
    assert runs.claim(now) is None
    theirs = runs.claim(now + runs.LEASE + timedelta(seconds=1))
    assert theirs.pk == mine.pk
    assert not runs.progress(mine, 50)
    assert not runs.finish(mine, {})
    assert runs.finish(theirs, {"hit": []})


def test_it_is_stopped_and_made_after_all(browser, home, org, address):
    browser.get(address)
    row = runs.claim(timezone.now())
    query = address.partition("?")[2]
    url = f"{home}simulator/runs/{row.pk}/"
    answer = browser.post(url, {"address": query})
    assert answer.headers["Location"].startswith(f"{home}simulator/?by=components")
    assert not running.make(row)
    assert tasks.replay_events() == 0
    assert "You stopped it. Nothing was kept." in words(browser.get(address))
    browser.post(url, {"address": query, "decision": "again"})
    assert tasks.replay_events() == 1
    assert "1 of 1 function stops" in words(browser.get(address))


def test_the_address_it_goes_back_to_is_always_the_simulator(browser, home, org, address):
    browser.get(address)
    row = Run.objects.for_org(org).get()
    url = f"{home}simulator/runs/{row.pk}/"
    answer = browser.post(url, {"address": "//evil.example/?x=\r\nA: b"})
    assert answer.headers["Location"].startswith(f"{home}simulator/?")


def test_a_changed_inventory_is_another_question(browser, org, address):
    browser.get(address)
    tasks.replay_events()
    type(org).objects.filter(pk=org.pk).update(revision=org.revision + 1)
    assert "It waits for its turn." in words(browser.get(address))
    assert Run.objects.for_org(org).count() == 2


def test_what_fails_each_time_gives_up_and_says_why(browser, org, address, monkeypatch):
    def broken(*args):
        raise RuntimeError("no more memory")

    monkeypatch.setattr(running, "effect", broken)
    browser.get(address)
    tasks.replay_events()
    assert Run.objects.for_org(org).get().state == "failed"
    assert "no more memory" in words(browser.get(address))


def test_old_answers_are_forgotten(org):
    for n in range(runs.KEPT + 3):
        runs.ask(org, f"{n:064d}", {"name": str(n)}, [], timezone.localdate())
    assert Run.objects.for_org(org).count() == runs.KEPT
