"""Where does it all rest? The map as a page: what it says, what fails, what it costs."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.inventory.actions import import_portfolio
from continuity.orgs.models import Organization
from continuity.risk.bench import portfolio
from continuity.risk.current import refresh
from continuity.risk.map.asking import MOST_OPEN
from continuity.risk.models import Gap
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
    ProviderFactory,
)

HTMX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script>\"'&{{ x }}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def azure():
    return ComponentFactory(name="Microsoft Azure", provider__name="Microsoft")


@pytest.fixture
def claims(org, azure):
    """Its fallback shares the cloud with what it replaces; by hand it comes too late."""
    function = FunctionFactory(
        organization=org, name="Claims triage", criticality=5, mtpd_minutes=120, rto_minutes=60
    )
    ask = DependencyFactory(organization=org, function=function, name="Classify")
    for position, name in enumerate(("OpenAI API", "Azure OpenAI")):
        api = ComponentFactory(name=name)
        EdgeFactory(component=api, runs_on=azure)
        OptionFactory(
            organization=org, dependency=ask, position=position, name=f"GPT on {name}", on=[api]
        )
    OptionFactory(
        organization=org, dependency=ask, position=2, name="By hand", switch_minutes=600, on=[]
    )
    return function


@pytest.fixture
def url(home):
    return f"{home}risk/map/"


def boxes(text):
    """What each box says to a screen reader, in the order of the page."""
    return [unescape(said) for said in re.findall(r'class="box [^>]*aria-label="([^"]*)"', text)]


def test_an_empty_map_teaches(browser, url):
    text = browser.get(url).text
    assert "Nothing on the map yet" in text
    assert "inventory/add/" in text
    assert "<svg viewBox" not in text.partition('<div id="map">')[2]


def test_a_function_that_leans_on_nothing_is_still_there(browser, url, org):
    FunctionFactory(organization=org, name="Letters")
    text = browser.get(url).text
    assert "Nothing that you wrote down leans on a provider." in text
    assert boxes(text) == ["Letters: not described yet"]


def test_boxes_are_read_layer_by_layer(browser, url, claims):
    text = browser.get(url).text
    assert "1 function rests on 3 components" in re.sub(r"\s+", " ", text)
    first, *apis, last = boxes(text)
    assert first == "Claims triage: 1 component stops it alone"
    assert sorted(said.partition(" of ")[0] for said in apis) == ["Azure OpenAI", "OpenAI API"]
    assert last == "Microsoft Azure of Microsoft, stops 1. Fail it"


def test_a_component_that_fails_tells_who_is_hit_and_by_which_way(browser, url, claims, azure):
    text = re.sub(r"\s+", " ", browser.get(f"{url}?fail={azure.pk}").text)
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


def test_one_that_nothing_feels_hits_nobody(browser, url, claims):
    api = ComponentFactory(name="Spare")
    EdgeFactory(component=claims.dependencies.get().options.all()[1].on.get(), runs_on=api)
    text = re.sub(r"\s+", " ", browser.get(f"{url}?fail={api.pk}").text)
    assert "If <strong>Spare</strong> fails now, none of your functions feels it." in text
    assert "Claims triage: unaffected" in boxes(text)
    assert "Who is hit" not in text


def test_two_that_fail_together_hit_harder_than_each_alone(browser, url, org):
    """An option on each: neither stops it, both together do."""
    one, other = ComponentFactory(name="One"), ComponentFactory(name="Other")
    function = FunctionFactory(organization=org, name="Chat")
    ask = DependencyFactory(organization=org, function=function)
    for position, part in enumerate((one, other)):
        OptionFactory(organization=org, dependency=ask, position=position, on=[part])
    assert boxes(browser.get(f"{url}?fail={one.pk}").text)[0] == "Chat: undocumented"
    text = browser.get(f"{url}?fail={one.pk}&fail={other.pk}").text
    assert boxes(text)[0] == "Chat: lost"
    assert "<strong>One</strong> and <strong>Other</strong> fail together" in text


def test_a_provider_may_fail_as_a_whole(browser, url, org):
    seller = ProviderFactory(slug="acme", name="Acme")
    parts = [ComponentFactory(provider=seller, name=f"Acme {n}") for n in range(3)]
    function = FunctionFactory(organization=org, name="Chat")
    ask = DependencyFactory(organization=org, function=function)
    for position, part in enumerate(parts):
        OptionFactory(organization=org, dependency=ask, position=position, on=[part])
    text = browser.get(f"{url}?fail=acme").text
    assert boxes(text)[0] == "Chat: lost"
    assert "all of Acme fails" in text
    assert "If 3 components fail together" in text


def test_what_a_function_waits_for_hits_it_too_and_the_way_is_drawn(
    browser, url, org, claims, azure
):
    later = FunctionFactory(organization=org, name="Payment", criticality=5)
    later.depends_on.add(claims)
    text = browser.get(f"{url}?fail={azure.pk}").text
    assert "Payment: lost" in boxes(text)
    assert len(re.findall(r'class="wire tell-bad"', text)) == 3


def test_of_several_failing_each_can_be_put_up_again(browser, url, claims, azure):
    other = claims.dependencies.get().options.all()[0].on.get()
    text = browser.get(f"{url}?fail={azure.pk}&fail={other.pk}").text
    assert f'href="?fail={other.pk}" aria-label="Microsoft Azure fails: take it back"' in text
    assert 'href="?"' in text  # all up again


def test_search_and_filters_show_what_is_connected_with_the_hits(browser, url, org, claims):
    other = FunctionFactory(organization=org, name="Letters", criticality=1)
    ask = DependencyFactory(organization=org, function=other)
    lonely = ComponentFactory(name="Claude", provider__slug="anthropic")
    for position in (0, 1):
        OptionFactory(organization=org, dependency=ask, position=position, on=[])
    OptionFactory(organization=org, dependency=ask, position=2, on=[lonely])

    def names(query):
        text = browser.get(f"{url}?{query}").text
        return {
            name
            for name in ("Claims triage", "Letters", "Claude", "Microsoft Azure")
            if any(said.startswith(name) for said in boxes(text))
        }

    both = {"Claims triage", "Microsoft Azure"}
    assert names("") == both | {"Letters", "Claude"}
    assert names("q=aZuR") == both
    assert names("q=claude") == {"Letters", "Claude"}
    assert names("q=letters") == {"Letters", "Claude"}
    assert names("criticality=5") == both
    assert names("provider=anthropic") == {"Letters", "Claude"}
    assert names("spof=1") == both
    assert names(f"function={other.pk}") == {"Letters", "Claude"}
    assert names("q=claude&criticality=5") == set()
    assert "Nothing on the map fits." in browser.get(f"{url}?q=xyzzy").text


def test_a_box_of_one_function_leads_to_it_alone_and_then_to_its_page(browser, url, home, claims):
    assert f'href="?function={claims.pk}"' in browser.get(url).text
    assert f'href="{home}inventory/{claims.pk}/"' in browser.get(f"{url}?function={claims.pk}").text


def test_nonsense_in_the_address_is_passed_over(browser, url, claims):
    for nonsense in (
        "fail=x", "fail=99999999999999999999", "fail=-1", "fail=1e3", "fail=٣", "fail=%00",
        "criticality=9", "function=abc", "function=9", "open=..", "open=more", "open=%F0%9F%98%80",
        "provider=nobody", "page=zz", "q=%00", "spof=yes", "q=" + "x" * 5000,
        "&".join(f"open=t{n}" for n in range(500)), "&".join(f"fail={n}" for n in range(900, 1400)),
    ):  # fmt: skip
        assert browser.get(f"{url}?{nonsense}").status_code == 200, nonsense


def test_a_component_of_another_organisation_does_not_fail_here(browser, url, claims):
    theirs = FunctionFactory()
    foreign = ComponentFactory(organization=theirs.organization, name="Their secret")
    text = browser.get(f"{url}?fail={foreign.pk}").text
    assert "Their secret" not in text
    assert "fails now" not in text


def test_names_are_text_wherever_they_stand(browser, url, org):
    part = ComponentFactory(name=EVIL, provider__name=EVIL, provider__slug="evil")
    function = FunctionFactory(organization=org, name=EVIL)
    ask = DependencyFactory(organization=org, function=function, name=EVIL)
    OptionFactory(organization=org, dependency=ask, name=EVIL, on=[part])
    for query in ("", f"fail={part.pk}", "fail=evil", "q=%3Cscript%3E", "open=evil"):
        text = browser.get(f"{url}?{query}").text
        assert "<script>alert" not in text
        assert "{{ x }}" in text


def test_removed_functions_and_options_are_not_on_it(browser, url, org, claims, azure):
    gone = FunctionFactory(organization=org, name="Gone", removed_at=timezone.now())
    ask = DependencyFactory(organization=org, function=gone)
    OptionFactory(organization=org, dependency=ask, on=[ComponentFactory(name="Unused")])
    text = browser.get(f"{url}?fail={azure.pk}").text
    assert "Gone" not in text
    assert "Unused" not in text


def test_an_outage_of_now_is_marked(browser, url, claims, azure):
    azure.state = "major_outage"
    azure.save()
    text = browser.get(url).text
    assert "Microsoft Azure of Microsoft, stops 1, now: major outage. Fail it" in boxes(text)


def test_its_head_can_be_asked_for(browser, url, claims):
    assert browser.head(url).status_code == 200


def test_htmx_gets_the_part_that_changes_and_the_sentence(browser, url, claims, azure):
    answer = browser.get(f"{url}?fail={azure.pk}", headers=HTMX)
    assert "<html" not in answer.text
    assert 'id="said" class="lead" role="status" hx-swap-oob="true"' in answer.text
    assert answer.headers["HX-Push-Url"] == f"{url}?fail={azure.pk}"


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


def test_the_queries_are_as_many_for_500_functions_as_for_one(browser, url, claims, azure, actor):
    ends = ("", "?q=a", "?spof=1", f"?fail={azure.pk}", f"?fail={azure.pk}&fail={azure.pk - 1}")
    few = [queries(browser, url + end)[0] for end in ends]
    import_portfolio(actor, portfolio(500, 3, 200))
    refresh(Organization.objects.get(pk=actor.org.pk))
    assert [queries(browser, url + end)[0] for end in ends] == few


def test_500_functions_are_folded_and_none_is_lost(browser, url, many, org):
    _count, answer = queries(browser, url)
    said = boxes(answer.text)
    functions = [int(n) for n in re.findall(r", (\d+) functions?:", "\n".join(said))]
    single = sum(s.startswith("Function ") for s in said)
    assert sum(functions) + single == 500
    assert single + len(functions) <= 24
    assert len(answer.content) < 500_000
    opened = "&".join(f"open=criticality-{n}" for n in range(1, 6))
    text = browser.get(f"{url}?{opened}&open=criticality-5.1&open=criticality-5.2").text
    assert len(boxes(text)) > len(said)
    worst = Gap.objects.for_org(org).order_by("-gap", "component").first()
    text = browser.get(f"{url}?fail={worst.component_id}").text
    assert "Who is hit" in text


def test_as_much_as_can_be_opened_at_once_is_still_a_page(browser, url, many):
    tokens = [f"criticality-{a}.{b}" for a in range(1, 6) for b in range(1, 9)]
    tokens = [*(f"criticality-{n}" for n in range(1, 6)), "more1", "more2", *tokens]
    assert len(tokens) > MOST_OPEN
    answer = browser.get(url + "?" + "&".join(f"open={t}" for t in tokens))
    assert len(answer.content) < 500_000


@pytest.mark.postgres
def test_the_map_and_what_if_are_there_on_the_other_database_too(browser, url, claims, azure):
    other = claims.dependencies.get().options.all()[0].on.get()
    for end in ("", "?spof=1", f"?fail={azure.pk}", f"?fail={azure.pk}&fail={other.pk}"):
        assert boxes(browser.get(url + end).text)[0].startswith("Claims triage")


def test_other_pages_lead_to_it(browser, home, claims, azure):
    text = browser.get(f"{home}inventory/{claims.pk}/").text
    assert f"risk/map/?function={claims.pk}" in text
    assert f"risk/map/?fail={azure.pk}" in text
    assert (
        f"risk/map/?fail={azure.provider.slug}"
        in browser.get(f"{home}providers/{azure.provider_id}/").text
    )
    assert "risk/map/?fail=" in browser.get(home).text
