"""Does it hold today? What the page of a plan says, and how soon it notices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.audit.models import Event
from continuity.inventory import actions as inventory
from continuity.orgs.models import Role
from continuity.plans import actions
from continuity.plans.actions import renders
from continuity.plans.models import Plan, Version
from continuity.plans.render import Rendered
from continuity.providers.models import Component
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    OutageFactory,
)
from tests.factories_plans import PlanFactory


@pytest.fixture
def option(org):
    function = FunctionFactory(organization=org, name="Payments")
    ask = DependencyFactory(organization=org, function=function)
    OptionFactory(organization=org, dependency=ask, on=[ComponentFactory(name="Big model")])
    return OptionFactory(organization=org, dependency=ask, on=[ComponentFactory(name="Spare")])


@pytest.fixture
def url(home, org, owner, actor, option):
    """A plan in force."""
    plan = Plan.objects.for_org(org).get(pk=PlanFactory(organization=org).pk)
    actions.approve(owner, actions.submit(actor, actions.freeze(actor, plan)))
    return f"{home}plans/{plan.pk}/"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_nothing_moved_and_it_holds(browser, url):
    assert "<strong>holds</strong>" in browser.get(url).text


def test_a_fallback_that_is_gone_breaks_it_with_a_way_to_mend(browser, url, actor, option):
    browser.get(url)
    inventory.remove_option(actor, option)
    page = browser.get(url)
    assert "<strong>broken</strong>" in page.text
    assert f"The option “{option.name}” is gone" in page.text
    assert f'href="{option.dependency.function.get_absolute_url()}"' in page.text


def test_an_outage_is_seen_at_the_next_look(browser, url, org):
    browser.get(url)
    rows = Component.objects.for_org(org).filter(name="Spare")
    rows.update(state="major_outage", state_since=timezone.now())
    assert "Spare is failing now" in browser.get(url).text
    rows.update(state="operational", state_since=timezone.now())
    assert "<strong>holds</strong>" in browser.get(url).text


def test_a_suspicion_weakens_it_and_breaks_nothing(browser, url, org):
    part = Component.objects.for_org(org).get(name="Big model")
    OutageFactory(
        organization=org,
        component=part,
        state="major_outage",
        source="people",
        suspected=True,
        started_at=timezone.now(),
    )
    page = browser.get(url).text
    assert "<strong>weakened</strong>" in page
    assert "Big model may be down; Payments would be carried meanwhile" in page
    assert "is down" not in page


def test_an_edit_of_its_words_is_told(browser, url, actor, org):
    browser.get(url)
    actions.edit_plan(actor, Plan.objects.for_org(org).get(), roles="Bo leads.")
    assert "The words of the plan were edited" in browser.get(url).text


def test_a_second_look_does_not_work_it_out_again(browser, url):
    counts = []
    for _look in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(url)
        counts.append(len(asked))
    assert counts[1] < counts[0] - 10


def test_a_record_of_another_form_is_not_compared(browser, url, org):
    Version.objects.for_org(org).update(snapshot={"format": "continuity.plan/0"})
    assert "made by another release" in browser.get(url).text


def test_a_viewer_reads_it_and_changes_nothing(client, url, org):
    client.force_login(MembershipFactory(organization=org, role=Role.VIEWER).user)
    assert "Freeze" not in client.get(url).text
    assert client.get(f"{url}versions/1/").status_code == 200
    assert client.post(f"{url}freeze/").status_code == 403
    assert Version.objects.for_org(org).count() == 1


def test_a_second_click_on_freeze_leads_to_the_same_version(browser, url, org):
    Version.objects.for_org(org).update(state="draft")
    Plan.objects.for_org(org).update(reviewed_on=None)
    page = browser.post(f"{url}freeze/", follow=True)
    assert page.redirect_chain[-1][0] == f"{url}versions/1/"
    assert "Nothing has changed" in page.text


def test_a_pdf_that_failed_says_why_and_can_be_tried_again(browser, url, org):
    now = timezone.now()
    Version.objects.for_org(org).update(render_attempts=renders.MOST_TRIES - 1, render_due=now)
    renders.fail(renders.claim(now), "The system lacks what PDF needs.", now)
    page = browser.get(f"{url}versions/1/")
    assert "The system lacks what PDF needs." in page.text
    assert "Try again" in page.text
    page = browser.post(f"{url}versions/1/decide/", {"decision": "remake"}, follow=True)
    assert "The PDF is being made" in page.text


def test_whoever_kills_each_renderer_is_found_out(org, url):
    """A lease that ran out so often is not taken again: the reason stands on the page."""
    Version.objects.for_org(org).update(
        render_attempts=renders.MOST_CLAIMS, lease_until=timezone.now(), lease_token="x"
    )
    assert renders.claim(timezone.now()) is None
    version = Version.objects.for_org(org).get()
    assert (version.render_state, version.render_error) == ("failed", renders.KILLED)


def rendered(org, words=b"%PDF-1.7"):
    now = timezone.now()
    assert actions.finish(renders.claim(now), Rendered(words, 3), now)


def test_what_went_out_while_in_force_can_still_be_read(browser, actor, owner, org, url, media):
    """The new copy says that it is superseded; the old one is what people hold."""
    rendered(org, b"%PDF-1.7 in force")
    plan = Plan.objects.for_org(org).get()
    actions.edit_plan(actor, plan, purpose="Another")
    actions.approve(owner, actions.submit(actor, actions.freeze(actor, plan)))
    rendered(org, b"%PDF-1.7 superseded")
    rendered(org, b"%PDF-1.7 second")
    first = Version.objects.for_org(org).get(number=1)
    (kept,) = first.documents.all()
    page = browser.get(f"{url}versions/1/")
    assert kept.sha256 in page.text
    assert first.pdf_sha256 in page.text
    found = [
        b"".join(browser.get(f"{url}versions/1/{name}").streaming_content)
        for name in ("plan.pdf", f"kept/{kept.pk}/plan.pdf")
    ]
    assert sorted(found) == sorted([b"%PDF-1.7 in force", first.pdf.open().read()])
    entries = Event.objects.for_org(org).filter(verb="plan.render")
    assert {e.changes["pdf_sha256"] for e in entries} >= {kept.sha256, first.pdf_sha256}


def test_a_draft_made_again_leaves_no_file_behind(
    org, url, actor, media, django_capture_on_commit_callbacks
):
    plan = Plan.objects.for_org(org).get()
    actions.edit_plan(actor, plan, purpose="Another")
    Version.objects.for_org(org).update(render_state="done")
    version = actions.freeze(actor, plan)
    rendered(org)
    actions.submit(actor, version)
    with django_capture_on_commit_callbacks(execute=True):
        rendered(org)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_whoever_is_alone_is_told_that_the_plan_will_say_so(client, org, url, owner):
    plan = Plan.objects.for_org(org).get()
    actions.edit_plan(owner, plan, purpose="Another")
    version = actions.submit(owner, actions.freeze(owner, plan))
    client.force_login(owner.user)
    page = client.get(version.get_absolute_url()).text
    assert "Nobody else here has the right to approve" in page
    assert 'value="approve"' in page
    other = MembershipFactory(organization=org, role=Role.APPROVER)
    page = client.get(version.get_absolute_url()).text
    assert 'value="approve"' not in page
    assert 'value="reject"' in page
    client.force_login(other.user)
    assert 'value="approve"' in client.get(version.get_absolute_url()).text


def test_a_plan_in_force_is_removed_by_who_may_approve_and_found_again(
    client, org, url, owner, ada
):
    index = url[: url.index("plans/")] + "plans/"
    client.force_login(ada.user)
    assert "remove/" not in client.get(url).text
    assert client.post(f"{url}remove/").status_code == 403
    client.force_login(owner.user)
    client.post(f"{url}remove/")
    assert client.get(url).status_code == 404
    client.get(index)  # the notice that offers to undo is read and gone
    page = client.get(index).text
    assert "1 removed plan" in page
    assert f"{url}restore/" in page
    client.post(f"{url}restore/")
    assert client.get(f"{url}versions/1/").status_code == 200


def test_the_superseded_pdf_is_made_anew(actor, owner, org, url):
    """So that whoever still opens it reads that it is no longer in force."""
    Version.objects.for_org(org).update(render_state="done")
    plan = Plan.objects.for_org(org).get()
    actions.edit_plan(actor, plan, purpose="Another")
    actions.approve(owner, actions.submit(actor, actions.freeze(actor, plan)))
    first = Version.objects.for_org(org).get(number=1)
    assert (first.state, first.render_state) == ("superseded", "queued")
