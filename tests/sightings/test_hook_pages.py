"""Webhooks: made, shown once, tried, mapped with one press, removed and brought back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from continuity.core.notices import undo_address
from continuity.sightings import actions
from continuity.sightings.kinds import generic
from continuity.sightings.models import Hook, Upstream
from tests.factories import ComponentFactory
from tests.factories_sightings import DeliveryFactory, UpstreamFactory


@pytest.fixture
def url(home):
    return f"{home}sightings/hooks/"


@pytest.fixture
def hook(owner):
    return actions.add_hook(owner, name="Gateway", kind="generic")


def sent(hook):
    address = f"/hooks/{hook.secret}/"
    return Client().post(address, generic.EXAMPLE, content_type="application/json")


def test_an_editor_does_not_see_them(browser, url, hook):
    for page in (url, f"{url}add/", f"{url}{hook.pk}/", f"{url}{hook.pk}/edit/"):
        assert browser.get(page).status_code == 403


def test_the_address_is_shown_once_with_a_line_to_try_it(owner_browser, url, org):
    answer = owner_browser.post(f"{url}add/", {"name": "Gateway", "kind": "generic"})
    hook = answer.context["hook"]
    said = answer.content.decode()
    assert f"/hooks/{hook.secret}/" in said
    assert "curl -sS" in said
    assert answer["Cache-Control"].count("no-store")
    for page in (url, f"{url}{hook.pk}/", f"{url}{hook.pk}/edit/"):
        assert hook.secret not in owner_browser.get(page).content.decode()
    assert sent(hook).status_code == 200


def test_a_secret_made_here_is_shown_once(owner_browser, url, org):
    form = {"name": "Alerts", "kind": "alertmanager", "signed": "on"}
    answer = owner_browser.post(f"{url}add/", form)
    secret = answer.context["hook"].signing_secret
    assert secret in answer.content.decode()
    pk = Hook.objects.for_org(org).get().pk
    assert secret not in owner_browser.get(f"{url}{pk}/").content.decode()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"kind": "incidentio", "signed": "on"}, "Paste the signing secret"),
        ({"kind": "incidentio", "signed": "on", "secret": "nonsense!"}, "Paste the signing"),
        ({"kind": "statuspage", "signed": "on"}, "This kind cannot sign"),
        ({"kind": "generic", "meanings": "sev1 = on fire"}, "Line 1: write a word"),
        ({"kind": "nothing"}, "Select a valid choice"),
    ],
)
def test_what_does_not_hold_is_told_and_what_was_typed_is_kept(owner_browser, url, org, form, told):
    answer = owner_browser.post(f"{url}add/", {"name": "My hook", **form})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert told in said
    assert "My hook" in said
    assert "nonsense!" not in said  # a secret never comes back
    assert not Hook.objects.for_org(org).exists()


def test_their_words_are_kept_as_typed(owner_browser, url, hook, org):
    form = {"name": "Renamed", "labels": "", "meanings": "SEV1 = major_outage\n\nsev2=degraded"}
    owner_browser.post(f"{url}{hook.pk}/edit/", form)
    row = Hook.objects.for_org(org).get()
    assert (row.name, row.meanings) == ("Renamed", {"sev1": "major_outage", "sev2": "degraded"})
    assert "sev1 = major_outage" in owner_browser.get(f"{url}{hook.pk}/edit/").content.decode()


def test_signing_can_begin_later_and_end(owner_browser, url, hook, org):
    form = {"name": "Gateway", "signed": "on", "labels": "", "meanings": ""}
    answer = owner_browser.post(f"{url}{hook.pk}/edit/", form)
    assert answer.context["hook"].signing_secret in answer.content.decode()
    assert sent(hook).status_code == 401
    assert owner_browser.post(f"{url}{hook.pk}/edit/", form).status_code == 302  # as it was
    owner_browser.post(f"{url}{hook.pk}/edit/", {**form, "signed": ""})
    assert sent(hook).status_code == 200


def test_what_came_in_is_mapped_with_one_press_to_what_has_its_name(
    owner_browser, url, hook, org, home
):
    part = ComponentFactory(name="model gateway")
    sent(hook)
    said = owner_browser.get(f"{url}{hook.pk}/").content.decode()
    assert "It is our model gateway" in said
    upstream = Upstream.objects.for_org(org).get()
    owner_browser.post(f"{home}sightings/upstreams/{upstream.pk}/", {"on": part.pk})
    assert "It is our" not in owner_browser.get(f"{url}{hook.pk}/").content.decode()
    upstream.refresh_from_db()
    assert upstream.component == part


def test_only_one_component_is_meant(owner_browser, hook, org, home):
    sent(hook)
    upstream = Upstream.objects.for_org(org).get()
    both = {"on": [ComponentFactory().pk, ComponentFactory().pk]}
    answer = owner_browser.post(f"{home}sightings/upstreams/{upstream.pk}/", both)
    assert answer.status_code == 422
    assert "Tick one." in answer.content.decode()


def test_a_removed_one_can_be_brought_back(owner_browser, url, hook):
    answer = owner_browser.post(f"{url}{hook.pk}/remove/", follow=True)
    assert sent(hook).status_code == 404
    (message,) = answer.context["messages"]
    owner_browser.post(undo_address(message.extra_tags))
    assert sent(hook).status_code == 200


def test_a_hundred_things_cost_no_more_queries_than_one(
    owner_browser, url, hook, org, django_assert_max_num_queries
):
    def fill(n):
        for _n in range(n):
            part = ComponentFactory()
            UpstreamFactory(organization=org, hook=hook, component=part)
            UpstreamFactory(organization=org, hook=hook, name=part.name)
            DeliveryFactory(organization=org, hook=hook, words=[["a", "unknown", "stale", ""]])

    fill(1)
    owner_browser.get(f"{url}{hook.pk}/")
    with CaptureQueriesContext(connection) as few:
        owner_browser.get(f"{url}{hook.pk}/")
    fill(50)
    with django_assert_max_num_queries(len(few)):
        owner_browser.get(f"{url}{hook.pk}/")
