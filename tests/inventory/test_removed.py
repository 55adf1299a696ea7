"""What was removed waits until it is restored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.inventory import actions
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Role
from tests.factories import DependencyFactory, FunctionFactory, OptionFactory


@pytest.fixture
def claims(org):
    return FunctionFactory(organization=org, name="Claims", minimum_capacity="0.5")


@pytest.fixture
def dependency(org, claims):
    return DependencyFactory(organization=org, function=claims, name="Classify")


def test_an_empty_list_says_what_comes_here(browser, home):
    assert "Nothing is removed" in browser.get(f"{home}inventory/removed/").text


def test_a_function_comes_back_from_the_list(browser, home, actor, claims):
    actions.remove_function(actor, claims)
    assert "Or restore one that was removed." in browser.get(f"{home}inventory/").text
    text = browser.get(f"{home}inventory/removed/").text
    assert "Claims" in text
    url = f"{home}inventory/{claims.pk}/restore/"
    assert f'action="{url}"' in text
    browser.post(url)
    assert Function.objects.for_org(actor.org).get() == claims
    assert "Nothing is removed" in browser.get(f"{home}inventory/removed/").text


def test_what_was_removed_inside_stands_on_the_page_of_its_function(
    browser, home, actor, claims, dependency
):
    kept = OptionFactory(organization=actor.org, dependency=dependency, position=0, name="GPT")
    gone = OptionFactory(organization=actor.org, dependency=dependency, position=1, name="Hands")
    url = f"{home}inventory/{claims.pk}/"
    assert "removed from here" not in browser.get(url).text
    actions.remove_option(actor, gone)
    text = browser.get(url).text
    assert "1 removed from here" in text
    assert f"inventory/options/{gone.pk}/restore/" in text
    actions.remove_dependency(actor, dependency)
    text = browser.get(url).text
    assert "1 removed from here" in text
    assert f"inventory/dependencies/{dependency.pk}/restore/" in text
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/restore/")
    assert Dependency.objects.for_org(actor.org).get() == dependency
    assert Option.objects.for_org(actor.org).get() == kept


def test_a_viewer_sees_them_without_a_way_back(browser, home, actor, claims, ada):
    actions.remove_function(actor, claims)
    ada.role = Role.VIEWER
    ada.save()
    text = browser.get(f"{home}inventory/removed/").text
    assert "Claims" in text
    assert "/restore/" not in text


def test_rows_cost_no_queries(browser, home, org):
    counts = []
    for n in (1, 30):
        for _ in range(n):
            FunctionFactory(organization=org, removed_at=timezone.now())
        browser.get(f"{home}inventory/removed/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{home}inventory/removed/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
