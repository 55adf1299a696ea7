"""“It is down for me”, by keyboard and on a phone: no page is loaded anew, and it can be undone."""

import pytest
from django.utils import timezone

from continuity.orgs.models import Role
from continuity.providers.models import Outage
from continuity.sightings.models import Sighting
from tests.factories import ComponentFactory, MembershipFactory, OptionFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def seat(transactional_db, sign_in):
    seat = MembershipFactory(role=Role.VIEWER)
    sign_in(seat.user)
    return seat


@pytest.mark.parametrize("width", [360, 1280])
def test_pressed_renewed_and_undone_where_it_stands(tab, seat, width):
    org, part = seat.organization, ComponentFactory(name="Claude " + "API" * 30)
    OptionFactory(organization=org, on=[part])
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"/o/{org.slug}/sightings/")
    tab.evaluate("window.kept = true")
    button = tab.get_by_role("button", name="It is down for me")
    button.focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="It works again").wait_for()
    assert Sighting.objects.for_org(org).live(timezone.now()).get().user == seat.user
    assert Outage.objects.for_org(org).open().get().suspected
    assert tab.evaluate("window.kept")  # the page stood still
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.get_by_role("button", name="Undo").click()
    tab.get_by_role("button", name="It is down for me").wait_for()
    assert not Outage.objects.for_org(org).open().exists()
    assert not tab.complaints
