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
from continuity.audit.verbs import VERBS, record, verb
from continuity.orgs.models import Role
from tests.examples import examples


def pinned(actor, reason):
    """An entry that its verb pins."""

    @verb("test.pin", needs=Role.VIEWER)
    def pin(actor, org):
        org.audit_checkpoint = reason
        return org

    try:
        pin(actor, actor.org)
    finally:
        del actor.org.audit_checkpoint
        VERBS.pop("test.pin")


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


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "yesterday"), ("at", ""), ("at", "2026-13-01 00:00:00"), ("seq", "two")],
)
def test_an_entry_that_cannot_be_read_is_named(chain, column, value):
    touch(chain, 2, column, value)
    assert verify_org(chain).bad_seq == 2


def test_a_pinned_entry_cannot_be_cut_off(chain, actor):
    pinned(actor, "plan 1")
    for cut in (5, 3, 1):
        Event.objects.for_org(chain).filter(seq__gte=cut).delete()
        assert verify_org(chain).bad_seq == cut


def test_an_organisation_without_any_entry_does_not_hold(chain):
    Event.objects.for_org(chain).delete()
    assert verify_org(chain).bad_seq == 1


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_of_the_export_shows(chain, data):
    rows = [json.dumps(row, ensure_ascii=False) for row in entries(chain)]
    which = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(rows[which]) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != rows[which][place]))
    rows[which] = rows[which][:place] + other + rows[which][place + 1 :]
    verdict = verify.verify(verify.read(rows))
    if verdict.holds:  # white space between the fields
        assert [json.loads(row) for row in rows] == list(entries(chain))
    else:
        assert verdict.bad_seq == which + 1


SCRIPT = [sys.executable, "-I", "-S", str(Path(verify.__file__))]


@pytest.fixture
def export(chain, tmp_path):
    file = tmp_path / "chain.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in entries(chain)))
    return file


def run(*words):
    done = subprocess.run([*SCRIPT, *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_script_needs_nothing_installed(export):
    status, words = run(export)
    assert (status, words.split()[0]) == (0, "4")


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace("Bob", "Rob", 1),
        lambda text: text.replace('"label": "Bob"', '"label": "Bob", "label": "Bob"'),
        lambda text: text.replace('"label": "Bob"', '"label": "Bob", "approved": "by the board"'),
        lambda text: text.replace('"label": "Bob", ', ""),
        lambda text: "\n".join([text.splitlines()[0], "null", *text.splitlines()[2:]]),
        lambda text: "\n".join([text.splitlines()[0], text.splitlines()[1][:40]]),
        lambda text: "\n".join([text.splitlines()[0], "[" * 100_000]),
        lambda text: "\n".join([text.splitlines()[0], "", *text.splitlines()[1:]]),
    ],
    ids=["changed", "twice", "more", "less", "null", "half", "deep", "blank"],
)
def test_the_script_names_the_entry_that_was_harmed(export, harm):
    export.write_text(harm(export.read_text()))
    status, words = run(export)
    assert status == 1
    assert "entry 2" in words


def test_the_script_holds_a_chain_against_what_was_printed(chain, export):
    head = Event.objects.for_org(chain).get(seq=4).hash
    assert run(export, "--at", 4, head.upper())[0] == 0
    assert "entry 4 differs" in run(export, "--at", 4, "0" * 64)[1]
    export.write_text("".join(export.read_text().splitlines(keepends=True)[:-1]))
    assert run(export)[0] == 0
    assert run(export, "--at", 4, head) == (1, "does not hold: the chain ends before entry 4\n")


def test_the_script_says_what_it_cannot_use(tmp_path, export):
    for words in ([], [tmp_path / "none"], [tmp_path], [export, "--at", "four", "0"]):
        status, said = run(*words)
        assert status == 2
        assert "Traceback" not in said
    export.write_text("")
    assert run(export) == (1, "does not hold: there is no entry\n")


def test_verbs_are_known_by_their_names():
    assert all(name.count(".") == 1 for name in VERBS)
