"""What goes out comes back in without loss, and scores the same."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings

from continuity.dashboard.actions import ensure_demo
from continuity.inventory.actions import import_portfolio
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Function, Option
from continuity.inventory.portable import read, write
from continuity.orgs.actor import Actor
from continuity.risk.load import load
from continuity.risk.method.assess import assess
from continuity.runbooks.models import Runbook
from tests.examples import examples
from tests.factories_runbooks import ExerciseFactory
from tests.inventory.conftest import come_back
from tests.portfolios import AS_OF, SMALL, bare, portfolios
from tests.shared import sample


@pytest.mark.slow
@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(p=portfolios())
def test_what_is_taken_in_goes_out_the_same(db, p):
    assume(len({f.name for f in p.functions}) == len(p.functions))
    _org, back = come_back(p)
    told, is_ = bare(p), bare(back)
    for name in told:
        assert is_[name] == told[name]


@pytest.mark.slow
@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(p=portfolios(unfinished=True))
def test_what_is_half_filled_in_comes_back_by_way_of_its_file(db, p):
    assume(len({f.name for f in p.functions}) == len(p.functions))
    org, back = come_back(p)
    told, is_ = bare(p), bare(back)
    for name in told:
        assert is_[name] == told[name]
    file = json.dumps(write(back))
    _other, again = come_back(read(file, unfinished=True))
    assert bare(again) == is_
    assert import_portfolio(Actor.system(org), read(file, unfinished=True)) is None


def test_an_exercise_of_the_runbook_goes_out_with_the_option(db):
    org, _back = come_back(SMALL)
    runbook = Runbook.objects.for_org(org).get()
    ExerciseFactory(organization=org, runbook=runbook, held_on=date(2026, 5, 1), passed=True)
    ExerciseFactory(organization=org, runbook=runbook, held_on=date(2026, 7, 1), passed=True)
    out = export(org, AS_OF)
    days = [o.tested_on for o in out.functions[0].dependencies[0].options]
    assert days == [None, date(2026, 5, 1)]
    assert import_portfolio(Actor.system(org), out) is None
    assert not Option.objects.for_org(org).exclude(tested_on=None).exists()


@pytest.mark.slow
def test_the_file_of_the_demonstration_scores_as_the_screen_does(db, tmp_path, capsys):
    demo = ensure_demo()
    as_of = timezone.localdate()
    screen = assess(load(demo, as_of))
    file = tmp_path / "demo.json"
    file.write_text(json.dumps(write(export(demo, as_of))))
    call_command("assess", str(file))
    told = json.loads(capsys.readouterr().out)
    keys = dict(Function.objects.for_org(demo).values_list("pk", "key"))
    assert told["score"] == pytest.approx(screen.score, abs=1e-4)
    assert {name: f["score"] for name, f in told["functions"].items()} == {
        keys[int(pk)]: pytest.approx(f.score, abs=1e-4) for pk, f in screen.functions.items()
    }


def test_the_file_of_an_insurer_comes_back(db):
    p = read(sample("examples/harbour.portfolio.json").read_bytes())
    org, back = come_back(p)
    assert bare(back) == bare(p)
    assert assess(load(org, p.as_of)).score == pytest.approx(assess(p).score, abs=1e-4)
