"""The chain on a page: read, filtered, verified, taken away."""

import json
import re
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from continuity.audit import verify
from continuity.audit.models import Event
from continuity.audit.verbs import VERBS, record
from continuity.audit.words import WORDS
from continuity.core.plugins import discover_in_apps
from continuity.inventory.models import Function
from continuity.plans.models import Version
from tests.factories import FunctionFactory
from tests.factories_plans import VersionFactory


@pytest.fixture
def chain(actor):
    for n in range(60):
        actor.org.name = f"Name {n:02d}"
        record(actor, "organization.edit" if n % 2 else "plan.add", actor.org)
    return actor.org


def test_newest_first_and_older_ones_a_page_on(browser, home, chain):
    text = browser.get(f"{home}audit/").text
    assert text.index("Name 59") < text.index("Name 12")
    assert "Name 05" not in text
    assert "Name 05" in browser.get(f"{home}audit/?before=11").text


def test_filters(browser, home, chain):
    text = browser.get(f"{home}audit/?verb=plan&who=ada&what=name 5").text
    assert "Name 58" in text
    assert "Name 59" not in text
    assert "No entry fits" in browser.get(f"{home}audit/?from=2999-01-01").text
    assert browser.get(f"{home}audit/?from=nonsense&before=99999999999999999999").status_code == 200


def test_verifying_says_how_far(browser, home, chain):
    text = browser.post(f"{home}audit/verify/", follow=True).text
    assert "Verified up to entry 60" in text
    Event.objects.for_org(chain).filter(seq=7).update(actor="eve")
    assert "entry 7 was changed" in browser.post(f"{home}audit/verify/", follow=True).text


def test_the_export_verifies_by_itself(browser, home, chain):
    body = b"".join(browser.get(f"{home}audit/export/").streaming_content).decode()
    verdict = verify.verify(json.loads(line) for line in body.splitlines())
    assert verdict.holds
    assert verdict.count >= 60
    script = b"".join(browser.get(f"{home}audit/verify.py").streaming_content)
    assert b"def verify" in script


def test_the_command_names_the_bad_entry(chain, capsys):
    call_command("audit", "verify", chain.slug)
    assert "60 entries hold" in capsys.readouterr().out
    Event.objects.for_org(chain).filter(seq=7).update(label="x")
    with pytest.raises(CommandError) as told:
        call_command("audit", "verify", chain.slug)
    assert told.value.returncode == 1
    assert "entry 7 was changed" in capsys.readouterr().out
    with pytest.raises(CommandError) as told:
        call_command("audit", "verify", "nobody")
    assert told.value.returncode == 2


def test_every_verb_has_words():
    discover_in_apps("actions")
    ours = {name for name in VERBS if not name.startswith("test.")}
    assert ours - set(WORDS) == set(), "give them words in audit/words.py"
    assert set(WORDS) - ours == set(), "no such verb"


def test_a_verb_is_told_in_words_and_chosen_from_a_list(browser, home, chain):
    text = browser.get(f"{home}audit/?verb=plan.add").text
    assert '<td data-label="Did">wrote a plan</td>' in text
    assert '<option value="plan.add" selected>wrote a plan</option>' in text
    assert "changed the settings</td>" not in text


def test_a_change_names_the_field_as_its_form_does(browser, home, owner):
    function = FunctionFactory(organization=owner.org, minimum_capacity="0.6")
    function = type(function).objects.for_org(owner.org).get()
    function.minimum_capacity = Decimal("0.8")
    record(owner, "function.edit", function)
    text = browser.get(f"{home}audit/").text
    assert "<dt>Minimum capacity</dt><dd>0.6 → 0.8</dd>" in text


def test_the_same_number_written_longer_is_no_change(owner):
    FunctionFactory(organization=owner.org, minimum_capacity="0.6")
    function = Function.objects.for_org(owner.org).get()
    function.minimum_capacity = Decimal("0.600000000")
    assert function.changes() == {}


def test_how_the_apps_own_work_goes_is_no_change(owner):
    VersionFactory(organization=owner.org)
    version = Version.objects.for_org(owner.org).get()
    version.lease_token, version.render_attempts = "x", 2
    version.render_due = timezone.now()
    assert version.changes() == {}


def test_a_wall_of_text_is_told_by_its_length_and_hash(browser, home, owner):
    FunctionFactory(organization=owner.org, name="Triage")
    function = Function.objects.for_org(owner.org).get()
    long = "a very long account of it " * 20
    function.audit_note = {"notes": ["short", long]}
    record(owner, "function.edit", function)
    text = browser.get(f"{home}audit/").text
    assert long not in text
    assert f"short → {len(long)} characters, SHA-256 {sha256(long.encode()).hexdigest()}" in text


def test_days_and_moments_name_their_zone(browser, home, org, chain):
    type(org).objects.filter(pk=org.pk).update(timezone="Europe/Madrid")
    assert "Days and times in Europe/Madrid" in browser.get(f"{home}audit/").text
    text = browser.post(f"{home}audit/verify/", follow=True).text
    assert re.search(r"Verified up to entry 61 on \d+ \w+ \d{4}, \d\d:\d\d CES?T", text)


def test_dates_within_a_change_are_told_in_the_zone_of_the_organisation(browser, home, owner):
    type(owner.org).objects.filter(pk=owner.org.pk).update(timezone="Europe/Madrid")
    owner.org.audit_note = {
        "due_at": ["2026-01-31", "2026-11-26T05:20:51.5+00:00"],
        "odd": "2026-99-99",
    }
    record(owner, "reminder.snooze", owner.org)
    text = browser.get(f"{home}audit/").text
    assert "31 January 2026 → 26 November 2026, 06:20 CET" in text
    assert "2026-99-99" in text
