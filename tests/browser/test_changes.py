"""A planned change, the whole way: drafted, kept and printed as evidence, applied."""

import hashlib
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from continuity.audit.models import Event
from continuity.changes.models import Change, Evidence
from continuity.changes.tasks import render_evidence
from continuity.dashboard.actions import SLUG, ensure_demo
from continuity.inventory.models import Option
from continuity.orgs.models import Organization, Role
from continuity.risk.current import refresh
from tests.factories import MembershipFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def harbour(transactional_db, media, sign_in):
    """The demonstration, and Ada who may change it."""
    org = ensure_demo()
    seat = MembershipFactory(
        organization=org, role=Role.EDITOR, user__email="ada@example.org", user__name="Ada"
    )
    refresh(Organization.objects.get(pk=org.pk))
    sign_in(seat.user)
    return org


def pick(tab, label, words, name):
    """Type into the search of one picker, and tick what is found."""
    picker = tab.get_by_role("group", name=re.compile(f"^{label}"))
    picker.get_by_role("searchbox").press_sequentially(words)
    picker.get_by_role("checkbox", name=name).check()


def test_from_draft_to_printed_evidence_to_applied(tab, harbour):
    tab.goto(f"/o/{SLUG}/")
    tab.get_by_role("link", name="Changes", exact=True).first.click()
    tab.get_by_role("link", name="Plan the first change").click()
    tab.get_by_label("What is planned").fill("Claude on Bedrock for the claims")
    tab.get_by_label("Supplier under consideration").fill("Amazon Web Services EMEA SARL")
    tab.get_by_label("Why").fill("A second provider, on **another** cloud.")
    tab.get_by_role("button", name="Save, and add steps").click()

    expect(tab.get_by_text("Nothing is planned yet: add the first step.")).to_be_visible()
    tab.get_by_role("link", name="Add an option").click()
    tab.get_by_label("Name", exact=True).fill("Claude by AWS")
    pick(tab, "Rests on", "amazon bedrock", re.compile("^Amazon Bedrock service"))
    pick(
        tab, "Or for every dependency that leans on", "microsoft az", re.compile("Microsoft Azure")
    )
    tab.get_by_label("Time to switch to it").fill("20 min")
    tab.get_by_role("button", name="Save").click()

    lead = tab.get_by_text(re.compile(r"With this change the score falls from \d+ to \d+ and"))
    expect(lead).to_be_visible()
    said = " ".join(lead.inner_text().split())
    added = Option.objects.for_org(harbour).filter(name="Claude by AWS")
    assert not added.exists()
    tab.get_by_label("What it is kept for").fill("for the contract with AWS")
    tab.get_by_role("button", name="Keep as evidence").click()

    expect(tab.get_by_text("The PDF is being made")).to_be_visible()
    assert render_evidence() == 1
    link = tab.get_by_role("link", name="Open the PDF")
    expect(link).to_be_visible(timeout=10_000)
    pdf = tab.request.get(link.get_attribute("href")).body()
    printed = PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert said.split(". ")[0] in text
    assert "Article 28(4)(c)" in text
    assert "for the contract with AWS" in text
    evidence = Evidence.objects.for_org(harbour).get()
    (record,) = printed.attachments["change.json"]
    assert hashlib.sha256(record).hexdigest() == evidence.sha256
    assert hashlib.sha256(pdf).hexdigest() == evidence.pdf_sha256

    tab.get_by_role("link", name="Claude on Bedrock for the claims").click()
    tab.get_by_role("link", name="Apply it").click()
    listed = tab.get_by_text("“Claude by AWS” is added").count()
    assert listed > 0
    assert not added.exists()
    tab.get_by_role("button", name="Apply it").click()
    expect(tab.get_by_text("Applied. The inventory is now as it was planned.")).to_be_visible()
    assert added.count() == listed
    change = Change.objects.for_org(harbour).get()
    assert (change.state, change.ended_by) == ("applied", "ada@example.org")
    told = Event.objects.for_org(harbour).exclude(verb="risk.assess").order_by("-seq")
    verbs = [entry.verb for entry in told[: listed + 1]]
    assert verbs == ["change.apply", *["option.add"] * listed]

    home = tab.goto(f"/o/{SLUG}/")
    assert home.ok
    score = refresh(Organization.objects.get(pk=harbour.pk)).score
    assert round(score) == round(evidence.score_after)
    assert tab.complaints == []


def test_a_step_is_written_down_without_script(chromium, live_server, harbour, client):
    user = MembershipFactory(organization=harbour, role=Role.EDITOR).user
    client.force_login(user)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    tab = context.new_page()
    tab.goto(f"/o/{SLUG}/changes/add/")
    tab.get_by_label("What is planned").fill("By hand")
    tab.get_by_role("button", name="Save, and add steps").click()
    tab.get_by_role("link", name="Move from one component").click()
    for label, words, name in (
        ("From", "openai api", re.compile("^OpenAI API")),
        ("To", "azure openai", re.compile("^Azure OpenAI")),
    ):
        picker = tab.get_by_role("group", name=label, exact=True)
        picker.get_by_role("searchbox").fill(words)
        picker.get_by_role("button", name="Search").click()
        picker = tab.get_by_role("group", name=label, exact=True)
        picker.get_by_role("checkbox", name=name).first.check()
    tab.get_by_role("button", name="Save").click()
    said = tab.get_by_role("paragraph").filter(has_text="Move everything that rests on OpenAI API")
    expect(said).to_be_visible()
    context.close()
