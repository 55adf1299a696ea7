"""What if? The page of a replay, on the demonstration and on organisations of one's own."""

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.dashboard.actions import ensure_demo
from continuity.inventory.portable import Option, read_event
from continuity.risk.load import load
from continuity.simulator.showing import simulated
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    OptionFactory,
    OrganizationFactory,
)

DAY = "event=openai-2024-12-26"


def words(response) -> str:
    """What stands on the page, on one line."""
    text = re.sub(r"<[^>]+>", " ", response.text)
    return re.sub(r"\s+([.,:;])", r"\1", re.sub(r"\s+", " ", unescape(text)))


@pytest.fixture
def demo(client, db):
    org = ensure_demo(timezone.localdate())
    client.force_login(org.memberships.order_by("-role").first().user)
    return f"/o/{org.slug}/simulator/"


@pytest.fixture
def page(home):
    return f"{home}simulator/"


def leaning(org, component, **fields):
    function = FunctionFactory(organization=org, **fields)
    ask = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=ask, on=[component], position=0)
    return function


# ---- the day that tells services apart


def test_26_december_2024_tells_chatgpt_and_sora_from_the_text_api(client, demo):
    text = words(client.get(f"{demo}?{DAY}"))
    assert (
        "Had 26 December 2024 happened today: 3 of 14 functions stop; none passes its RTO." in text
    )
    assert "Marketing video is down longest, for 4 h 31 min at a stretch." in text
    assert "Claims triage and 1 other do not notice, since OpenAI API stayed up." in text
    assert "It would have cost about EUR 115." in text
    assert re.search(r"ChatGPT OpenAI down 7 h 40 min .*? hit: Marketing video, Regulatory", text)
    assert re.search(r"Sora OpenAI down 4 h 31 min .*? hit: Marketing video", text)
    assert "OpenAI API stayed up do not notice: Claims triage, Knowledge search" in text
    assert "Sources disagree ChatGPT's end: 02:20 by the write-up, about 04:16" in text
    assert "11 functions are not hit" in text
    assert "not used by you: " in text


def test_the_same_day_as_figures(client, demo):
    done = client.get(f"{demo}?{DAY}&format=json").json()
    hit = {row["name"]: row["down_minutes"] for row in done["hit"]}
    assert hit == {"Marketing video": 271, "Call centre": 5, "Regulatory reporting": 5}
    assert [row["name"] for row in done["held"]] == ["OpenAI API"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{demo}?{DAY}&format=csv").text[1:])))
    assert [row["name"] for row in rows] == list(hit)
    assert rows[1]["carried_by"] == "Notes by the agent"
    event = read_event(client.get(f"{demo}?{DAY}&format=event").content)
    assert {span.component for span in event.down} >= {"openai/chatgpt", "openai/sora"}
    assert "openai/api" not in {span.component for span in event.down}


def test_it_is_moved_to_a_start_of_ones_choice_in_the_zone_of_the_organisation(client, demo):
    text = words(client.get(f"{demo}?{DAY}&start=2027-03-01T09:30"))
    assert "Had 26 December 2024 happened from 1 March 2027, 09:30 CET on: 3 of 14" in text
    assert "1 March 2027, 17:10 CET" in text


def test_the_home_page_leads_to_it(client, demo):
    home = demo.removesuffix("simulator/")
    assert f"{demo}?{DAY}" in client.get(home).text


# ---- choosing


def test_the_library_is_searched(browser, page):
    text = words(browser.get(f"{page}?q=sweden"))
    assert "1 event" in text
    assert "Azure OpenAI lost in Sweden Central" in text
    assert "No event fits." in words(browser.get(f"{page}?q=zeppelin"))


def test_an_organisation_without_functions_is_told_where_to_begin(browser, page):
    text = words(browser.get(f"{page}?by=components"))
    assert "There is nothing to choose from yet." in text
    component = ComponentFactory(name="GPT", key="gpt")
    text = words(browser.get(f"{page}?by=components&on={component.pk}&length=8h"))
    assert "there is no function yet that could stop." in text
    assert "Begin with the functions that you lean on." in text


def test_an_unknown_end_is_asked_for_and_never_guessed(browser, page):
    first = browser.get(f"{page}?event=aws-gulf-2026-03-01")
    assert (first.status_code, "we do not guess" in first.text) == (200, True)
    again = browser.get(f"{page}?event=aws-gulf-2026-03-01&length=soon")
    assert again.status_code == 422
    assert 'value="soon"' in again.text
    assert "Had 1 March 2026 happened" in words(
        browser.get(f"{page}?event=aws-gulf-2026-03-01&length=2+d")
    )


def test_what_cannot_be_replayed_says_so(browser, page):
    assert "it is here to be read" in browser.get(f"{page}?event=courier-2026-02-02").text
    stranger = browser.get(f"{page}?event=zeppelin")
    assert stranger.status_code == 404
    assert "has no event of that name" in stranger.text


def test_components_fail_together_for_a_length(browser, page, org):
    gpt, claude = ComponentFactory(name="GPT", key="g"), ComponentFactory(name="Claude", key="c")
    leaning(org, gpt, name="Sort claims", rto_minutes=60, mtpd_minutes=300)
    leaning(org, claude, name="Spared")
    address = f"{page}?by=components&on={gpt.pk}&length=8h&start=2027-03-01T09:00"
    text = words(browser.get(address))
    assert "Had “GPT down for 8 h” happened from 1 March 2027, 09:00 UTC on: 1 of 2" in text
    assert "Sort claims passes its RTO after 1 h and its MTPD after 5 h" in text
    assert "1 March 2027, 10:00 UTC" in text
    assert "1 March 2027, 14:00 UTC" in text
    assert "For 1 function nobody has said what an hour costs." in text
    assert "1 function is not hit" in text


def test_spans_of_ones_own_are_drawn_line_by_line(browser, page, org):
    gpt = ComponentFactory(name="GPT", key="g")
    leaning(org, gpt, name="Sort claims")
    start = browser.get(f"{page}?by=spans&on={gpt.pk}&rows=times")
    assert start.text.count('name="s0-start"') == 1
    line = f"s0-component={gpt.pk}&s0-start=2027-03-01T09:00&s0-end=2027-03-01T09:20"
    more = browser.get(f"{page}?by=spans&on={gpt.pk}&{line}&rows=add")
    assert 'value="2027-03-01T09:00"' in more.text
    assert 'name="s1-start"' in more.text
    again = f"s1-component={gpt.pk}&s1-start=2027-03-01T11:00&s1-end=2027-03-01T11:45"
    done = browser.get(f"{page}?by=spans&on={gpt.pk}&{line}&{again}&name=Twice&format=json").json()
    assert done["name"] == "Twice"
    assert (done["hit"][0]["down_minutes"], done["hit"][0]["longest_minutes"]) == (65, 45)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("s0-start=2027-03-01T09:00&s0-end=2027-03-01T08:00", "must be later"),
        ("s0-start=2027-03-01T09:00&s0-end=", "This field is required"),
        ("s0-start=0001-01-01T00:00&s0-end=2027-03-01T08:00", "from 1990 on"),
        ("s0-start=nonsense&s0-end=2027-02-31T08:00", "valid date/time"),
        ("s0-start=&s0-end=", "Give at least one of them the times"),
    ],
)
def test_a_bad_span_is_named_and_what_was_typed_stays(browser, page, typed, sentence):
    gpt = ComponentFactory(name="GPT", key="g")
    answer = browser.get(f"{page}?by=spans&on={gpt.pk}&name=Mine&s0-component={gpt.pk}&{typed}")
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="Mine"' in answer.text
    for value in re.findall(r"=(\w[^&]*)", typed):
        assert f'value="{value}"' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "by=components&on=x&length=1h",
        "by=components&on=999999999999999999999&length=1h",
        "by=components&length=1h",
        "by=components&length=0",
        "by=components&length=9999999999w&start=9999-12-31T23:59",
        "by=spans&on=%00&s0-component=1",
        "by=spans&s0-component=1&s999-component=2&rows=add",
        "scenario=9999999999999999999999",
        "scenario=-1",
        "event=%00",
        "by=nonsense&page=-1&q=%00",
        "event=openai-2024-12-26&start=0000",
    ],
)
def test_what_nobody_types_is_answered_all_the_same(browser, page, query):
    assert browser.get(f"{page}?{query}").status_code in (200, 404, 422)


def test_names_that_attack_stand_as_text(browser, page, org):
    gpt = ComponentFactory(name="<script>x</script>" + "g" * 100, key="g")
    leaning(org, gpt, name='=1+1"><img src=x>' + "f" * 100)
    address = f"{page}?by=components&on={gpt.pk}&length=1h"
    text = browser.get(address).text
    assert "<img src=x>" not in text
    assert "<script>x" not in text
    sheet = browser.get(f"{address}&format=csv").text
    assert "'=1+1" in sheet


def test_a_component_of_another_organisation_cannot_be_failed(browser, page):
    theirs = OrganizationFactory()
    foreign = ComponentFactory(name="Secret", key="s", organization=theirs)
    answer = browser.get(f"{page}?by=components&on={foreign.pk}&length=1h")
    assert answer.status_code == 422
    assert "Secret" not in answer.text


def test_many_functions_cost_no_more_queries(browser, page, org):
    gpt = ComponentFactory(name="GPT", key="g")
    address, counts = f"{page}?by=components&on={gpt.pk}&length=8h", []
    for n in (1, 999):
        for at in range(n):
            leaning(org, gpt, name=f"F{n}-{at}")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 25


def test_the_same_day_on_a_changed_portfolio_stands_beside_today(rf, org):
    """What the page of a planned change shows."""
    gpt = ComponentFactory(name="GPT", key="openai/chatgpt", provider__slug="openai")
    leaning(org, gpt, name="Sort claims")
    today = load(org, timezone.localdate())
    (work,) = today.functions
    (ask,) = work.dependencies
    spare = Option("new-1", "By hand", (), 1.0, 10)
    better = replace(work, dependencies=(replace(ask, options=(*ask.options, spare)),))
    after = replace(today, functions=(better,))
    told = simulated(org, QueryDict(DAY), [("today", today), ("after", after)])
    now, then = (done for _title, done in told["results"])
    assert (now["hit"][0]["down_minutes"], then["hit"][0]["down_minutes"]) == (460, 10)
    request = rf.get("/", {"event": "openai-2024-12-26"})
    request.org = org
    text = render_to_string("simulator/_compared.html", told, request)
    flat = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))
    assert re.search(r"Sort claims past its RTO 7 h 40 min down 10 min carried by By hand", flat)
    assert "results" not in simulated(org, QueryDict(), [("today", today)])


def test_a_function_that_may_not_stop_at_all_passes_its_rto_at_once(browser, page, org):
    gpt = ComponentFactory(name="GPT", key="g")
    leaning(org, gpt, name="Screening", rto_minutes=0, mtpd_minutes=120)
    text = words(browser.get(f"{page}?by=components&on={gpt.pk}&length=3h"))
    assert "Screening passes its RTO at once and its MTPD after 2 h" in text
