"""Steps are added anywhere, moved, removed and brought back; the page says what waits for what."""

import pytest

from continuity.audit.models import Event
from continuity.runbooks import actions
from continuity.runbooks.models import Runbook, Step
from tests.factories_runbooks import RunbookFactory, StepFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def runbook(org):
    return RunbookFactory(organization=org, title="Move to the other model")


@pytest.fixture
def url(home, runbook):
    return f"{home}runbooks/{runbook.pk}/"


@pytest.fixture
def chain(org, runbook):
    """Look, then Switch, then Tell: each waits for the one before."""
    look = StepFactory(organization=org, runbook=runbook, key="look", title="Look", position=0)
    switch, tell = (
        StepFactory(
            organization=org,
            runbook=runbook,
            key=key,
            title=key.title(),
            position=position,
            waits_for=[before],
        )
        for position, (key, before) in enumerate([("switch", "look"), ("tell", "switch")], 1)
    )
    return look, switch, tell


def titles(runbook):
    return [step.title for step in runbook.steps.all()]


def waits(runbook):
    return {step.key: step.waits_for for step in runbook.steps.all()}


def test_a_removed_step_comes_back_to_its_place_and_is_awaited_again(browser, runbook, url, chain):
    switch = chain[1]
    text = browser.post(f"{url}steps/{switch.pk}/remove/", headers=HTMX).text
    assert "“Switch” was removed" in text
    assert "now waits for what it waited for" in text
    assert f"{url}steps/{switch.pk}/restore/" in text
    assert waits(runbook) == {"look": [], "tell": ["look"]}
    for _ in range(2):  # a double click
        assert browser.post(f"{url}steps/{switch.pk}/restore/").status_code == 302
    assert titles(runbook) == ["Look", "Switch", "Tell"]
    assert waits(runbook) == {"look": [], "switch": ["look"], "tell": ["switch"]}


def test_the_entry_of_a_removal_keeps_every_field(browser, org, url, chain):
    browser.post(f"{url}steps/{chain[1].pk}/remove/")
    changes = Event.objects.for_org(org).order_by("-seq").first().changes
    assert changes["title"] == ["Switch", None]
    assert {"key", "role", "minutes", "instruction", "proof", "waits_for"} <= changes.keys()
    assert {"after_service", "position", "removed_at"} <= changes.keys()
    assert changes["had been waiting for it"] == "Tell"


def test_what_changed_since_the_removal_stays_when_it_is_undone(actor, org, runbook, chain):
    _, switch, tell = (Step.objects.for_org(org).get(pk=step.pk) for step in chain)
    actions.remove_step(actor, switch)
    actions.edit_step(actor, Step.objects.for_org(org).get(pk=tell.pk), waits_for=[])
    actions.move_step(actor, Step.objects.for_org(org).get(pk=tell.pk), 0)
    actions.restore_step(actor, Step.objects.removed(org).get(pk=switch.pk))
    assert titles(runbook) == ["Tell", "Switch", "Look"]
    assert waits(runbook)["tell"] == ["switch"]


def test_a_step_that_comes_back_never_makes_a_circle(actor, org, runbook, chain):
    look, switch, tell = (Step.objects.for_org(org).get(pk=step.pk) for step in chain)
    actions.remove_step(actor, switch)
    actions.edit_step(actor, Step.objects.for_org(org).get(pk=tell.pk), waits_for=[])
    actions.edit_step(actor, Step.objects.for_org(org).get(pk=look.pk), waits_for=["tell"])
    actions.restore_step(actor, Step.objects.removed(org).get(pk=switch.pk))
    assert waits(runbook) == {"look": ["tell"], "switch": ["look"], "tell": []}


def test_a_step_is_added_below_another_and_its_followers_wait_for_it(browser, runbook, url, chain):
    look = chain[0]
    page = browser.get(f"{url}steps/?after={look.pk}").text
    assert "Add a step below 1. Look" in page
    assert "What waited for “Look” now waits for this" in page
    sent = {"title": "Declare", "minutes": "5", "after": look.pk, "waits_for": ["look"]}
    browser.post(f"{url}steps/", sent | {"between": "on"})
    assert titles(runbook) == ["Look", "Declare", "Switch", "Tell"]
    assert waits(runbook)["switch"] == ["declare"]


def test_a_step_is_added_at_the_beginning(browser, runbook, url, chain):
    sent = {"title": "Wake up", "minutes": "1", "after": "0", "between": "on"}
    browser.post(f"{url}steps/", sent)
    assert titles(runbook)[0] == "Wake up"
    assert waits(runbook)["look"] == ["wake-up"]


def test_below_a_step_that_is_gone_nothing_is_added(browser, runbook, url, chain):
    browser.post(f"{url}steps/{chain[0].pk}/remove/")
    sent = {"title": "Late", "minutes": "5", "after": chain[0].pk}
    assert "is gone" in browser.post(f"{url}steps/", sent).text
    assert "Late" not in titles(runbook)


def test_moving_tells_what_now_waits_for_a_step_below_it(browser, url, chain):
    text = browser.post(f"{url}steps/{chain[2].pk}/move/", {"to": 0}, headers=HTMX).text
    assert "Step 1 now waits for step 3, which stands below it." in text
    assert "waits for a step below it" in text


def test_every_change_of_a_step_sends_the_headline(browser, url, chain):
    sent = {"title": "Look", "minutes": "3 h", "seen": ""}
    text = browser.post(f"{url}steps/{chain[0].pk}/", sent, headers=HTMX).text
    assert '<div id="headline" hx-swap-oob="true">' in text
    assert "<strong>3\u00a0h 10\u00a0min</strong>" in text.replace("h\u00a010", "h 10")


def test_what_comes_after_the_service_is_told_apart(browser, url, chain):
    sent = {"title": "Tell", "minutes": "20", "waits_for": ["switch"], "after_service": "on"}
    browser.post(f"{url}steps/{chain[2].pk}/", sent)
    text = browser.get(url).text
    assert "<strong>10\u00a0min</strong>" in text
    assert "Until normal: 30\u00a0min." in text
    assert "after the service is back" in text


def test_a_runbook_that_only_comes_after_is_not_fit_for_use(browser, org, runbook, url):
    StepFactory(organization=org, runbook=runbook, after_service=True)
    assert "none of them brings it back" in browser.post(f"{url}publish/", follow=True).text
    assert Runbook.objects.for_org(org).get().version == 0


def test_of_two_who_edit_at_once_the_second_is_asked_first(browser, org, url, chain):
    look = chain[0]
    form = browser.get(f"{url}steps/{look.pk}/").context["form"]
    mine = {"title": "Mine", "minutes": "5", "seen": form.initial["seen"]}
    theirs = mine | {"title": "Theirs"}
    browser.post(f"{url}steps/{look.pk}/", theirs)
    response = browser.post(f"{url}steps/{look.pk}/", mine)
    assert "By now it reads: “Theirs”" in response.text
    assert Step.objects.for_org(org).get(pk=look.pk).title == "Theirs"
    again = mine | {"seen": response.context["form"]["seen"].value()}
    browser.post(f"{url}steps/{look.pk}/", again)
    assert Step.objects.for_org(org).get(pk=look.pk).title == "Mine"


def test_ids_are_unique_while_a_step_is_edited_in_place(browser, url, chain):
    page = browser.get(url).text
    part = browser.get(f"{url}steps/{chain[0].pk}/", headers=HTMX).text
    assert f'id="step{chain[0].pk}_title"' in part
    ids = [piece.split('"')[0] for piece in (page + part).split(' id="')[1:]]
    assert len(ids) == len(set(ids))
