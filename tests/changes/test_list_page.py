"""The list of planned changes: what it teaches, finds and costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.changes.conftest import LONG, changes
from tests.factories_changes import ChangeFactory, ChangeStepFactory, EvidenceFactory


def test_an_empty_list_says_how_to_begin(browser, home):
    text = browser.get(changes(home)).text
    assert "Nothing is planned yet" in text
    assert "changes/add/" in text


def test_the_list_is_filtered_by_state_and_words_in_the_url(browser, home, org):
    ChangeFactory(organization=org, title="To Bedrock")
    ChangeFactory(organization=org, title="To Azure", state="applied")

    def shown(query):
        text = browser.get(changes(home, f"?{query}"), headers={"HX-Request": "true"}).text
        assert "<html" not in text
        return [title for title in ("To Bedrock", "To Azure") if title in text]

    assert shown("") == ["To Bedrock", "To Azure"]
    assert shown("state=applied") == ["To Azure"]
    assert shown("q=bedrock") == ["To Bedrock"]
    assert "No planned change fits that" in browser.get(changes(home, "?q=nix")).text


def test_rows_of_the_list_cost_no_queries(browser, home, org):
    counts = []
    for n in (1, 49):
        for _ in range(n):
            change = ChangeFactory(organization=org, title=LONG, supplier=LONG)
            ChangeStepFactory(organization=org, change=change)
            EvidenceFactory(organization=org, change=change)
        browser.get(home)  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            assert LONG in browser.get(changes(home)).text
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_51st_is_on_the_second_page(browser, home, org):
    for n in range(51):
        ChangeFactory(organization=org, title=f"Change no. {n:02}")
    assert "Change no. 00" not in browser.get(changes(home)).text
    assert "Change no. 00" in browser.get(changes(home, "?page=2")).text
