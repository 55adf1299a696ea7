"""Where does it all rest? The map as a page: what it says, finds and leaves out."""

import re

import pytest
from django.utils import timezone

from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory
from tests.risk.conftest import boxes

HTMX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script>\"'&{{ x }}"
pytestmark = pytest.mark.django_db


def test_an_empty_map_teaches(browser, map_url):
    text = browser.get(map_url).text
    assert "Nothing on the map yet" in text
    assert "inventory/add/" in text
    assert "<svg viewBox" not in text.partition('<div id="map">')[2]


def test_a_function_that_leans_on_nothing_is_still_there(browser, map_url, org):
    FunctionFactory(organization=org, name="Letters")
    text = browser.get(map_url).text
    assert "Nothing that you wrote down leans on a provider." in text
    assert boxes(text) == ["Letters: not described yet"]


def test_boxes_are_read_layer_by_layer(browser, map_url, claims):
    text = browser.get(map_url).text
    assert "1 function rests on 3 components" in re.sub(r"\s+", " ", text)
    first, *apis, last = boxes(text)
    assert first == "Claims triage: 1 component stops it alone"
    assert sorted(said.partition(" of ")[0] for said in apis) == ["Azure OpenAI", "OpenAI API"]
    assert last == "Microsoft Azure of Microsoft, stops 1. Fail it"


def test_search_and_filters_show_what_is_connected_with_the_hits(browser, map_url, org, claims):
    other = FunctionFactory(organization=org, name="Letters", criticality=1)
    ask = DependencyFactory(organization=org, function=other)
    lonely = ComponentFactory(name="Claude", provider__slug="anthropic")
    for position in (0, 1):
        OptionFactory(organization=org, dependency=ask, position=position, on=[])
    OptionFactory(organization=org, dependency=ask, position=2, on=[lonely])

    def names(query):
        text = browser.get(f"{map_url}?{query}").text
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
    assert "Nothing on the map fits." in browser.get(f"{map_url}?q=xyzzy").text


def test_a_box_of_one_function_leads_to_it_alone_and_then_to_its_page(
    browser, map_url, home, claims
):
    assert f'href="?function={claims.pk}"' in browser.get(map_url).text
    assert (
        f'href="{home}inventory/{claims.pk}/"'
        in browser.get(f"{map_url}?function={claims.pk}").text
    )


def test_nonsense_in_the_address_is_passed_over(browser, map_url, claims):
    for nonsense in (
        "fail=x", "fail=99999999999999999999", "fail=-1", "fail=1e3", "fail=٣", "fail=%00",
        "criticality=9", "function=abc", "function=9", "open=..", "open=more", "open=%F0%9F%98%80",
        "provider=nobody", "page=zz", "q=%00", "spof=yes", "q=" + "x" * 5000,
        "&".join(f"open=t{n}" for n in range(500)), "&".join(f"fail={n}" for n in range(900, 1400)),
    ):  # fmt: skip
        assert browser.get(f"{map_url}?{nonsense}").status_code == 200, nonsense


def test_names_are_text_wherever_they_stand(browser, map_url, org):
    part = ComponentFactory(name=EVIL, provider__name=EVIL, provider__slug="evil")
    function = FunctionFactory(organization=org, name=EVIL)
    ask = DependencyFactory(organization=org, function=function, name=EVIL)
    OptionFactory(organization=org, dependency=ask, name=EVIL, on=[part])
    for query in ("", f"fail={part.pk}", "fail=evil", "q=%3Cscript%3E", "open=evil"):
        text = browser.get(f"{map_url}?{query}").text
        assert "<script>alert" not in text
        assert "{{ x }}" in text


def test_removed_functions_and_options_are_not_on_it(browser, map_url, org, claims, azure):
    gone = FunctionFactory(organization=org, name="Gone", removed_at=timezone.now())
    ask = DependencyFactory(organization=org, function=gone)
    OptionFactory(organization=org, dependency=ask, on=[ComponentFactory(name="Unused")])
    text = browser.get(f"{map_url}?fail={azure.pk}").text
    assert "Gone" not in text
    assert "Unused" not in text


def test_an_outage_of_now_is_marked(browser, map_url, claims, azure):
    azure.state = "major_outage"
    azure.save()
    text = browser.get(map_url).text
    assert "Microsoft Azure of Microsoft, stops 1, now: major outage. Fail it" in boxes(text)


def test_its_head_can_be_asked_for(browser, map_url, claims):
    assert browser.head(map_url).status_code == 200


def test_htmx_gets_the_part_that_changes_and_the_sentence(browser, map_url, claims, azure):
    answer = browser.get(f"{map_url}?fail={azure.pk}", headers=HTMX)
    assert "<html" not in answer.text
    assert 'id="said" class="lead" role="status" hx-swap-oob="true"' in answer.text
    assert answer.headers["HX-Push-Url"] == f"{map_url}?fail={azure.pk}"


@pytest.mark.postgres
def test_the_map_and_what_if_are_there_on_the_other_database_too(browser, map_url, claims, azure):
    other = claims.dependencies.get().options.all()[0].on.get()
    for end in ("", "?spof=1", f"?fail={azure.pk}", f"?fail={azure.pk}&fail={other.pk}"):
        assert boxes(browser.get(map_url + end).text)[0].startswith("Claims triage")


def test_other_pages_lead_to_it(browser, home, claims, azure):
    text = browser.get(f"{home}inventory/{claims.pk}/").text
    assert f"risk/map/?function={claims.pk}" in text
    assert f"risk/map/?fail={azure.pk}" in text
    assert (
        f"risk/map/?fail={azure.provider.slug}"
        in browser.get(f"{home}providers/{azure.provider_id}/").text
    )
    assert "risk/map/?fail=" in browser.get(home).text
