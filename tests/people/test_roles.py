"""Nothing is offered that would be refused: each page of a viewer, each form on it tried."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import reverse

from continuity.core.navigation import MAIN, MORE
from continuity.orgs.models import Membership, Organization, Role
from tests.factories import MembershipFactory
from tests.walk import fill, pages

ELSEWHERE = ("/accounts/", "/theme/", "/demonstration/")  # one's own, whatever the role
TYPED = {
    "email": "olga@example.org",
    "date": "2026-01-31",
    "number": "1",
    "url": "https://x.example",
}


class Forms(HTMLParser):
    """What a page would POST, filled in: ``found`` maps each address to its fields."""

    def __init__(self, page):
        super().__init__()
        self.page, self.found, self.fields, self.select = page, {}, None, ""
        self.links = set()

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        name = attrs.get("name")
        self.links.add(attrs.get("href"))
        if tag == "form":
            self.fields = {} if attrs.get("method") == "post" else None
            if self.fields is not None:
                self.found[attrs.get("action") or self.page] = self.fields
        elif self.fields is not None and name and tag == "textarea":
            self.fields[name] = "x"
        elif self.fields is not None and name and tag in ("input", "button"):
            typed = TYPED.get(attrs.get("type"), "1")
            self.fields.setdefault(name, attrs.get("value") or typed)
        self.select = name if tag == "select" else self.select
        if tag == "option" and self.fields is not None and attrs.get("value"):
            self.fields.setdefault(self.select, attrs["value"])
        for sent in ("hx-post", "formaction"):
            if attrs.get(sent):
                self.found[attrs[sent]] = self.fields or {}

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None


def refused(client, address, fields):
    """Whether a POST is forbidden; whatever it does is taken back."""
    with transaction.atomic():
        status = client.post(address, fields).status_code
        transaction.set_rollback(True)
    return status == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN])
def test_every_place_of_the_menu_opens(client, db, role):
    seat = MembershipFactory(role=role)
    client.force_login(seat.user)
    home = client.get(reverse("home", args=[seat.organization.slug]))
    for _label, name, *_least in [*MAIN, *MORE]:
        url = reverse(name, args=[seat.organization.slug])
        shown = f'href="{url}"' in home.text
        assert client.get(url).status_code == (200 if shown else 403), name


@pytest.mark.slow
@pytest.mark.slow
def test_a_viewer_is_offered_nothing_that_is_refused(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = fill()
    org = Organization.objects.get(is_demo=True)
    viewer = MembershipFactory(organization=org, role=Role.VIEWER)
    client.force_login(viewer.user)
    read = [Forms(page) for page in pages(rows)]
    for page in read:
        answer = client.get(page.page)
        if answer.status_code == 200:
            page.feed(answer.text)
    wrong, tried = [], set()
    for page in read:
        for address, fields in page.found.items():
            if address in tried or address.startswith(ELSEWHERE):
                continue
            tried.add(address)
            if refused(client, address, fields):
                wrong += whose(read, page, address)
    assert not wrong, "\n".join(wrong)
    assert Membership.objects.filter(pk=viewer.pk).exists()
    assert len(tried) > 1  # the chain is verified, and keys of one's own are made


def whose(read, page, address):
    """A form on a page of its own is offered by the pages that lead there."""
    if address != page.page:
        return [f"{page.page} offers {address}"]
    return [f"{other.page} leads to {address}" for other in read if address in other.links]
