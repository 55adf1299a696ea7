"""The chain on a page: read, filtered, verified, taken away."""

import json

import pytest
from django.core.management import CommandError, call_command

from continuity.audit import verify
from continuity.audit.models import Event
from continuity.audit.verbs import record


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
