"""The pages of campaigns: who sees what, what they say first, what they do."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer, Campaign
from continuity.inventory import actions as inventory
from continuity.orgs.models import Role
from tests.campaigns.conftest import fresh, function, the_campaign
from tests.factories import FunctionFactory, MembershipFactory


@pytest.fixture
def vera_browser(client, vera):
    client.force_login(vera.user)
    return client


@pytest.fixture
def url(home, campaign):
    return f"{home}campaigns/{campaign.pk}/"


@pytest.fixture
def asks(home, answer):
    """The pages about what Vera is asked."""
    return f"{home}campaigns/answers/{answer.pk}/"


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


def test_progress_in_words_and_what_changed_by_function(owner_browser, url, vera, answer):
    actions.send(vera, answer, says={"rto_minutes": 30}, remark="More")
    text = owner_browser.get(url).text
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


def test_the_csv_is_what_is_shown_and_no_formula(owner_browser, url, vera, answer):
    actions.send(vera, answer, says={"rto_minutes": 30, "description": "=1+1"}, remark="=2+2")
    body = b"".join(owner_browser.get(f"{url}?format=csv&state=answered").streaming_content)
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["function"], row["answered_by"]) for row in rows] == [
        ("Letters", "vera@example.org")
    ]
    assert "RTO: 1\u00a0h → 30\u00a0min" in rows[0]["changed"]
    assert rows[0]["remark"] == "'=2+2"


def test_the_sheet_says_who_confirmed_what_and_when(browser, url, owner, vera, answer, campaign):
    actions.send(vera, answer, says={"rto_minutes": 30})
    actions.sign_off(owner, answer)
    actions.close(owner, campaign)
    text = browser.get(f"{url}print/").text
    for words in ("vera@example.org", "olga@example.org", "RTO: 1\u00a0h → 30\u00a0min", "Closed"):
        assert words in text


def test_closing_says_so_and_can_be_taken_back(browser, url, org, campaign):
    page = browser.post(f"{url}close/", follow=True).text
    assert "It is closed." in page
    assert f"{url}reopen/" in page
    browser.post(f"{url}reopen/")
    assert the_campaign(org).state == "open"


def test_reminding_twice_a_day_is_refused_in_words(browser, url, campaign):
    Campaign.objects.for_org(campaign.organization).update(
        started_at=timezone.now() - timedelta(days=3)
    )
    assert "is written to" in browser.post(f"{url}remind/", follow=True).text
    assert "written to today already" in browser.post(f"{url}remind/", follow=True).text


def test_all_with_nothing_changed_are_signed_off_by_one_button(owner_browser, url, vera, answer):
    assert "with nothing changed" not in owner_browser.get(url).text
    actions.send(vera, answer, says={})
    assert "Sign off 1 with nothing changed" in owner_browser.get(url).text
    page = owner_browser.post(f"{url}sign-unchanged/", follow=True).text
    assert "1 answer was signed off." in page


def test_my_answers_are_what_is_asked_of_me_owed_first(vera_browser, org, home, vera, answer):
    text = vera_browser.get(f"{home}campaigns/mine/").text
    assert "<strong>1 function</strong> waits for your answer" in text
    assert "Letters" in text
    assert "Claims" not in text
    assert "Be quick." in text
    actions.send(vera, answer, says={})
    assert "All answered. Thank you." in vera_browser.get(f"{home}campaigns/mine/").text


def test_a_viewer_is_offered_the_way_to_their_answers(vera_browser, home, answer):
    text = vera_browser.get(f"{home}campaigns/").text
    assert "You are asked about <strong>1 function</strong>." in text
    assert "Prepare a campaign" not in text


def test_somebody_else_asked_is_403_and_may_read(client, org, asks):
    seat = MembershipFactory(organization=org, role=Role.VIEWER)
    client.force_login(seat.user)
    assert client.get(asks).status_code == 403
    assert client.post(asks, {"owner_email": ""}).status_code == 403
    assert client.get(f"{asks}check/").status_code == 403
    assert client.post(f"{asks}confirm/").status_code == 403
    assert client.post(f"{asks}send/").status_code == 403
    page = client.get(f"{asks}review/")
    assert page.status_code == 200
    assert "Answer the questions" not in page.text


def test_confirming_all_is_one_click(vera_browser, asks, answer):
    assert "Nothing changed: confirm all" in vera_browser.get(asks).text
    page = vera_browser.post(f"{asks}confirm/", follow=True).text
    assert "Your answer for “Letters” is sent." in page
    assert (fresh(answer).state, fresh(answer).unchanged) == ("answered", True)


def test_confirming_again_says_so_and_changes_nothing(vera_browser, asks, answer):
    vera_browser.post(f"{asks}confirm/")
    at = fresh(answer).answered_at
    assert (
        "Its state is “answered” by now" in vera_browser.post(f"{asks}confirm/", follow=True).text
    )
    assert fresh(answer).answered_at == at


def test_what_was_changed_is_not_confirmed_away(vera_browser, asks, answer, vera):
    actions.keep(vera, answer, {"rto_minutes": "30 min"})
    assert "confirm all" not in vera_browser.get(asks).text
    page = vera_browser.post(f"{asks}confirm/", follow=True).text
    assert "You have changed something" in page
    assert fresh(answer).state == "begun"


STEP1 = {"owner_email": "vera@example.org", "criticality": "3", "description": ""}


def test_without_script_the_steps_are_filled_in_and_sent(vera_browser, org, asks, answer):
    asked = {ask.key: f"ai_{ask.pk}" for ask in function(org).dependencies.all()}
    claims = function(org, "Claims")
    where = vera_browser.post(f"{asks}?step=1", STEP1 | {"criticality": "5", "go": "next"})
    assert where.headers["Location"].endswith("?step=2")
    fast = {"rto_minutes": "30 min", "mtpd_minutes": "8 h", "minimum_capacity": "50"}
    where = vera_browser.post(f"{asks}?step=2", fast | {"cost_240": "920.50", "go": "next"})
    assert where.headers["Location"].endswith("?step=3")
    needs = {asked["sort"]: "gone", asked["draft"]: "still", "remark": "Copilot too"}
    where = vera_browser.post(f"{asks}?step=3", needs | {"depends_on": [claims.pk], "go": "next"})
    page = vera_browser.get(where.headers["Location"]).text
    assert "You change <strong>5 things</strong>." in page
    for words in ("5 · vital", "30\u00a0min", "920.50", "AI: Sort", "Claims", "Copilot too"):
        assert words in page
    vera_browser.post(f"{asks}send/")
    said = fresh(answer).said
    assert (said["criticality"], said["rto_minutes"], said["depends_on"]) == (5, 30, ["claims"])
    assert said["impact"] == [{"after_minutes": 240, "cost_per_hour": 920.5}]
    assert [ask["id"] for ask in said["dependencies"]] == ["draft"]
    assert fresh(answer).remark == "Copilot too"


def test_a_field_is_kept_as_it_is_typed_valid_or_not(vera_browser, asks, answer):
    page = vera_browser.post(
        f"{asks}?step=2", {"rto_minutes": "2 hou"}, headers={"HX-Request": "true"}
    )
    assert "Kept" in page.text
    assert "“hou” is no unit of time" in page.text
    assert fresh(answer).draft == {"rto_minutes": "2 hou"}
    again = vera_browser.get(f"{asks}?step=2").text
    assert 'value="2 hou"' in again
    assert "is no unit of time" in again


def test_what_comes_too_late_is_not_kept_and_says_so_where_one_stands(
    vera_browser, asks, answer, actor
):
    actions.send(actor, answer, says={})
    late = {"rto_minutes": "5 min"}
    page = vera_browser.post(f"{asks}?step=2", late, headers={"HX-Request": "true"})
    assert "Not kept. It is no longer asked: answered." in page.text
    assert "error-summary" in page.text  # so that the browser goes on keeping it
    page = vera_browser.post(f"{asks}?step=2", late, follow=True)
    assert page.redirect_chain[-1][0] == f"{asks}review/"
    assert "It is no longer asked" in page.text
    assert fresh(answer).draft == {}


def test_what_is_not_clear_is_not_sent(vera_browser, asks, answer, vera):
    actions.keep(vera, answer, {"rto_minutes": "2 hou"})
    page = vera_browser.post(f"{asks}send/", follow=True).text
    assert "Something is not clear yet." in page
    assert f"{asks}?step=2#id_rto_minutes" in page
    assert fresh(answer).state == "begun"


def test_what_is_typed_as_it_stands_is_no_change(vera_browser, asks, answer):
    vera_browser.post(f"{asks}?step=1", STEP1)
    assert (fresh(answer).state, fresh(answer).draft) == ("begun", {})
    assert "Nothing changed: you confirm all of it." in vera_browser.get(f"{asks}check/").text


def test_an_answer_of_the_year_before_stands_beside_and_what_changed_since(
    vera_browser, org, owner, vera, answer, home, campaign
):
    actions.send(vera, answer, says={})
    actions.sign_off(owner, answer)
    actions.close(owner, campaign)
    inventory.edit_function(owner, function(org), rto_minutes=30, name="Letters and post")
    day = timezone.localdate() + timedelta(days=7)
    actions.start(owner, actions.add_campaign(owner, title="BIA 2027", due_on=day))
    again = Answer.objects.for_org(org).get(function=answer.function, campaign__title="BIA 2027")
    asks = f"{home}campaigns/answers/{again.pk}/"
    assert "Last confirmed in “BIA 2026”" in vera_browser.get(asks).text
    assert "Last year: 1\u00a0h" in vera_browser.get(f"{asks}?step=2").text
    page = vera_browser.get(f"{asks}check/").text
    assert "What changed since “BIA 2026”" in page
    assert "30\u00a0min" in page


def test_a_search_among_functions_without_script_keeps_and_judges_nothing(
    vera_browser, asks, answer
):
    asked = {"function": "claims", "search": "depends_on", "remark": "half a"}
    page = vera_browser.post(f"{asks}?step=3", asked)
    assert page.status_code == 200
    assert "Claims" in page.text
    assert 'class="errors"' not in page.text
    assert fresh(answer).draft["remark"] == "half a"


def test_who_signs_off_sees_what_changes_and_what_was_edited_since(
    owner_browser, org, owner, vera, asks, answer
):
    actions.send(vera, answer, says={"rto_minutes": 30, "criticality": 5})
    inventory.edit_function(owner, function(org), rto_minutes=20, mtpd_minutes=960)
    text = owner_browser.get(f"{asks}review/").text
    assert "<strong>2 things</strong> change." in text
    assert "the answer: 30\u00a0min" in text
    assert "the inventory: 20\u00a0min" in text
    assert "Edited in the inventory since the answer" in text
    labels = re.findall(r'role="region" aria-label="([^"]+)"', text)
    assert len(labels) == len(set(labels)) == 2
    read = fresh(answer).answered_at.isoformat()
    page = owner_browser.post(f"{asks}sign-off/", {"of": read}, follow=True).text
    assert "Choose what counts." in page
    take = {"of": read, "take-rto_minutes": "inventory"}
    page = owner_browser.post(f"{asks}sign-off/", take, follow=True).text
    assert "“Letters” is signed off." in page
    assert (function(org).rto_minutes, function(org).criticality) == (20, 5)


def test_sending_back_needs_a_reason_and_it_is_read_beside_the_questions(
    owner_browser, vera, asks, answer
):
    actions.send(vera, answer, says={})
    assert "This field is required" in owner_browser.post(f"{asks}send-back/", {}).text
    owner_browser.post(f"{asks}send-back/", {"reason": "Thirty minutes?"})
    owner_browser.force_login(vera.user)
    assert "Thirty minutes?" in owner_browser.get(asks).text


def test_somebody_else_is_asked_from_the_page(browser, asks, answer):
    page = browser.post(f"{asks}hand-over/", {"email": "nobody@example.com"})
    assert "is no member here" in page.text
    page = browser.post(f"{asks}hand-over/", {"email": "ada@example.org"}, follow=True)
    assert "ada@example.org is asked now" in page.text
    assert fresh(answer).asked_email == "ada@example.org"


def test_what_was_answered_is_read_not_asked(vera_browser, asks, vera, answer):
    actions.send(vera, answer, says={})
    for page in (asks, f"{asks}check/"):
        assert vera_browser.get(page).headers["Location"] == f"{asks}review/"
    page = vera_browser.post(f"{asks}take-back/", follow=True)
    assert page.redirect_chain[-1][0] == asks


def test_a_removed_function_is_told_and_not_counted(browser, org, owner, url, asks, vera, answer):
    actions.send(vera, answer, says={})
    inventory.remove_function(owner, function(org))
    assert "<strong>0 of 1</strong> answered" in browser.get(url).text
    assert "there is nothing to sign off" in browser.get(f"{asks}review/").text


@pytest.mark.parametrize("step", ["0", "9", "x", "²"])
def test_a_step_that_is_none_is_the_first(vera_browser, asks, step):
    assert "Step 1 of 4" in vera_browser.get(asks, {"step": step}).text


def test_hostile_words_stay_words(vera_browser, asks, answer):
    bad = {"description": "<script>\0" + "x" * 30_000, "owner_email": "not an address"}
    page = vera_browser.post(f"{asks}?step=1", STEP1 | bad)
    assert "<script>x" not in page.text
    assert len(fresh(answer).draft["description"]) <= 21_000
    assert "at most 20000 characters" in page.text


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
