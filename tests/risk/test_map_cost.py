"""The map of 500 functions: what it costs, and that nothing on it is lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.inventory.actions import import_portfolio
from continuity.orgs.models import Organization
from continuity.risk.bench import portfolio
from continuity.risk.current import refresh
from continuity.risk.map.asking import MOST_OPEN
from continuity.risk.models import Gap
from tests.risk.conftest import boxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(actor):
    """500 functions on 200 components."""
    import_portfolio(actor, portfolio(500, 3, 200))
    refresh(Organization.objects.get(pk=actor.org.pk))


def queries(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(asked), answer


def test_the_queries_are_as_many_for_500_functions_as_for_one(
    browser, map_url, claims, azure, actor
):
    ends = ("", "?q=a", "?spof=1", f"?fail={azure.pk}", f"?fail={azure.pk}&fail={azure.pk - 1}")
    few = [queries(browser, map_url + end)[0] for end in ends]
    import_portfolio(actor, portfolio(500, 3, 200))
    refresh(Organization.objects.get(pk=actor.org.pk))
    assert [queries(browser, map_url + end)[0] for end in ends] == few


def test_500_functions_are_folded_and_none_is_lost(browser, map_url, many, org):
    _count, answer = queries(browser, map_url)
    said = boxes(answer.text)
    functions = [int(n) for n in re.findall(r", (\d+) functions?:", "\n".join(said))]
    single = sum(s.startswith("Function ") for s in said)
    assert sum(functions) + single == 500
    assert single + len(functions) <= 24
    assert len(answer.content) < 500_000
    opened = "&".join(f"open=criticality-{n}" for n in range(1, 6))
    text = browser.get(f"{map_url}?{opened}&open=criticality-5.1&open=criticality-5.2").text
    assert len(boxes(text)) > len(said)
    worst = Gap.objects.for_org(org).order_by("-gap", "component").first()
    text = browser.get(f"{map_url}?fail={worst.component_id}").text
    assert "Who is hit" in text


def test_as_much_as_can_be_opened_at_once_is_still_a_page(browser, map_url, many):
    tokens = [f"criticality-{a}.{b}" for a in range(1, 6) for b in range(1, 9)]
    tokens = [*(f"criticality-{n}" for n in range(1, 6)), "more1", "more2", *tokens]
    assert len(tokens) > MOST_OPEN
    answer = browser.get(map_url + "?" + "&".join(f"open={t}" for t in tokens))
    assert len(answer.content) < 500_000
