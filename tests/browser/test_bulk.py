"""Many functions at once, by keyboard; the pages behind a query string, which no walk opens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from continuity.inventory.models import Function
from tests.factories import FunctionFactory, MembershipFactory

from .conftest import SCHEMES, WIDTHS

pytestmark = pytest.mark.browser
LONG = "Claims triage of everything that ever comes in by letter, by mail, by telephone and by app"


@pytest.fixture
def org(transactional_db, sign_in):
    ada = MembershipFactory(user__email="ada@example.org")
    sign_in(ada.user)
    for name in (LONG, f"The {LONG}", "Payroll"):
        FunctionFactory(organization=ada.organization, name=name, rto_minutes=60, mtpd_minutes=480)
    return ada.organization


def column(org, name):
    return list(Function.objects.for_org(org).order_by("name").values_list(name, flat=True))


def test_rows_are_ticked_changed_and_changed_back_by_keyboard(tab, org):
    tab.goto(f"/o/{org.slug}/inventory/")
    for row in tab.locator('input[name="function"]').all()[:2]:
        row.press("Space")
    expect(tab.locator("[data-ticked]")).to_have_text("2 ticked")
    tab.get_by_label("All on this page").press("Space")
    expect(tab.locator("[data-ticked]")).to_have_text("3 ticked")
    tab.get_by_role("button", name="Change those ticked…").press("Enter")
    tab.get_by_label("RTO: must run again within").fill("2 h")
    tab.get_by_role("button", name="See what would change").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("3 functions would change")
    tab.get_by_role("button", name="Change all 3").press("Enter")
    expect(tab.locator(".notice p")).to_have_text("3 functions were changed.")
    assert column(org, "rto_minutes") == [120] * 3
    tab.get_by_role("button", name="Undo").press("Enter")
    expect(tab.locator(".notice p")).to_have_text("3 functions are as they were.")
    assert column(org, "rto_minutes") == [60] * 3
    assert not tab.complaints


def test_the_pages_behind_a_query_string_are_sound(tab, org):
    call_command("catalogue", verbosity=0)
    one, other = Function.objects.for_org(org).filter(name__contains="Claims").order_by("pk")
    base = f"/o/{org.slug}"
    wrong = []
    for path in (
        f"{base}/inventory/bulk/?all=1",
        f"{base}/inventory/templates/?sector=hospital",
        f"{base}/inventory/duplicates/?keep={one.pk}&other={other.pk}",
        f"{base}/risk/history/?period=year",
    ):
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                tab.goto(path)
                found = Axe().run(tab).response["violations"]
                wrong += [(path, scheme, width, v["id"], v["nodes"][0]["html"]) for v in found]
                if not tab.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                    wrong.append((path, scheme, width, "wider than the window", ""))
    assert not wrong
