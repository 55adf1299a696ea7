"""Evidence: frozen, hashed, printed, and the same for ever after."""

import hashlib
import io
import json

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from continuity.audit.models import Checkpoint, Event
from continuity.changes import actions
from continuity.changes.models import Evidence
from continuity.changes.rendering import html, make
from continuity.changes.tasks import render_evidence
from continuity.inventory import actions as inventory
from continuity.inventory.models import Option
from continuity.plans.snapshot import canonical
from continuity.plans.tasks import render_plans
from tests.factories import NOON
from tests.factories_changes import EvidenceFactory
from tests.factories_plans import VersionFactory


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_it_says_before_and_after_and_what_they_rest_on(clinic):
    change = clinic.change(
        clinic.fallback(),
        ("resize", {"option": str(clinic.claude.pk), "switch_minutes": 9, "capacity": None}),
        reason="A *second* provider.",
        supplier="AWS",
    )
    held = actions.keep(clinic.actor, change, "for the contract").snapshot
    assert held["format"] == "continuity.change/1"
    assert held["method"] == "continuity.method/1"
    assert float(held["figures"]["score"]["after"]) < float(held["figures"]["score"]["before"])
    assert [f["name"] for f in held["figures"]["functions"]] == ["Letters", "Triage"]
    assert held["steps"][0]["writes"][0]["function"] == "Triage"
    assert any("Article 28(4)(c)" in said for said in held["said"]["serves"])
    assert any("Article 29" in said for said in held["said"]["serves"])


def test_no_number_of_the_record_is_a_float(clinic):
    def walk(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                walk(item)
        assert not isinstance(value, float)

    walk(actions.keep(clinic.actor, clinic.change(clinic.fallback())).snapshot)


def test_its_hash_is_that_of_its_record_as_read_back_and_downloaded(browser, clinic):
    evidence = actions.keep(clinic.actor, clinic.change(clinic.fallback()))
    kept = Evidence.objects.for_org(clinic.org).get()
    assert hashlib.sha256(canonical(kept.snapshot)).hexdigest() == evidence.sha256
    answer = browser.get(f"{evidence.get_absolute_url()}change.json")
    assert hashlib.sha256(answer.content).hexdigest() == evidence.sha256
    entry = Event.objects.for_org(clinic.org).get(verb="change.keep")
    assert evidence.sha256 in json.dumps(entry.changes)
    assert Checkpoint.objects.for_org(clinic.org).get().seq == entry.seq


def test_kept_twice_it_is_one(browser, clinic):
    change = clinic.change(clinic.fallback())
    assert actions.keep(clinic.actor, change).number == 1
    assert actions.keep(clinic.actor, change) is None
    page = browser.post(f"{change.get_absolute_url()}keep/", {"note": ""}, follow=True)
    assert "has been kept already" in page.text
    change.refresh_from_db()
    assert change.state == "kept"


def test_a_step_more_makes_it_a_draft_and_its_next_evidence_another(clinic):
    change = clinic.change(clinic.fallback())
    first = actions.keep(clinic.actor, change)
    step = actions.add_step(clinic.actor, change, "remove", {"option": str(clinic.claude.pk)}, {})
    change.refresh_from_db()
    assert change.state == "draft"
    assert actions.keep(clinic.actor, change).number == 2
    actions.remove_step(clinic.actor, step)
    assert actions.keep(clinic.actor, change).snapshot == first.snapshot


def test_an_edit_taken_back_is_the_same_evidence(clinic):
    change = clinic.change(clinic.fallback())
    first = actions.keep(clinic.actor, change)
    actions.edit_change(clinic.actor, change, title="Other")
    actions.edit_change(clinic.actor, change, title="Claude on Bedrock")
    assert actions.keep(clinic.actor, change) == first
    change.refresh_from_db()
    assert change.state == "kept"


def test_what_the_inventory_does_later_moves_nothing_of_it(browser, clinic):
    evidence = actions.keep(clinic.actor, clinic.change(clinic.fallback()))
    before = browser.get(evidence.get_absolute_url()).text
    inventory.remove_option(clinic.actor, Option.objects.for_org(clinic.org).get(name="Claude"))
    assert evidence.snapshot["said"]["headline"] in before
    assert evidence.snapshot["said"]["headline"] in browser.get(evidence.get_absolute_url()).text


@pytest.mark.parametrize(
    ("steps", "words"),
    [([], "Nothing is planned yet"), ([("remove", {"option": "99999"})], "Step 1 does not fit")],
)
def test_what_does_not_fit_is_not_kept(browser, clinic, steps, words):
    change = clinic.change(*steps)
    with pytest.raises(ValidationError, match=words):
        actions.keep(clinic.actor, change)
    text = browser.post(f"{change.get_absolute_url()}keep/", {"note": ""}).text
    assert words in text


def test_so_much_of_an_organisation_may_wait(clinic):
    EvidenceFactory.create_batch(5, organization=clinic.actor.org)
    with pytest.raises(ValidationError, match="wait for their PDF already"):
        actions.keep(clinic.actor, clinic.change(clinic.fallback()))


@pytest.mark.postgres
def test_versions_and_evidence_wait_in_queues_of_their_own(db, monkeypatch):
    version, evidence = VersionFactory(), EvidenceFactory()
    made = []
    monkeypatch.setattr("continuity.plans.tasks.make", lambda row: made.append(row) or 1 / 0)
    monkeypatch.setattr("continuity.changes.tasks.make", lambda row: made.append(row) or 1 / 0)
    render_plans()
    assert made == [version]
    render_evidence()
    assert made == [version, evidence]
    evidence.refresh_from_db()
    assert evidence.render_error.startswith("ZeroDivisionError")


def test_a_pdf_that_failed_is_made_again_when_asked(browser, clinic):
    evidence = actions.keep(clinic.actor, clinic.change(clinic.fallback()))
    Evidence.unscoped.update(render_state="failed", render_error="No fonts.")
    page = browser.get(evidence.get_absolute_url()).text
    assert "No fonts." in page
    assert browser.get(f"{evidence.get_absolute_url()}change.pdf").status_code == 404
    browser.post(f"{evidence.get_absolute_url()}remake/")
    assert Evidence.objects.for_org(clinic.org).get().render_state == "queued"


def test_the_pdf_says_it_and_holds_the_record(browser, media, clinic):
    reason = "A **second** provider, <script>alert(1)</script> and all."
    change = clinic.change(clinic.fallback(), reason=reason, supplier="Amazon Web Services")
    evidence = actions.keep(clinic.actor, change, "for the contract")
    assert render_evidence() == 1
    answer = browser.get(f"{evidence.get_absolute_url()}change.pdf")
    pdf = PdfReader(io.BytesIO(b"".join(answer)))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert " ".join(evidence.snapshot["said"]["headline"].split()) in text
    assert "Amazon Web Services" in text
    assert "for the contract" in text
    assert "Article 28(4)(c)" in text
    assert "<script>" not in html(evidence)
    (record,) = pdf.attachments["change.json"]
    assert hashlib.sha256(record).hexdigest() == evidence.sha256
    row = Evidence.objects.for_org(clinic.org).get()
    assert row.pages == len(pdf.pages)
    assert make(row).pdf == row.pdf.open("rb").read()


def test_a_lost_lease_keeps_nothing(media, clinic):
    from continuity.plans.actions import renders
    from continuity.plans.render import Rendered

    actions.keep(clinic.actor, clinic.change(clinic.fallback()))
    claimed = renders.claim(NOON.replace(year=2027), Evidence)
    Evidence.unscoped.update(lease_token="another")
    assert not actions.finish(claimed, Rendered(b"%PDF-", 1), NOON)
    assert not Evidence.objects.for_org(clinic.org).get().pdf
