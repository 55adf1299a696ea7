"""The rows behind the figures add up to them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from continuity.dashboard.actions import ensure_demo
from continuity.inventory import actions
from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.providers.models import Component
from continuity.risk import behind
from continuity.risk.current import current
from continuity.risk.load import load
from continuity.risk.method.assess import assess
from continuity.risk.method.scores import UNIT
from tests.examples import examples
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    OptionFactory,
    OrganizationFactory,
)
from tests.portfolios import portfolios


def adds_up(org):
    done = assess(load(org, timezone.localdate()))
    summary = current(org).summary
    whole = behind.criticality(org)
    points = sum(row.weighed for row in behind.scores(org)) / whole
    assert points == pytest.approx(done.score, abs=1e-3)
    for component, exposure in done.exposure.items():
        row = Component.objects.for_org(org).get(pk=component)
        found = sum(gap.weighed for gap in behind.gaps(org, row)) / whole
        assert found == pytest.approx(exposure, abs=1e-3), row
    for level, held in (("provider", done.totals.providers), ("host", done.totals.hosts)):
        for share in summary["concentration"][level]["shares"]:
            holding = behind.Holding(org, level, str(share["id"]))
            found = sum(part.points for part in holding.parts(holding.options()))
            assert found == pytest.approx(held[str(share["id"])] / UNIT), (level, share)


def test_the_rows_of_the_demonstration_add_up(db):
    adds_up(ensure_demo())


@given(portfolios())
@settings(
    max_examples=examples(15),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_rows_of_any_portfolio_add_up(db, portfolio):
    org = OrganizationFactory()
    names = {f.name for f in portfolio.functions}
    if len(names) == len(portfolio.functions):
        actions.import_portfolio(Actor.system(org), portfolio)
        org.refresh_from_db()
        adds_up(org)


@pytest.fixture
def azure(org):
    component = ComponentFactory(name="Azure")
    ask = DependencyFactory(
        organization=org, function=FunctionFactory(organization=org, name="Claims")
    )
    OptionFactory(organization=org, dependency=ask, on=[component], name="GPT")
    return component


def pages(home, component):
    return [
        f"{home}risk/score/",
        f"{home}risk/exposure/{component.pk}/",
        f"{home}risk/shares/provider/",
        f"{home}risk/shares/host/?holder={component.pk}",
        f"{home}risk/shares/provider/?holder={component.provider.slug}",
    ]


def test_each_page_names_the_rows(browser, home, azure):
    browser.get(home)
    words = ["100.0 points", "100 % of your critical", "The HHI is 1.00", "Claims", "3.00 of 3"]
    for url, said in zip(pages(home, azure), words, strict=True):
        text = browser.get(url).text
        assert said in text, url


def test_an_empty_organisation_has_pages_too(browser, home):
    other = ComponentFactory()
    for url in pages(home, other)[:3]:
        assert browser.get(url).status_code == 200
    assert browser.get(pages(home, other)[3]).status_code == 404
    assert browser.get(f"{home}risk/shares/moon/").status_code == 404


def test_queries_do_not_grow_with_rows(browser, home, org, azure):
    def count():
        browser.get(home)
        found = []
        for url in pages(home, azure):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(url).status_code == 200
            found.append(len(queries))
        return found

    first = count()
    for n in range(20):
        ask = DependencyFactory(
            organization=org, function=FunctionFactory(organization=org, name=f"F{n}")
        )
        OptionFactory(organization=org, dependency=ask, on=[azure])
    actions.edit_function(Actor.system(org), Function.objects.for_org(org).first(), name="Touched")
    assert count() == first
