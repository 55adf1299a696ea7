"""A portfolio's file on the screen: sent, looked at first, its faults told by place, fetched."""

import dataclasses
import json

import pytest

from continuity.audit.models import Event
from continuity.inventory.actions import import_portfolio
from continuity.inventory.models import Function
from continuity.inventory.portable import write
from continuity.orgs.actor import Actor
from tests.factories import DependencyFactory, FunctionFactory
from tests.portfolios import SMALL, function
from tests.uploads import press, upload


def test_an_export_of_the_screen_half_filled_in_is_taken_back(browser, home, org):
    function = FunctionFactory(organization=org, name="Claims")
    DependencyFactory(organization=org, function=function, name="Classify", required=2)
    body = browser.get(f"{home}inventory/export/").content
    page = upload(browser, home, body)
    assert "are just as the file says" in page.text
    assert b'"unfinished": true' in body


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
