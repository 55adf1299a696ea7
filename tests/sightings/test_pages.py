"""The button beside a component, the page of what people report, and who may do what there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.core.notices import undo_address
from continuity.orgs.models import Organization, Role
from continuity.sightings import actions
from continuity.sightings.models import Sighting
from tests.factories import (
    ComponentFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    OrganizationFactory,
)
from tests.factories_sightings import SightingFactory


@pytest.fixture
def url(home):
    return f"{home}sightings/"


def undo(response):
    (message,) = response.context["messages"]
    return undo_address(message.extra_tags)


def words(org):
    return Sighting.objects.for_org(org).live(timezone.now())


def test_with_nothing_said_it_teaches_the_button(browser, url):
    assert "Press “It is down for me”" in browser.get(url).content.decode()


def test_one_press_reports_it_and_can_be_undone(browser, url, part, org):
    answer = browser.post(f"{url}report/{part.pk}/press/", follow=True)
    assert words(org).get().component == part
    browser.post(undo(answer))
    assert not words(org).exists()


def test_that_it_works_again_can_be_undone_too(browser, url, part, org, actor):
    word = actions.report(actor, part)
    answer = browser.post(f"{url}{word.pk}/withdraw/", follow=True)
    browser.post(undo(answer))
    assert words(org).get() == word


def test_a_press_leads_back_to_the_page_where_the_button_stood(browser, url, part, home):
    page = f"{home}providers/{part.provider_id}/"
    there = {"referer": f"http://testserver{page}"}
    answer = browser.post(f"{url}report/{part.pk}/press/", headers=there)
    assert answer.url == page


def test_htmx_gets_the_part_beside_the_component(browser, url, part):
    answer = browser.post(f"{url}report/{part.pk}/press/", headers={"hx-request": "true"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "It works again" in said
    assert "<html" not in said


def test_words_are_shown_with_who_said_them_and_escaped(browser, url, part, person):
    actions.report(person(user__name="Bo"), part, words="<b>down</b>")
    said = browser.get(url).content.decode()
    assert "Bo" in said
    assert "&lt;b&gt;down&lt;/b&gt;" in said


def test_the_form_takes_words_and_keeps_what_was_typed_when_it_is_too_long(browser, url, part, org):
    form = f"{url}report/{part.pk}/"
    answer = browser.post(form, {"state": "degraded", "words": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert not words(org).exists()
    browser.post(form, {"state": "degraded", "words": "Wrong answers"})
    assert words(org).get().words == "Wrong answers"


def test_a_state_that_is_none_is_refused(browser, url, part, org):
    browser.post(f"{url}report/{part.pk}/press/", {"state": "operational"})
    assert not words(org).exists()


def test_a_viewer_may_press_and_not_set_aside(client, url, part, org, actor):
    viewer = MembershipFactory(organization=org, role=Role.VIEWER)
    client.force_login(viewer.user)
    word = actions.report(actor, part)
    assert client.post(f"{url}report/{part.pk}/press/").status_code == 302
    assert words(org).count() == 2
    assert client.post(f"{url}{word.pk}/set-aside/").status_code == 403
    assert client.post(f"{url}{word.pk}/withdraw/").status_code == 403


def test_an_editor_sets_anothers_word_aside_and_takes_that_back(browser, url, part, org, person):
    word = actions.report(person(), part)
    answer = browser.post(f"{url}{word.pk}/set-aside/", follow=True)
    assert "set aside by ada@example.org" in answer.content.decode()
    browser.post(undo(answer))
    assert words(org).get().set_aside_at is None


def test_any_component_is_found_by_its_name_or_its_provider(browser, url, part):
    ComponentFactory(name="Something else")
    for q in ("claude", "anthropic", "anthropic api"):
        rows = browser.get(url, {"q": q}).context["rows"]
        assert [row.part for row in rows] == [part]


def test_the_provider_the_function_and_the_home_page_have_the_button(
    browser, home, part, org, actor
):
    function = FunctionFactory(organization=org)
    OptionFactory(organization=org, on=[part], dependency__function=function)
    press = f"report/{part.pk}/press/"
    for page in (f"providers/{part.provider_id}/", f"inventory/{function.pk}/"):
        assert press in browser.get(f"{home}{page}").content.decode(), page
    actions.report(actor, part, words="Timeouts")
    said = browser.get(home).content.decode()
    assert "Timeouts" in said
    assert press in said


def test_other_organisations_show_as_a_number_to_those_that_share(browser, url, part, org):
    old = timezone.now() - timedelta(days=8)
    for name in ("Alpha", "Beta", "Gamma"):
        theirs = OrganizationFactory(name=name, shares_since=old)
        SightingFactory(organization=theirs, component=part, words="Our words")
    Organization.objects.update(created_at=old)
    assert "organisations report" not in browser.get(url).content.decode()
    Organization.objects.filter(pk=org.pk).update(shares_since=old)
    said = browser.get(url).content.decode()
    assert "3 organisations report trouble in the last 30 minutes" in said
    for secret in ("Alpha", "Beta", "Gamma", "Our words"):
        assert secret not in said


def test_an_administrator_turns_sharing_on_and_off(owner_browser, url, org):
    page = f"{url}sharing/"
    assert "We are not counted" in owner_browser.get(page).content.decode()
    owner_browser.post(page, {"on": "yes"})
    assert "Stop counting us" in owner_browser.get(page).content.decode()
    owner_browser.post(page, {"on": "no"})
    assert "Count us" in owner_browser.get(page).content.decode()


def test_an_editor_reads_about_sharing_and_does_not_change_it(browser, url):
    page = f"{url}sharing/"
    assert "Administrators and owners may change this" in browser.get(page).content.decode()
    assert browser.post(page, {"on": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["", "?q=component"])
def test_forty_reports_cost_no_more_queries_than_one(
    browser, url, org, page, django_assert_max_num_queries
):
    def fill(n):
        for _n in range(n):
            OptionFactory(organization=org, on=[(part := ComponentFactory())])
            SightingFactory(organization=org, component=part)
            SightingFactory(organization=org, component=part, ended_at=timezone.now())

    fill(1)
    browser.get(url + page)
    with CaptureQueriesContext(connection) as few:
        browser.get(url + page)
    fill(40)
    with django_assert_max_num_queries(len(few)):
        browser.get(url + page)
