"""The page of a runbook: what do I do, now?"""

import pytest

from continuity.runbooks.models import Activation, Exercise, Runbook, RunbookVersion
from tests.factories import DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_runbooks import ActivationFactory, RunbookFactory, StepFactory


@pytest.fixture
def runbook(org):
    return RunbookFactory(organization=org, title="Move to the other model")


@pytest.fixture
def url(home, runbook):
    return f"{home}runbooks/{runbook.pk}/"


def use(runbook, rto):
    function = FunctionFactory(organization=runbook.organization, rto_minutes=rto, name="Claims")
    dependency = DependencyFactory(organization=runbook.organization, function=function)
    OptionFactory(organization=runbook.organization, dependency=dependency, runbook=runbook)


def test_it_says_when_the_longest_path_is_too_long(browser, org, runbook, url):
    use(runbook, rto=30)
    StepFactory(organization=org, runbook=runbook, minutes=45)
    assert "too long for the RTO of Claims" in browser.get(url).text


def test_it_says_when_it_fits(browser, org, runbook, url):
    use(runbook, rto=60)
    StepFactory(organization=org, runbook=runbook, minutes=45)
    assert "within the shortest RTO" in browser.get(url).text


def test_markup_in_a_step_comes_out_as_text_or_not_at_all(browser, org, runbook, url):
    bad = "<script>alert(1)</script> **bold** [x](javascript:alert(1)) <img src=x onerror=1>"
    StepFactory(organization=org, runbook=runbook, instruction=bad, title="<b>t</b>")
    text = browser.get(url).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert 'href="javascript' not in text
    assert "<strong>bold</strong>" in text
    assert "&lt;b&gt;t&lt;/b&gt;" in text


def test_a_step_is_added_edited_moved_and_removed_in_place(browser, runbook, url):
    htmx = {"HX-Request": "true"}
    for title in ("Look", "Switch"):
        sent = {"title": title, "minutes": 10, "role": "Engineer"}
        assert title in browser.post(f"{url}steps/", sent, headers=htmx).text
    look, switch = runbook.steps.all()
    edited = {"title": "Look twice", "minutes": 5}
    assert "Look twice" in browser.post(f"{url}steps/{look.pk}/", edited, headers=htmx).text
    browser.post(f"{url}steps/{look.pk}/move/", {"to": 1}, headers=htmx)
    assert [s.title for s in runbook.steps.all()] == ["Switch", "Look twice"]
    browser.post(f"{url}steps/{look.pk}/remove/", headers=htmx)
    assert list(runbook.steps.all()) == [switch]


def test_what_was_typed_stays_when_it_is_refused(browser, runbook, url):
    sent = {"title": "x" * 121, "minutes": 10, "instruction": "keep me"}
    response = browser.post(f"{url}steps/", sent)
    assert "keep me" in response.text
    assert "at most 120 characters" in response.text


def test_steps_may_not_wait_for_each_other(browser, org, runbook, url):
    a = StepFactory(organization=org, runbook=runbook, key="a", title="A")
    StepFactory(organization=org, runbook=runbook, key="b", title="B", waits_for=["a"])
    response = browser.post(f"{url}steps/{a.pk}/", {"title": "A", "minutes": 1, "waits_for": ["b"]})
    assert "wait for each other" in response.text


def test_a_review_keeps_a_version_once(browser, org, runbook, url):
    StepFactory(organization=org, runbook=runbook)
    browser.post(f"{url}publish/", {"note": "first"})
    browser.post(f"{url}publish/", {"note": "nothing changed"})
    assert [v.note for v in RunbookVersion.objects.for_org(org)] == ["first"]
    runbook.refresh_from_db()
    assert runbook.reviewed_on is not None
    assert "first" in browser.get(url).text
    assert browser.get(f"{url}versions/1/").status_code == 200


def test_a_runbook_without_steps_is_not_fit_for_use(browser, org, runbook, url):
    response = browser.post(f"{url}publish/", follow=True)
    assert "Write at least one step first" in response.text
    assert not RunbookVersion.objects.for_org(org).exists()


def test_two_people_decide_and_the_second_is_told(browser, org, runbook, url):
    row = ActivationFactory(organization=org, runbook=runbook)
    decide = f"{url}activations/{row.pk}/"
    browser.post(decide, {"decision": "start"})
    response = browser.post(decide, {"decision": "decline"}, follow=True)
    assert "decided this already" in response.text
    assert Activation.objects.for_org(org).get().state == "active"


def test_removal_can_be_undone(browser, org, runbook, url, home):
    response = browser.post(f"{url}remove/", follow=True)
    assert f"{url}restore/" in response.text
    assert browser.get(url).status_code == 404
    for _ in range(2):  # a double click
        assert browser.post(f"{url}restore/").status_code == 302
    assert browser.get(url).status_code == 200


def test_it_prints_and_exercises_are_recorded(browser, org, runbook, url):
    StepFactory(organization=org, runbook=runbook, title="Pull the lever")
    assert "Pull the lever" in browser.get(f"{url}print/").text
    browser.post(
        f"{url}exercises/", {"held_on": "2026-01-02", "passed": "on", "measured_minutes": 9}
    )
    assert "really took" in browser.get(url).text
    response = browser.post(f"{url}exercises/", {"held_on": "2999-01-02"})
    assert "still to come" in response.text


def test_an_exercise_sent_twice_is_on_record_once(browser, org, runbook, url):
    sent = {"held_on": "2026-01-02", "passed": "on", "measured_minutes": 9}
    browser.post(f"{url}exercises/", sent)
    assert "on record already" in browser.post(f"{url}exercises/", sent).text
    assert Exercise.objects.for_org(org).count() == 1


def test_who_presses_twice_has_what_they_wanted(browser, org, runbook, url):
    row = ActivationFactory(organization=org, runbook=runbook)
    for _ in range(2):
        sent = {"decision": "start"}
        response = browser.post(f"{url}activations/{row.pk}/", sent, follow=True)
    assert "decided this already" not in response.text
    assert "ada@example.org said so" in response.text


def test_of_two_who_change_the_runbook_at_once_the_second_is_asked_first(browser, org, url):
    seen = browser.get(f"{url}edit/").context["form"].initial["seen"]
    mine = {"title": "Mine", "review_every_days": 90, "seen": seen}
    browser.post(f"{url}edit/", mine | {"title": "Theirs"})
    assert "By now it reads: “Theirs”" in browser.post(f"{url}edit/", mine).text
    assert Runbook.objects.for_org(org).get().title == "Theirs"


def test_it_shows_owner_interval_and_what_the_time_rests_on(browser, org, runbook, url):
    runbook.owner_email = "olga@example.org"
    runbook.save()
    StepFactory(organization=org, runbook=runbook, key="a", minutes=30)
    StepFactory(organization=org, runbook=runbook, key="b", waits_for=["a"], position=1)
    for page in (url, f"{url}print/"):
        text = browser.get(page).text
        assert "olga@example.org" in text
        assert "reviewed every 180 days" in text
        assert "after step 1" in text
        assert "on the longest path" in text


def test_many_steps_cost_no_more_queries(browser, org, runbook, url, django_assert_max_num_queries):
    StepFactory.create_batch(30, organization=org, runbook=runbook)
    for _ in range(5):
        use(runbook, 60) if not runbook.options.exists() else None
    browser.get(url)  # brings the scores up to date
    with django_assert_max_num_queries(14):
        browser.get(url)
