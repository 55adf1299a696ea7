"""The pages of a campaign: who is asked, how it comes on, what it costs."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer, Campaign
from tests.campaigns.conftest import the_campaign
from tests.factories import FunctionFactory


def test_with_none_the_page_teaches_with_an_example(browser, home):
    text = browser.get(f"{home}campaigns/").text
    assert "Nobody has been asked yet." in text
    assert "“BIA 2026”" in text


def test_a_draft_says_who_would_be_asked_and_asks_nobody(browser, org, home, functions):
    FunctionFactory(organization=org, name="Orphan")
    FunctionFactory(organization=org, owner_email="left@example.com")
    day = timezone.localdate() + timedelta(days=20)
    answer = browser.post(f"{home}campaigns/add/", {"title": "BIA", "due_on": day.isoformat()})
    text = browser.get(answer.headers["Location"]).text
    assert "<strong>4 functions</strong> are asked about; 2 members answer by" in text
    assert "Orphan" in text
    assert "not a member" in text
    assert not Answer.objects.for_org(org).exists()


def test_what_was_typed_is_shown_again_when_it_is_refused(browser, home):
    page = browser.post(f"{home}campaigns/add/", {"title": "BIA", "due_on": "2020-01-01"})
    assert "That day is over" in page.text
    assert 'value="BIA"' in page.text


def test_starting_asks_and_leads_to_how_it_comes_on(browser, home, org, draft):
    page = browser.post(f"{home}campaigns/{draft.pk}/start/", follow=True).text
    assert "<strong>0 of 2</strong> answered, 0 signed off; 2 people have not begun." in page
    assert the_campaign(org).started_by == "ada@example.org"


def test_a_removed_draft_comes_back(browser, home, org, draft):
    page = browser.post(f"{home}campaigns/{draft.pk}/drop/", follow=True).text
    assert "was removed" in page
    assert f"/campaigns/{draft.pk}/restore/" in page
    browser.post(f"{home}campaigns/{draft.pk}/restore/")
    assert the_campaign(org).state == "draft"


def test_progress_in_words_and_what_changed_by_function(owner_browser, campaign_url, vera, answer):
    actions.send(vera, answer, says={"rto_minutes": 30}, remark="More")
    text = owner_browser.get(campaign_url).text
    assert "<strong>1 of 2</strong> answered, 0 signed off; 1 person has not begun." in text
    assert "1 answer waits to be signed off" in text
    assert "RTO; a remark" in text


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("q=lett", {"Letters"}),
        ("state=answered", {"Letters"}),
        ("state=owed", {"Claims", "Archive"}),
        ("who=vera@example.org", {"Letters"}),
        ("who=nobody", {"Archive"}),
        ("state=nonsense", {"Claims", "Letters", "Archive"}),
        ("q=zzz", set()),
    ],
)
def test_the_table_is_filtered_by_its_address(browser, org, owner, draft, home, vera, query, seen):
    FunctionFactory(organization=org, name="Archive", owner_email="left@example.com")
    actions.start(owner, draft)
    actions.send(vera, Answer.objects.for_org(org).get(function__name="Letters"), says={})
    page = browser.get(f"{home}campaigns/{draft.pk}/?{query}", headers={"HX-Request": "true"}).text
    assert {name for name in ("Claims", "Letters", "Archive") if f">{name}</a>" in page} == seen
    if not seen:
        assert "No function fits." in page


def test_the_csv_is_what_is_shown_and_no_formula(owner_browser, campaign_url, vera, answer):
    actions.send(vera, answer, says={"rto_minutes": 30, "description": "=1+1"}, remark="=2+2")
    body = b"".join(
        owner_browser.get(f"{campaign_url}?format=csv&state=answered").streaming_content
    )
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["function"], row["answered_by"]) for row in rows] == [
        ("Letters", "vera@example.org")
    ]
    assert "RTO: 1\u00a0h → 30\u00a0min" in rows[0]["changed"]
    assert rows[0]["remark"] == "'=2+2"


def test_the_sheet_says_who_confirmed_what_and_when(
    browser, campaign_url, owner, vera, answer, campaign
):
    actions.send(vera, answer, says={"rto_minutes": 30})
    actions.sign_off(owner, answer)
    actions.close(owner, campaign)
    text = browser.get(f"{campaign_url}print/").text
    for words in ("vera@example.org", "olga@example.org", "RTO: 1\u00a0h → 30\u00a0min", "Closed"):
        assert words in text


def test_closing_says_so_and_can_be_taken_back(browser, campaign_url, org, campaign):
    page = browser.post(f"{campaign_url}close/", follow=True).text
    assert "It is closed." in page
    assert f"{campaign_url}reopen/" in page
    browser.post(f"{campaign_url}reopen/")
    assert the_campaign(org).state == "open"


def test_reminding_twice_a_day_is_refused_in_words(browser, campaign_url, campaign):
    Campaign.objects.for_org(campaign.organization).update(
        started_at=timezone.now() - timedelta(days=3)
    )
    assert "is written to" in browser.post(f"{campaign_url}remind/", follow=True).text
    assert "written to today already" in browser.post(f"{campaign_url}remind/", follow=True).text


def test_all_with_nothing_changed_are_signed_off_by_one_button(
    owner_browser, campaign_url, vera, answer
):
    assert "with nothing changed" not in owner_browser.get(campaign_url).text
    actions.send(vera, answer, says={})
    assert "Sign off 1 with nothing changed" in owner_browser.get(campaign_url).text
    page = owner_browser.post(f"{campaign_url}sign-unchanged/", follow=True).text
    assert "1 answer was signed off." in page


def queries(browser, url):
    browser.get(url)  # the scores follow what was written, once
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("page", ["", "mine/", "1", "print", "csv"])
def test_pages_cost_no_more_queries_for_many(
    page, owner_browser, org, owner, home, functions, draft
):
    def begin(title):
        day = timezone.localdate() + timedelta(days=20)
        row = actions.start(owner, actions.add_campaign(owner, title=title, due_on=day))
        for answer in Answer.objects.for_org(org).filter(campaign=row):
            actions.send(owner, answer, says={"depends_on": ["claims"], "rto_minutes": 5})
        pages = {"1": f"{row.pk}/", "print": f"{row.pk}/print/", "csv": f"{row.pk}/?format=csv"}
        return f"{home}campaigns/{pages.get(page, page)}"

    FunctionFactory(organization=org, owner_email="olga@example.org")
    once = queries(owner_browser, begin("One"))
    for n in range(20):
        FunctionFactory(
            organization=org, owner_email=f"a{n}@example.com" if n % 2 else "olga@example.org"
        )
    url = begin("Two")
    assert queries(owner_browser, url) == once
