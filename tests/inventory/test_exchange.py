"""What goes out comes back in without loss; what breaks a rule goes nowhere."""

import dataclasses
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings

from continuity.audit.models import Event
from continuity.dashboard.actions import ensure_demo
from continuity.inventory.actions import import_portfolio
from continuity.inventory.comparing import compare
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Function, Option
from continuity.inventory.portable import read, write
from continuity.orgs.actor import Actor
from continuity.providers.models import Component, Edge, Provider
from continuity.risk.load import load
from continuity.risk.method.assess import assess
from continuity.runbooks.models import Runbook
from tests.examples import examples
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OrganizationFactory,
    ProviderFactory,
)
from tests.factories_runbooks import ExerciseFactory
from tests.portfolios import component, dependency, function, option, portfolio, portfolios
from tests.shared import sample
from tests.uploads import press, upload

TODAY = date(2026, 6, 1)
SMALL = portfolio(
    function(
        dependency(option("gpt", "api"), option("hand", switch_minutes=30, runbook="rb")),
        name="claims",
    ),
    components=(component("api", "cloud"), component("cloud")),
)


def plain(c, sellers):
    """A component without what says nothing, in any order; its seller by one name."""
    told = (e for e in c.evidence if e.evidence or e.as_of)
    name = sellers.get(c.provider, "")
    return dataclasses.replace(
        c,
        provider_name="" if name == c.provider else name,
        runs_on=tuple(sorted(c.runs_on)),
        evidence=tuple(sorted(told, key=lambda e: e.runs_on)),
    )


def bare(p):
    """As the file means it: in any order."""
    sellers = {c.provider: c.provider_name for c in reversed(p.components) if c.provider_name}
    return {
        "components": sorted((plain(c, sellers) for c in p.components), key=lambda c: c.id),
        "functions": sorted(p.functions, key=lambda f: f.id),
        "runbooks": sorted(p.runbooks, key=lambda r: r.id),
    }


def come_back(p):
    org = OrganizationFactory()
    import_portfolio(Actor.system(org), p)
    return org, export(org, p.as_of)


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


def test_an_export_of_the_screen_half_filled_in_is_taken_back(browser, home, org):
    function = FunctionFactory(organization=org, name="Claims")
    DependencyFactory(organization=org, function=function, name="Classify", required=2)
    body = browser.get(f"{home}inventory/export/").content
    page = upload(browser, home, body)
    assert "are just as the file says" in page.text
    assert b'"unfinished": true' in body


def test_an_exercise_of_the_runbook_goes_out_with_the_option(db):
    org, _back = come_back(SMALL)
    runbook = Runbook.objects.for_org(org).get()
    ExerciseFactory(organization=org, runbook=runbook, held_on=date(2026, 5, 1), passed=True)
    ExerciseFactory(organization=org, runbook=runbook, held_on=date(2026, 7, 1), passed=True)
    out = export(org, TODAY)
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


def test_a_second_time_changes_nothing(db):
    org, first = come_back(SMALL)
    pks = set(Function.objects.for_org(org).values_list("pk", flat=True))
    import_portfolio(Actor.system(org), SMALL)
    assert export(org, TODAY) == first
    assert set(Function.objects.for_org(org).values_list("pk", flat=True)) == pks
    assert Event.objects.for_org(org).filter(verb="portfolio.import").count() == 1


def test_two_functions_may_swap_their_names(db):
    two = portfolio(function(name="one"), function(name="two"))
    org, _back = come_back(two)
    one, other = two.functions
    swapped = dataclasses.replace(
        two,
        functions=(
            dataclasses.replace(one, name=other.name),
            dataclasses.replace(other, name=one.name),
        ),
    )
    import_portfolio(Actor.system(org), swapped)
    assert bare(export(org, TODAY)) == bare(swapped)


def test_a_share_finer_than_the_database_is_refused_by_name(db):
    fine = portfolio(function(dependency(option("gpt", "api")), minimum_capacity=1e-12))
    with pytest.raises(ValidationError, match="more than nine decimals"):
        come_back(fine)


def test_a_seller_is_made_once(db):
    p = portfolio(
        function(dependency(option("gpt", "api"))),
        components=(component("api", provider="Acme & Sons", provider_name="Acme"),),
    )
    org, _back = come_back(p)
    import_portfolio(Actor.system(org), dataclasses.replace(p, functions=()))
    assert Provider.objects.for_org(org).filter(organization=org).count() == 1


def test_a_function_becomes_as_the_file_says_and_others_stay(db):
    org, _back = come_back(SMALL)
    FunctionFactory(organization=org, name="Mine alone")
    (claims,) = SMALL.functions
    (ask,) = claims.dependencies
    fewer = dataclasses.replace(ask, options=ask.options[:1])
    changed = dataclasses.replace(
        SMALL, functions=(dataclasses.replace(claims, name="Claims 2", dependencies=(fewer,)),)
    )
    import_portfolio(Actor.system(org), changed)
    names = set(Function.objects.for_org(org).values_list("name", flat=True))
    assert names == {"Claims 2", "Mine alone"}
    assert Option.objects.for_org(org).count() == 1


def test_the_catalogue_is_used_and_corrected_never_written(db):
    seller = ProviderFactory(slug="api-inc")
    cloud = ComponentFactory(key="cloud", provider=ProviderFactory(slug="cloud-inc"))
    other = ComponentFactory(key="other")
    api = ComponentFactory(key="api", provider=seller)
    EdgeFactory(component=api, runs_on=other)
    before = list(Edge.objects.catalogue().values())
    org, _back = come_back(SMALL)
    assert not Component.objects.for_org(org).filter(organization=org).exists()
    own = {(e.runs_on_id, e.present) for e in Edge.objects.for_org(org).filter(organization=org)}
    assert own == {(other.pk, False), (cloud.pk, True)}
    assert list(Edge.objects.catalogue().values()) == before


def test_two_functions_of_one_name_are_refused_and_nothing_is_written(browser, home, org):
    FunctionFactory(organization=org, name="Claims", key="another")
    page = upload(browser, home, json.dumps(write(SMALL)).encode())
    assert "Two functions would be called" in page.text
    assert Function.objects.for_org(org).count() == 1


def test_a_preview_first_and_then_all_of_it(browser, home, org):
    page = upload(browser, home, json.dumps(write(SMALL)).encode())
    assert "Claims" in page.text
    assert not Function.objects.for_org(org).exists()
    page = press(browser, page, "take-in")
    assert "1 function was taken in" in page.text
    out = json.loads(browser.get(f"{home}inventory/export/").content)
    assert [f["id"] for f in out["functions"]] == ["claims"]


def test_ones_own_unchanged_file_changes_nothing(browser, home, org):
    import_portfolio(Actor.system(org), SMALL)
    body = browser.get(f"{home}inventory/export/").content
    page = upload(browser, home, body)
    assert "1 function and all that it leans on are just as the file says" in page.text
    assert "Take it in" not in page.text
    before = Event.objects.for_org(org).count()
    press(browser, page, "take-in")
    assert Event.objects.for_org(org).count() == before


def test_the_preview_tells_new_changed_and_the_same_apart(org):
    import_portfolio(Actor.system(org), SMALL)
    (claims,) = SMALL.functions
    more = dataclasses.replace(
        SMALL, functions=(dataclasses.replace(claims, criticality=5), function(name="new"))
    )
    told = compare(org, more)
    assert (told.functions.new, told.functions.changed, told.functions.same) == (
        ["New"],
        ["Claims"],
        [],
    )
    assert (told.runbooks.same, told.components.same) == (["Rb"], ["Api", "Cloud"])
    assert not told.nothing


def test_functions_without_an_owner_and_owners_who_are_not_members_are_said(browser, home, org):
    left = dataclasses.replace(function(name="post"), owner="left@example.org")
    body = json.dumps(write(dataclasses.replace(SMALL, functions=(*SMALL.functions, left))))
    page = upload(browser, home, body.encode()).text
    assert "1 function, so that nobody is told when it is hit" in page
    assert "left@example.org. They are told of nothing" in page


def test_the_place_of_an_empty_file_is_the_file(browser, home):
    page = upload(browser, home, b" ").text
    assert "the file</th>" in page
    assert "$</th>" not in page


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"<html>", b'{"format": "x"}', b"\xff\xfe\x00"])
def test_an_unusable_file_is_refused_with_its_place(browser, home, org, body):
    page = upload(browser, home, body)
    assert page.status_code == 200
    assert "refused" in page.text
    assert not Function.objects.for_org(org).exists()


def test_every_fault_is_told_by_place(browser, home, org):
    broken = write(SMALL)
    broken["functions"][0]["rto_minutes"] = 999_999
    broken["functions"][0]["dependencies"][0]["options"][0]["on"] = ["nowhere"]
    text = upload(browser, home, json.dumps(broken).encode()).text
    assert "$.functions[0]" in text
    assert "$.functions[0].dependencies[0].options[0].on[0]" in text
    assert not Function.objects.for_org(org).exists()


def test_the_command_in_and_out(db, tmp_path, capsys):
    org = OrganizationFactory(slug="harbour")
    file = tmp_path / "p.json"
    file.write_text(json.dumps(write(SMALL)))
    call_command("portfolio", "import", "harbour", str(file))
    capsys.readouterr()
    call_command("portfolio", "export", "harbour")
    assert bare(read(capsys.readouterr().out.encode())) == bare(SMALL)
    file.write_text("{")
    with pytest.raises(CommandError) as told:
        call_command("portfolio", "import", "harbour", str(file))
    assert told.value.returncode == 2
    assert Function.objects.for_org(org).count() == 1
