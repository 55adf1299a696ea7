"""Every page of the demonstration, found in the URLconf: sound in light and dark, small and large.

One test opens them all in turn, since making the demonstration takes seconds.
"""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver
from django.utils import timezone

from continuity.dashboard.actions import SLUG, ensure_demo
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.plans.models import Plan
from continuity.plans.tasks import render_plans
from continuity.providers.models import Component, Edge, Outage, Provider, Signal
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages, find_due, send
from continuity.risk.current import refresh
from continuity.runbooks.models import Activation, Runbook, Step
from tests.test_tenancy import INSIDE

from .conftest import SCHEMES, WIDTHS

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent.parent.parent / "var" / "pictures"
NOT_PAGES = re.compile(r"api/v1|export/|verify\.py|plan\.pdf|components/$")
POST_ONLY = 405


def fill() -> dict[str, dict[str, int]]:
    """The demonstration with an outage going on; for each part of the URLs, rows to open."""
    org = ensure_demo()
    azure = Component.objects.catalogue().get(key="azure")
    Component.objects.catalogue().filter(pk=azure.pk).update(state="major_outage")
    Outage.objects.catalogue().create(
        component=azure, state="major_outage", title="Network loss", started_at=timezone.now()
    )
    refresh(Organization.objects.get(pk=org.pk))
    find_due()
    answer_outages()
    send()
    render_plans()

    def first(model):
        return model.objects.for_org(org).order_by("pk").first().pk

    step = Step.objects.for_org(org).order_by("pk").first()
    activation = Activation.objects.for_org(org).first()
    plan = Plan.objects.for_org(org).first()
    signal = Signal.objects.for_org(org).select_related("component").first()
    edge = Edge.objects.for_org(org).first()
    return {
        "inventory/dependencies": {"pk": first(Dependency)},
        "inventory/options": {"pk": first(Option)},
        "inventory/": {"pk": first(Function)},
        "runbooks/": {
            "pk": step.runbook_id,
            "step": step.pk,
            "number": 1,
            "activation": activation.pk,
        },
        "plans/": {"pk": plan.pk, "number": 1},
        "providers/components": {"pk": signal.component_id, "component": signal.component_id},
        "providers/edges": {"pk": edge.pk},
        "providers/": {"pk": Provider.objects.catalogue().get(slug="openai").pk},
        "due/outbox": {"pk": first(Notification)},
        "due/": {"pk": first(Reminder)},
        "settings/": {"pk": org.memberships.first().pk},
        "": {"pk": first(Runbook)},
    }


def pages(rows: dict[str, dict[str, int]]) -> list[str]:
    found = []
    for route in INSIDE:
        if NOT_PAGES.search(route):
            continue
        rest = route.removeprefix("o/<slug:org>/")
        numbers = next(numbers for part, numbers in rows.items() if rest.startswith(part))
        url = re.sub(r"<int:(\w+)>", lambda m, n=numbers: str(n.get(m[1], n["pk"])), rest)
        found.append(f"/o/{SLUG}/{url}")
    return found


@pytest.fixture
def demo(transactional_db, settings, tmp_path, sign_in):
    settings.MEDIA_ROOT = tmp_path
    rows = fill()
    org = Organization.objects.get(slug=SLUG)
    sign_in(org.memberships.order_by("-role").first().user)
    return pages(rows)


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
