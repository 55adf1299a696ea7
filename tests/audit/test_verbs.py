"""Every write leaves an entry: the verbs are walked, and each is tried once."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied

from continuity.audit.models import Event
from continuity.audit.verbs import VERBS, verb
from continuity.core.plugins import discover, discover_in_apps
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from tests.factories import FunctionFactory, MembershipFactory, OrganizationFactory

discover_in_apps("actions")
CASES = {
    name: case for m in discover("tests.verb_cases").values() for name, case in m.CASES.items()
}
OURS = sorted(name for name in VERBS if not name.startswith("test."))


@dataclass(frozen=True)
class World:
    actor: Actor  # an owner
    system: Actor  # the app, for the same organisation
    platform: Actor  # the app, for the installation


@pytest.fixture
def world(db):
    member = MembershipFactory(role=Role.OWNER)
    return World(
        Actor(member.organization, member.user, Role.OWNER),
        Actor.system(member.organization),
        Actor.system(Organization.objects.platform()),
    )


@pytest.mark.parametrize("name", OURS)
def test_every_write_leaves_an_entry(name, world):
    assert name in CASES, f"add a case for {name} to tests/verb_cases"
    CASES[name](world)
    left = Event.objects.across_orgs("the case may act for the installation").filter(verb=name)
    assert left.count() >= 1


def test_every_case_is_of_a_verb():
    assert set(CASES) <= set(OURS)


@verb("test.rename", needs=Role.ADMIN)
def rename(actor, row, other=None):
    row.name = "New"
    row.save()
    return row


@pytest.fixture(autouse=True, scope="module")
def forget_the_test_verb():
    yield
    VERBS.pop("test.rename", None)


def test_a_verb_refuses_a_lower_role(actor):
    function = FunctionFactory(organization=actor.org)
    with pytest.raises(PermissionDenied):
        rename(actor, function)
    assert not Event.objects.for_org(actor.org).exists()


def test_a_verb_refuses_rows_of_another_organisation_even_in_a_list(owner):
    mine, theirs = FunctionFactory(organization=owner.org), FunctionFactory()
    for rows in (theirs, [theirs], {"nested": theirs}.values()):
        with pytest.raises(PermissionDenied):
            rename(owner, mine, other=list(rows) if not hasattr(rows, "pk") else rows)
    assert not Event.objects.for_org(owner.org).exists()


def test_an_entry_says_what_changed(owner):
    function = FunctionFactory(organization=owner.org, name="Old")
    rename(owner, type(function).objects.for_org(owner.org).get())
    entry = Event.objects.for_org(owner.org).get()
    assert entry.changes["name"] == ["Old", "New"]
    assert entry.actor == "olga@example.org"


def test_a_failed_verb_leaves_neither_change_nor_entry(owner, monkeypatch):
    function = FunctionFactory(organization=owner.org, name="Old")
    monkeypatch.setattr("continuity.audit.verbs.digest", lambda entry: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rename(owner, function)
    function.refresh_from_db()
    assert function.name == "Old"


def test_chains_are_apart(owner):
    elsewhere = Actor.system(OrganizationFactory())
    rename(owner, FunctionFactory(organization=owner.org))
    rename(elsewhere, FunctionFactory(organization=elsewhere.org))
    assert [e.seq for e in Event.objects.for_org(owner.org)] == [1]
    assert [e.seq for e in Event.objects.for_org(elsewhere.org)] == [1]
