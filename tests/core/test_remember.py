"""A row writes what was changed in it, and knows what the chain was told of it."""

import pytest

from continuity.inventory import actions
from continuity.inventory.models import Function
from continuity.orgs.models import Token
from tests.factories import FunctionFactory, TokenFactory


@pytest.fixture
def function(org):
    return FunctionFactory(organization=org, name="Old", description="", impact=[])


def read(function):
    return Function.objects.for_org(function.organization).get(pk=function.pk)


def test_two_who_change_different_fields_lose_nothing(function):
    mine, theirs = read(function), read(function)
    theirs.description = "Theirs"
    theirs.save()
    mine.name = "Mine"
    mine.save()
    assert (read(function).name, read(function).description) == ("Mine", "Theirs")


def test_what_was_removed_meanwhile_stays_removed(function, actor):
    mine = read(function)
    actions.remove_function(actor, read(function))
    actions.edit_function(actor, mine, name="Mine")
    assert not Function.objects.for_org(actor.org).exists()


def test_a_list_that_was_changed_in_place_is_written(function):
    row = read(function)
    row.impact.append({"after_minutes": 0, "cost_per_hour": "1"})
    row.save()
    assert len(read(function).impact) == 1


def test_a_long_text_that_differs_at_its_end_is_written(function):
    row = read(function)
    for end in "ab":
        row.description = "x" * 3000 + end
        row.save()
        assert read(function).description[-1] == end


def test_a_value_that_goes_and_comes_back_is_written(function):
    row = read(function)
    for name in ("New", "Old"):
        row.name = name
        row.save()
    assert read(function).name == "Old"
    Function.objects.for_org(function.organization).update(name="Other")
    row.refresh_from_db()
    row.name = "Old"
    row.save()
    assert read(function).name == "Old"


def test_a_field_that_was_not_read_is_written_once_set(function):
    row = Function.objects.for_org(function.organization).only("name").get()
    row.description = "Set"
    row.save()
    assert read(function).description == "Set"


def test_a_secret_is_written_and_never_told(org):
    TokenFactory(organization=org)
    row = Token.objects.for_org(org).get()
    row.secret_hash = "1" * 64
    assert row.changes() == {}
    row.save()
    assert Token.objects.for_org(org).get().secret_hash == "1" * 64


def test_the_chain_is_told_each_change_once(function, actor):
    row = read(function)
    actions.edit_function(actor, row, name="New")
    assert row.changes() == {}
    row.name = "Newer"
    assert row.changes() == {"name": ["New", "Newer"]}


def test_a_new_row_tells_all_of_itself_once(actor):
    row = actions.add_function(actor, name="New", rto_minutes=60, mtpd_minutes=120)
    assert row.changes() == {}
    row.name = "Newer"
    assert row.changes() == {"name": ["New", "Newer"]}
