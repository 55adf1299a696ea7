"""The whole way, as a person goes it; interactions are counted."""

import re

import pytest
from playwright.sync_api import expect

from continuity.plans.models import Version
from continuity.plans.tasks import render_plans

from .conftest import PASSWORD

pytestmark = pytest.mark.browser
MOST = 25


class Hands:
    """What a person does: each click and each field typed into counts."""

    def __init__(self, tab):
        self.tab, self.count = tab, 0

    def click(self, role, name, **more):
        self.count += 1
        self.tab.get_by_role(role, name=name, **more).first.click()

    def type(self, label, text, **more):
        self.count += 1
        self.tab.get_by_label(label, **more).first.fill(text)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_from_nothing_to_ones_own_plan(tab, media, transactional_db):
    from django.core.management import call_command

    call_command("catalogue", verbosity=0)
    hands = Hands(tab)
    tab.goto("/")
    hands.click("link", "Start with your own")
    hands.type("E-mail address", "new@example.org")
    hands.type("Password", PASSWORD)
    hands.click("button", "Make the account")
    hands.type("Name", "Dune Clinic", exact=True)
    hands.click("button", "Make the organisation")
    hands.click("link", "Add a function")
    hands.type("Name", "Patient letters", exact=True)
    hands.type(re.compile("RTO"), "1 h")
    hands.type(re.compile("MTPD"), "8 h")
    hands.click("button", "Save")
    hands.click("link", "Add what it asks of AI")
    hands.type("What it asks of AI", "Draft letters")
    hands.click("button", "Save")
    hands.type("Name", "GPT on the OpenAI API", exact=True)
    hands.type("Search for a provider or component", "openai api")
    hands.click("checkbox", re.compile("OpenAI API service"))
    hands.click("button", "Save")
    expect(tab.get_by_text("there is no fallback").first).to_be_visible()
    hands.click("link", "Plans")
    hands.click("link", "Write the first plan")
    hands.click("button", "Save")
    hands.click("button", "Freeze a version and make the PDF")
    expect(tab.get_by_text("The PDF is being made")).to_be_visible()
    assert render_plans() == 1
    link = tab.get_by_role("link", name="Open the PDF")
    expect(link).to_be_visible(timeout=10_000)
    hands.count += 1
    answer = tab.request.get(link.get_attribute("href"))
    assert answer.body().startswith(b"%PDF-")
    assert Version.unscoped.get().pages > 8
    assert hands.count <= MOST, hands.count
    assert tab.complaints == []


def test_one_click_to_the_demonstration(tab, media, transactional_db):
    tab.goto("/")
    tab.get_by_role("button", name="Try the demonstration").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(
        re.compile(r"If .+ fails now, \d+ % of your critical business is hit")
    )
    expect(tab.get_by_text("Look first at Claims triage")).to_be_visible()
    assert tab.complaints == []
