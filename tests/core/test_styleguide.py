"""The pattern page holds every part, and is there only where DEBUG is on."""

from django.test import RequestFactory

from continuity.core.views import styleguide


def test_every_part_can_be_drawn(rf: RequestFactory, db):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/styleguide/")
    request.user, request.htmx = AnonymousUser(), False
    page = styleguide(request)
    assert page.status_code == 200
    assert "Every part, once" in page.text


def test_it_is_not_for_the_public(client, db):
    assert client.get("/styleguide/").status_code == 404
