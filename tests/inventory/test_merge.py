"""Two functions that are one become one: nothing is lost, nothing goes round."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.audit.models import Event
from continuity.inventory import actions
from continuity.inventory.models import Dependency, Function
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_plans import PlanFactory


@pytest.fixture
def two(org):
    keep = FunctionFactory(
        organization=org, name="Claims triage", rto_minutes=60, mtpd_minutes=240, owner_email=""
    )
    other = FunctionFactory(
        organization=org,
        name="Triage of claims",
        rto_minutes=300,
        mtpd_minutes=600,
        owner_email="o@x.org",
    )
    return keep, other


def asks(org, function, name, *options):
    row = DependencyFactory(organization=org, function=function, name=name, key="ask")
    for place, (title, on) in enumerate(options):
        OptionFactory(organization=org, dependency=row, position=place, name=title, on=on)
    return row


def live(org, row):
    return Function.objects.for_org(org).get(pk=row.pk)


def merge(actor, keep, other, **more):
    return actions.merge_functions(actor, live(actor.org, keep), live(actor.org, other), **more)


def test_the_list_of_pairs_says_why_and_leads_to_the_merge(browser, home, org, two):
    FunctionFactory(organization=org, name="Payroll")
    text = browser.get(f"{home}inventory/duplicates/").text
    assert "1 pair of functions looks like one" in text
    assert "the same words" in text
    assert f"?keep={two[0].pk}&amp;other={two[1].pk}" in text
    assert "Payroll" not in text


def test_fields_are_chosen_and_what_is_empty_takes_the_other(browser, home, org, two):
    url = f"{home}inventory/duplicates/?keep={two[0].pk}&other={two[1].pk}"
    text = browser.get(url).text
    assert 'name="from_owner_email" value="other" checked' in text
    assert 'name="from_rto_minutes" value="keep" checked' in text
    sent = {"from_owner_email": "other", "from_name": "other", "from_rto_minutes": "keep"}
    text = browser.post(url, sent, follow=True).text
    assert "“Triage of claims” was merged into “Triage of claims”" in text
    kept = live(org, two[0])
    assert (kept.name, kept.owner_email, kept.rto_minutes) == ("Triage of claims", "o@x.org", 60)
    assert [row.pk for row in Function.objects.removed(org)] == [two[1].pk]


def test_a_choice_that_breaks_a_rule_is_refused_and_kept_on_the_page(browser, home, org, two):
    url = f"{home}inventory/duplicates/?keep={two[0].pk}&other={two[1].pk}"
    text = browser.post(url, {"from_rto_minutes": "other"}).text
    assert "The RTO is longer than the MTPD of 4 h" in text
    assert 'name="from_rto_minutes" value="other" checked' in text
    assert live(org, two[1]).removed_at is None
    assert live(org, two[0]).rto_minutes == 60


def test_dependencies_move_over_but_twins_stay_behind(org, actor, two):
    api = ComponentFactory()
    asks(org, two[0], "Classify", ("GPT", [api]), ("By hand", []))
    twin = asks(org, two[1], "Classify", ("gpt", [api]), ("By hand", []))
    moved = DependencyFactory(organization=org, function=two[1], name="Draft", key="draft")
    clash = DependencyFactory(organization=org, function=two[1], name="Ask", key="ask-2")
    Dependency.objects.for_org(org).filter(pk=twin.pk).update(key="twin")
    Dependency.objects.for_org(org).filter(pk=clash.pk).update(key="ask")
    merge(actor, *two)
    kept = Dependency.objects.for_org(org).filter(function=two[0])
    assert [row.name for row in kept] == ["Classify", "Draft", "Ask"]
    assert len({row.key for row in kept}) == 3
    actions.restore_function(actor, Function.objects.removed(org).get(pk=two[1].pk))
    assert list(two[1].dependencies.all()) == [twin]
    assert moved in kept


def test_links_and_plans_follow(org, actor, two):
    keep, other = two
    upper, lower = FunctionFactory.create_batch(2, organization=org)
    upper.depends_on.add(other)
    other.depends_on.add(lower, keep)
    plan = PlanFactory(organization=org)
    plan.functions.add(other)
    merge(actor, keep, other)
    assert list(upper.depends_on.all()) == [keep]
    assert list(keep.depends_on.all()) == [lower]
    assert keep in plan.functions.all()
    entry = Event.objects.for_org(org).get()
    assert (entry.verb, entry.changes["merged"]) == ("function.merge", "Triage of claims")


def test_a_circle_is_told_and_nothing_is_written(org, actor, two):
    keep, other = two
    between = FunctionFactory(organization=org, name="Between")
    keep.depends_on.add(between)
    between.depends_on.add(other)
    with pytest.raises(ValidationError, match="Claims triage → Between → Claims triage"):
        merge(actor, keep, other)
    assert live(org, other).removed_at is None


def test_a_dependency_that_was_served_is_not_left_short(org, actor, two):
    keep, other = two
    Function.objects.for_org(org).filter(pk=other.pk).update(minimum_capacity="0.5")
    Function.objects.for_org(org).filter(pk=keep.pk).update(minimum_capacity="1")
    ask = DependencyFactory(organization=org, function=other, name="Draft")
    OptionFactory(organization=org, dependency=ask, capacity="0.6")
    with pytest.raises(ValidationError, match="What runs of “Draft” would not reach"):
        merge(actor, keep, other)
    assert merge(actor, keep, other, take=["minimum_capacity"])


def test_a_stranger_to_the_address_finds_nothing(browser, home, two):
    theirs = FunctionFactory()
    for other in (theirs.pk, two[0].pk, "x", 10**30):
        url = f"{home}inventory/duplicates/?keep={two[0].pk}&other={other}"
        assert browser.get(url).status_code == 404


def test_pairs_cost_no_queries(browser, home, org):
    counts = []
    for n in (1, 30):
        for k in range(n):
            FunctionFactory(organization=org, name=f"Work {n} {k} a")
            FunctionFactory(organization=org, name=f"a {k} work {n}")
        browser.get(f"{home}inventory/duplicates/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{home}inventory/duplicates/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
