"""``manage.py plan render ORG PLAN -o FILE``: 0 done, 1 failed, 2 not usable."""

import pytest
from django.core.management import CommandError, call_command

from continuity.plans import actions
from tests.factories_plans import PlanFactory


@pytest.fixture
def plan(actor):
    return PlanFactory(organization=actor.org, key="ai")


def run(org, plan, file):
    call_command("plan", "render", org, plan, "-o", str(file))


def refused(org, plan, file):
    with pytest.raises(CommandError) as refusal:
        run(org, plan, file)
    assert "\n" not in str(refusal.value)
    return refusal.value.returncode, str(refusal.value)


def test_the_newest_version_is_written_by_key_or_number(actor, plan, tmp_path, capsys):
    actions.freeze(actor, plan, note="First")
    plan.title = "Plan for autumn"
    plan.save()
    actions.freeze(actor, plan, note="Second")
    for name, file in (("ai", tmp_path / "a.pdf"), (str(plan.pk), tmp_path / "b.pdf")):
        run(actor.org.slug, name, file)
        assert "Plan for autumn, version 2:" in capsys.readouterr().out
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_what_cannot_be_found_is_named(actor, plan, tmp_path):
    file, slug = tmp_path / "x.pdf", actor.org.slug
    assert refused("nobody", "ai", file) == (2, "There is no organisation nobody.")
    assert refused(slug, "other", file) == (2, f"{slug} has no plan other.")
    code, words = refused(slug, "ai", file)
    assert (code, "freeze it first" in words) == (2, True)
    assert not file.exists()


def test_a_plan_of_another_organisation_is_not_found(actor, plan, tmp_path):
    theirs = PlanFactory(key="theirs")
    for name in ("theirs", str(theirs.pk)):
        assert refused(actor.org.slug, name, tmp_path / "x.pdf")[0] == 2


def test_a_folder_that_is_not_there_is_a_failure_in_one_line(actor, plan, tmp_path):
    actions.freeze(actor, plan)
    assert refused(actor.org.slug, "ai", tmp_path / "no" / "x.pdf")[0] == 1


def test_a_system_without_pango_is_told_what_to_install(actor, plan, tmp_path, monkeypatch):
    actions.freeze(actor, plan)
    program = tmp_path / "python"
    said = "OSError: cannot load library 'libgobject-2.0-0'"
    program.write_text(f'#!/bin/sh\ncat > /dev/null\necho "{said}" >&2\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setattr("continuity.plans.render.sys.executable", str(program))
    code, words = refused(actor.org.slug, "ai", tmp_path / "x.pdf")
    assert code == 1
    assert "libpangoft2-1.0-0" in words
