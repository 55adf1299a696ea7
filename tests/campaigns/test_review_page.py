"""The page of an answer: signed off, sent back, handed over."""

import re

from continuity.campaigns import actions
from continuity.inventory import actions as inventory
from tests.campaigns.conftest import fresh, function


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


def test_a_removed_function_is_told_and_not_counted(
    browser, org, owner, campaign_url, asks, vera, answer
):
    actions.send(vera, answer, says={})
    inventory.remove_function(owner, function(org))
    assert "<strong>0 of 1</strong> answered" in browser.get(campaign_url).text
    assert "there is nothing to sign off" in browser.get(f"{asks}review/").text
