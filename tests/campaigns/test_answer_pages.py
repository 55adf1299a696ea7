"""The pages of who is asked: questions, what is kept as it is typed, what is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer
from continuity.inventory import actions as inventory
from continuity.orgs.models import Role
from tests.campaigns.conftest import fresh, function
from tests.factories import MembershipFactory

STEP1 = {"owner_email": "vera@example.org", "criticality": "3", "description": ""}


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


@pytest.mark.parametrize("step", ["0", "9", "x", "²"])
def test_a_step_that_is_none_is_the_first(vera_browser, asks, step):
    assert "Step 1 of 4" in vera_browser.get(asks, {"step": step}).text


def test_hostile_words_stay_words(vera_browser, asks, answer):
    bad = {"description": "<script>\0" + "x" * 30_000, "owner_email": "not an address"}
    page = vera_browser.post(f"{asks}?step=1", STEP1 | bad)
    assert "<script>x" not in page.text
    assert len(fresh(answer).draft["description"]) <= 21_000
    assert "at most 20000 characters" in page.text
