"""The pages of probes: a person sets one up, gives it a key, watches it, and takes it away."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from continuity.orgs.models import Role
from continuity.probes.models import Budget, Probe, Secret
from tests.factories import ComponentFactory, FeedFactory, MembershipFactory
from tests.factories_probes import BudgetFactory, CanaryFactory, ProbeFactory, ResultFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    return f"{home}probes/"


def made(org):
    return Probe.objects.for_org(org).get()


DOOR = {"name": "Front door", "url": "https://api.example.com/health", "every_minutes": "5"}
DOOR |= {"method": "GET", "statuses": "200, 204"}
MODEL = {
    **{"name": "Small sum", "url": "https://api.example.com/v1", "every_minutes": "10"},
    **{"model": "small", "question": "What is 17+25? Answer with the number only."},
    **{"price_in": "3", "price_out": "15", "tokens_a_day": "1000", "money_a_day": "0.5"},
}


def test_an_empty_page_teaches_and_leads_on(browser, pages):
    body = browser.get(pages).content.decode()
    assert "Nobody looks for you yet" in body
    assert f"{pages}add/" in body


def test_from_the_choice_of_a_kind_to_a_probe_that_runs(browser, pages, org):
    body = browser.get(f"{pages}add/").content.decode()
    assert "?kind=https" in body
    assert "?kind=azure_openai" in body
    component = ComponentFactory()
    answer = browser.post(f"{pages}add/?kind=https", {**DOOR, "component": component.pk})
    probe = made(org)
    assert answer.url == f"{pages}{probe.pk}/"
    assert (probe.statuses, probe.component, probe.owner.email) == (
        "200 204",
        component,
        "ada@example.org",
    )


def test_a_canary_asks_for_its_key_next_and_takes_the_answers_of_our_own_question(
    browser, pages, org
):
    answer = browser.post(f"{pages}add/?kind=openai", {**MODEL, "component": ComponentFactory().pk})
    probe = made(org)
    assert answer.url == f"{pages}{probe.pk}/key/"
    assert probe.answers == ["42", "forty-two"]
    assert "and to no other host" in browser.get(answer.url).content.decode()
    browser.post(answer.url, {"key": "sk-MARK-99"})
    body = browser.get(f"{pages}{probe.pk}/").content.decode()
    assert "A key was set on" in body
    assert "ada@example.org" in body
    assert "sk-MARK" not in body


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("url", "http://api.example.com/", "An https address"),
        ("url", "https://127.0.0.1/", "An https address"),
        ("url", "https://api.example.com/v1?key=abc", "no question mark"),
        ("question", "", "required"),
        ("question", "Something of our own?", "At least one right answer"),
        ("model", "", "required"),
        ("every_minutes", "0", "greater than or equal to 1"),
        ("money_a_day", "-1", "greater than or equal to 0"),
        ("name", "x" * 121, "at most 120"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(browser, pages, field, value, told):
    typed = {**MODEL, "component": ComponentFactory().pk, field: value}
    answer = browser.post(f"{pages}add/?kind=openai", typed)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert told in body
    assert "1000" in body


def test_an_address_of_a_door_must_hold_no_key_either(browser, pages):
    typed = {**DOOR, "url": "https://api.example.com/?token=abc"}
    answer = browser.post(f"{pages}add/?kind=https", {**typed, "component": ComponentFactory().pk})
    assert "must not hold a key" in answer.content.decode()


def test_there_may_be_so_many_and_no_more(browser, pages, org):
    BudgetFactory(organization=org, most_probes=1)
    ProbeFactory(organization=org)
    answer = browser.post(f"{pages}add/?kind=https", {**DOOR, "component": ComponentFactory().pk})
    assert answer.status_code == 422
    assert "at most here" in answer.content.decode()


def test_another_host_forgets_the_key_and_asks_for_it(browser, pages, org, actor):
    from continuity.probes import actions

    probe = CanaryFactory(organization=org)
    actions.set_key(actor, Probe.objects.for_org(org).get(), key="sk-MARK-1")
    answer = browser.post(
        f"{pages}{probe.pk}/edit/", {**MODEL, "url": "https://other.example.com/v1"}
    )
    assert answer.url == f"{pages}{probe.pk}/key/"
    assert not Secret.objects.for_org(org).exists()


def test_pausing_and_removing_can_be_undone(browser, pages, org):
    probe = ProbeFactory(organization=org)
    body = browser.post(f"{pages}{probe.pk}/pause/", follow=True).content.decode()
    assert f"{pages}{probe.pk}/resume/" in body
    assert made(org).paused
    browser.post(f"{pages}{probe.pk}/resume/")
    assert not made(org).paused
    body = browser.post(f"{pages}{probe.pk}/remove/", follow=True).content.decode()
    assert f"{pages}{probe.pk}/restore/" in body
    browser.post(f"{pages}{probe.pk}/restore/")
    assert made(org) == probe


def test_probe_now_is_once_a_minute(browser, pages, org):
    now = timezone.now()
    probe = ProbeFactory(organization=org, next_due=now + timedelta(hours=1))
    browser.post(f"{pages}{probe.pk}/now/")
    assert made(org).next_due <= timezone.now()
    later = now + timedelta(hours=1)
    Probe.objects.for_org(org).update(tried_at=timezone.now(), next_due=later)
    body = browser.post(f"{pages}{probe.pk}/now/", follow=True).content.decode()
    assert "Once a minute" in body
    assert made(org).next_due == later


def test_who_may_only_look_changes_nothing(client, org, pages):
    viewer = MembershipFactory(organization=org, role=Role.VIEWER)
    client.force_login(viewer.user)
    probe = CanaryFactory(organization=org)
    assert client.get(f"{pages}{probe.pk}/").status_code == 200
    for path in ("add/", f"{probe.pk}/edit/", f"{probe.pk}/key/", "budget/"):
        assert client.get(f"{pages}{path}").status_code == 403
    for act in ("now", "pause", "resume", "remove", "key/drop"):
        assert client.post(f"{pages}{probe.pk}/{act}/").status_code == 403


def test_an_owner_says_what_all_may_cost(owner_browser, owner):
    url = f"/o/{owner.org.slug}/probes/budget/"
    owner_browser.post(url, {"tokens_a_day": "500", "money_a_day": "0.25"})
    budget = Budget.objects.for_org(owner.org).get()
    assert (budget.tokens_a_day, str(budget.money_a_day)) == (500, "0.2500")


@pytest.mark.parametrize("looks", ["answers_wrong", "down", "ours", "suspected", "unclear", "new"])
def test_each_state_is_said_in_words(looks, browser, pages, org):
    probe = ProbeFactory(organization=org, looks=looks, reason="http_503", proven=True)
    for path in ("", f"{probe.pk}/"):
        assert browser.get(f"{pages}{path}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(
    browser, pages, org, django_assert_max_num_queries
):
    def some(count):
        for _ in range(count):
            probe = CanaryFactory(organization=org, name="N" * 100 + str(Probe.unscoped.count()))
            ResultFactory(organization=org, probe=probe, at=timezone.now(), first_ms=100)

    some(1)
    browser.get(pages)
    with django_assert_max_num_queries(14) as one:
        browser.get(pages)
    some(15)
    with django_assert_max_num_queries(len(one)):
        assert browser.get(pages).status_code == 200


def test_the_page_of_a_provider_says_what_our_probes_see(browser, home, org):
    component = ComponentFactory()
    FeedFactory(provider=component.provider)
    page = f"{home}providers/{component.provider_id}/"
    assert "What our probes see" not in browser.get(page).content.decode()
    ProbeFactory(
        organization=org, component=component, name="Front door", looks="answers", first_ms=87
    )
    body = browser.get(page).content.decode()
    assert "<h2>What our probes see</h2>" in body
    assert '<span class="sub">our probe <a href=' in body
    assert "87" in body


def test_a_provider_without_a_feed_invites_to_probe_it(browser, home):
    component = ComponentFactory()
    body = browser.get(f"{home}providers/{component.provider_id}/").content.decode()
    assert f"{home}probes/add/?component={component.pk}" in body


def test_the_api_gives_probes_results_and_days_to_be_read(browser, api, org):
    probe = CanaryFactory(organization=org)
    ResultFactory(organization=org, probe=probe, first_ms=5)
    (told,) = browser.get(f"{api}probes/").json()["results"]
    assert told["has_key"] is False
    assert not {"secret", "sealed", "key"} & told.keys()
    assert browser.get(f"{api}probe-results/").json()["count"] == 1
    assert browser.get(f"{api}probe-days/").json()["count"] == 0
    body = json.dumps({"name": "x"})
    for route in ("probes", "probe-results", "probe-days"):
        answer = browser.post(f"{api}{route}/", body, content_type="application/json")
        assert answer.status_code == 405
