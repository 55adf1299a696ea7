"""A menu that opens is seen whole, wherever it stands."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from continuity.orgs.models import Role
from tests.factories import MembershipFactory
from tests.factories_reminders import ReminderFactory

from .conftest import WIDTHS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("rows", [1, 3])
def test_putting_off_and_handing_over_can_be_seen(tab, sign_in, transactional_db, width, rows):
    olga = MembershipFactory(role=Role.OWNER, organization__slug="harbour")
    for n in range(rows):
        ReminderFactory(
            organization=olga.organization, subject=f"Review {n}", due_at=timezone.now()
        )
    sign_in(olga.user)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto("/o/harbour/due/")
    tab.locator("td summary").last.click()
    for name in ("Put off", "Hand over"):
        button = tab.locator("td").get_by_role("button", name=name).last
        expect(button).to_be_visible()
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        on_top = button.evaluate(
            "(b) => { const r = b.getBoundingClientRect();"
            " return b.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)) }"
        )
        assert on_top, f"{name} is cut off or covered"
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.complaints == []


@pytest.mark.parametrize("width", [360])
def test_a_sentence_in_a_cell_stays_a_sentence_on_a_phone(tab, transactional_db, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto("/accounts/login/")
    tab.evaluate(
        "markup => { document.getElementById('main').innerHTML = markup }",
        '<table class="rows"><tbody><tr><td data-label="Said">one <b>two</b> three <i>four</i>'
        "</td></tr></tbody></table>",
    )
    tops = tab.evaluate("[...document.querySelectorAll('td > *')].map((e) => e.offsetTop)")
    assert len(set(tops)) == 1
    ends = tab.evaluate(
        "(() => { const b = document.querySelector('b').getBoundingClientRect(),"
        " i = document.querySelector('i').getBoundingClientRect(); return i.left - b.right })()"
    )
    assert ends < 60, "the words stand apart like columns"
