"""Would it have helped? The outage that all began with, on today and on what is planned."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.changes import actions
from continuity.inventory import actions as inventory
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory


@pytest.fixture
def ask(org):
    """One that stops with ChatGPT."""
    function = FunctionFactory(organization=org, name="Claims", rto_minutes=60, mtpd_minutes=600)
    ask = DependencyFactory(organization=org, function=function)
    chat = ComponentFactory(key="openai/chatgpt", name="ChatGPT")
    OptionFactory(organization=org, dependency=ask, name="Chat", on=[chat])
    return ask


@pytest.fixture
def change(actor, ask):
    """A fallback by hand within ten minutes."""
    row = actions.add_change(actor, title="By hand")
    wanted = {"dependencies": [str(ask.pk)], "on": [], "name": "Typists", "switch_minutes": 10}
    actions.add_step(
        actor, row, "add", {**wanted, "capacity": "1", "runbook": None, "leans_on": None}, {}
    )
    return row


def test_it_says_both_side_by_side(browser, home, change):
    text = " ".join(browser.get(f"{home}changes/{change.pk}/replay/").text.split())
    assert "functions that stop, 1 today and 1 with this change" in text
    assert "7 h 40 min" in text
    assert "carried by Typists" in text


def test_another_event_is_asked_for_in_the_address(browser, home, change):
    answer = browser.get(f"{home}changes/{change.pk}/replay/?event=nothing-of-that-name")
    assert answer.status_code == 200
    assert "Typists" not in answer.text


def test_what_no_longer_fits_is_said(browser, home, change, ask, actor):
    inventory.remove_dependency(actor, ask)
    assert "does not fit" in browser.get(f"{home}changes/{change.pk}/replay/").text


def test_functions_cost_no_queries(browser, home, org, change, ask):
    counts = []
    for n in (0, 20):
        for _ in range(n):
            other = DependencyFactory(organization=org, function=FunctionFactory(organization=org))
            OptionFactory(organization=org, dependency=other, on=ask.options.first().on.all())
        browser.get(home)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{home}changes/{change.pk}/replay/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
