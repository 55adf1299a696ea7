"""The chain names the first entry that was touched, whatever byte it was."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from continuity.audit import verify
from continuity.audit.chain import entries, verify_org
from continuity.audit.models import Event
from continuity.audit.verbs import VERBS, checkpoint, record


@pytest.fixture
def chain(actor):
    for name in ("Ada", "Bob", "Zoë \u202e", 'quote " and \\ and \n'):
        actor.org.name = name
        record(actor, "organization.edit", actor.org)
    return actor.org


def touch(org, seq, column, value):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE audit_event SET {column} = %s WHERE organization_id = %s AND seq = %s",
            [value, org.pk, seq],
        )


def test_an_untouched_chain_holds(chain):
    verdict = verify_org(chain)
    assert verdict.holds
    assert verdict.count == 4


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "eve@example.org"),
        ("verb", "organization.edis"),
        ("target", "orgs.Organization:2"),
        ("label", "Bab"),
        ("changes", '{"name": ["", "Bab"]}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("prev", "1" * 64),
        ("hash", "1" * 64),
    ],
)
def test_a_change_of_any_column_is_named(chain, column, value):
    touch(chain, 2, column, value)
    assert verify_org(chain).bad_seq == 2


def test_a_removed_entry_is_named(chain):
    Event.objects.for_org(chain).filter(seq=2).delete()
    assert verify_org(chain).bad_seq == 2


def test_a_cut_tail_is_named_when_its_head_was_printed(chain, actor):
    checkpoint(actor, "plan 1")
    Event.objects.for_org(chain).filter(seq__gte=3).delete()
    assert verify_org(chain).bad_seq == 3


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_of_the_export_shows(chain, data):
    rows = [json.dumps(row, ensure_ascii=False) for row in entries(chain)]
    which = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(rows[which]) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != rows[which][place]))
    rows[which] = rows[which][:place] + other + rows[which][place + 1 :]
    try:
        read = [json.loads(row) for row in rows]
        same = read == list(entries(chain))
        verdict = verify.verify(read)
    except (ValueError, KeyError, TypeError):
        return  # no JSON any more, or a field without its name: refused before the chain
    assert same or verdict.bad_seq == which + 1


def test_the_script_needs_nothing_installed(chain, tmp_path):
    file = tmp_path / "chain.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in entries(chain)))
    command = [sys.executable, "-I", "-S", str(Path(verify.__file__)), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[0]) == (0, "4")
    file.write_text(file.read_text().replace("Bob", "Rob", 1))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "entry 2" in done.stdout


def test_verbs_are_known_by_their_names():
    assert all(name.count(".") == 1 for name in VERBS)
