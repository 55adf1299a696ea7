"""What if this fails? Components taken down on the map, and who is hit by which way."""

import re

import pytest

from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
    ProviderFactory,
)
from tests.risk.conftest import boxes

pytestmark = pytest.mark.django_db


def test_a_component_that_fails_tells_who_is_hit_and_by_which_way(browser, map_url, claims, azure):
    text = re.sub(r"\s+", " ", browser.get(f"{map_url}?fail={azure.pk}").text)
    assert "If <strong>Microsoft Azure</strong> fails now, 100 % of your critical" in (
        text.replace("\xa0", " ")
    )
    assert "Claims triage passes its MTPD after 2 h." in text.replace("\xa0", " ")
    said = boxes(text)
    assert said[0] == "Claims triage: lost"
    assert said[-1] == "Microsoft Azure of Microsoft, fails. Up again"
    assert "GPT on OpenAI API → OpenAI API → Microsoft Azure" in text
    assert "fallback: GPT on Azure OpenAI → Azure OpenAI → Microsoft Azure" in text
    assert len(re.findall(r'class="wire tell-bad"', text)) == 2  # to the API, and down to Azure
    assert len(re.findall(r'class="wire tell-fate"', text)) == 2  # the fallback's


def test_one_that_nothing_feels_hits_nobody(browser, map_url, claims):
    api = ComponentFactory(name="Spare")
    EdgeFactory(component=claims.dependencies.get().options.all()[1].on.get(), runs_on=api)
    text = re.sub(r"\s+", " ", browser.get(f"{map_url}?fail={api.pk}").text)
    assert "If <strong>Spare</strong> fails now, none of your functions feels it." in text
    assert "Claims triage: unaffected" in boxes(text)
    assert "Who is hit" not in text


def test_two_that_fail_together_hit_harder_than_each_alone(browser, map_url, org):
    """An option on each: neither stops it, both together do."""
    one, other = ComponentFactory(name="One"), ComponentFactory(name="Other")
    function = FunctionFactory(organization=org, name="Chat")
    ask = DependencyFactory(organization=org, function=function)
    for position, part in enumerate((one, other)):
        OptionFactory(organization=org, dependency=ask, position=position, on=[part])
    assert boxes(browser.get(f"{map_url}?fail={one.pk}").text)[0] == "Chat: undocumented"
    text = browser.get(f"{map_url}?fail={one.pk}&fail={other.pk}").text
    assert boxes(text)[0] == "Chat: lost"
    assert "<strong>One</strong> and <strong>Other</strong> fail together" in text


def test_a_provider_may_fail_as_a_whole(browser, map_url, org):
    seller = ProviderFactory(slug="acme", name="Acme")
    parts = [ComponentFactory(provider=seller, name=f"Acme {n}") for n in range(3)]
    function = FunctionFactory(organization=org, name="Chat")
    ask = DependencyFactory(organization=org, function=function)
    for position, part in enumerate(parts):
        OptionFactory(organization=org, dependency=ask, position=position, on=[part])
    text = browser.get(f"{map_url}?fail=acme").text
    assert boxes(text)[0] == "Chat: lost"
    assert "all of Acme fails" in text
    assert "If 3 components fail together" in text


def test_what_a_function_waits_for_hits_it_too_and_the_way_is_drawn(
    browser, map_url, org, claims, azure
):
    later = FunctionFactory(organization=org, name="Payment", criticality=5)
    later.depends_on.add(claims)
    text = browser.get(f"{map_url}?fail={azure.pk}").text
    assert "Payment: lost" in boxes(text)
    assert len(re.findall(r'class="wire tell-bad"', text)) == 3


def test_of_several_failing_each_can_be_put_up_again(browser, map_url, claims, azure):
    other = claims.dependencies.get().options.all()[0].on.get()
    text = browser.get(f"{map_url}?fail={azure.pk}&fail={other.pk}").text
    assert f'href="?fail={other.pk}" aria-label="Microsoft Azure fails: take it back"' in text
    assert 'href="?"' in text  # all up again


def test_a_component_of_another_organisation_does_not_fail_here(browser, map_url, claims):
    theirs = FunctionFactory()
    foreign = ComponentFactory(organization=theirs.organization, name="Their secret")
    text = browser.get(f"{map_url}?fail={foreign.pk}").text
    assert "Their secret" not in text
    assert "fails now" not in text
