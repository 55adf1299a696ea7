"""Every page of the demonstration, found in the URLconf: sound in light and dark, small and large.

One test opens them all in turn, since making the demonstration takes seconds.
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver

from continuity.dashboard.actions import SLUG
from continuity.orgs.models import Organization
from tests.walk import INSTALLATION, fill, pages

from .conftest import SCHEMES, WIDTHS

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent.parent.parent / "var" / "pictures"
POST_ONLY = 405


@pytest.fixture
def demo(transactional_db, settings, tmp_path, sign_in):
    settings.MEDIA_ROOT = tmp_path
    rows = fill()
    org = Organization.objects.get(slug=SLUG)
    user = org.memberships.order_by("-role").first().user
    user.is_staff = True  # looks after the installation too
    user.save()
    sign_in(user)
    return [*INSTALLATION, *pages(rows)]


def test_every_page_is_sound(tab, demo):
    assert get_resolver()
    wrong, opened = [], 0
    for path in demo:
        answer = tab.request.get(path)
        if answer.status == POST_ONLY:
            continue
        assert answer.status == 200, (path, answer.status)
        opened += 1
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                tab.goto(path)
                found = Axe().run(tab).response["violations"]
                wrong += [(path, scheme, width, v["id"], v["nodes"][0]["html"]) for v in found]
                if not tab.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                    wrong.append((path, scheme, width, "wider than the window", ""))
                if SHOTS.exists():
                    name = path.strip("/").replace("/", "-")
                    tab.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
    assert not wrong, "\n".join(map(str, wrong))
    assert not tab.complaints, tab.complaints
    assert opened > 30
