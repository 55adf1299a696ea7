"""What holds for the whole organisation, and who may change it."""

from continuity.orgs.models import Organization

FIELDS = {
    "name": "New name",
    "currency": "USD",
    "timezone": "Europe/Berlin",
    "test_cadence_days": "180",
}


def test_an_owner_changes_it(owner_browser, owner, home):
    revision = owner.org.revision
    assert owner_browser.post(f"{home}settings/", FIELDS).status_code == 302
    org = Organization.objects.get(pk=owner.org.pk)
    assert (org.name, org.currency, org.test_cadence_days) == ("New name", "USD", 180)
    assert org.revision == revision + 1, "the scores rest on the cadence"


def test_a_new_name_leaves_the_scores_alone(owner_browser, owner, home):
    same = {"currency": "EUR", "timezone": "UTC", "test_cadence_days": "365"}
    owner_browser.post(f"{home}settings/", {**same, "name": "Other"})
    assert Organization.objects.get(pk=owner.org.pk).revision == owner.org.revision


def test_an_editor_reads_but_may_not_change_it(browser, org, home):
    page = browser.get(f"{home}settings/")
    assert org.currency in page.text
    assert '<button class="primary"' not in page.text
    assert browser.post(f"{home}settings/", FIELDS).status_code == 403
    assert Organization.objects.get(pk=org.pk).name == org.name


def test_nonsense_is_refused_and_stays_in_the_form(owner_browser, owner, home):
    page = owner_browser.post(f"{home}settings/", {**FIELDS, "test_cadence_days": "0"})
    assert page.status_code == 200
    assert 'value="New name"' in page.text
    assert Organization.objects.get(pk=owner.org.pk).name == owner.org.name
