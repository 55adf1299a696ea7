"""The start page, and the first organisation."""

from continuity.audit.models import Event
from continuity.orgs.models import Membership, Organization, Role
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory

FIELDS = {"name": "Quay Mutual", "currency": "gbp", "timezone": "Europe/London"}


def test_whoever_is_not_signed_in_reads_what_it_is(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert "what stops" in page.text


def test_one_organisation_is_one_step_away(browser, home):
    assert browser.get("/").headers["Location"] == home


def test_of_several_organisations_one_chooses(browser, ada):
    MembershipFactory(user=ada.user, organization__name="Second")
    assert browser.get("/").headers["Location"] == "/organisations/"
    assert "Second" in browser.get("/organisations/").text


def test_the_list_shows_nobody_elses(browser):
    OrganizationFactory(name="Somebody else’s")
    assert "Somebody else’s" not in browser.get("/organisations/").text


def test_a_newcomer_makes_an_organisation_and_owns_it(client, db):
    user = UserFactory()
    client.force_login(user)
    assert client.get("/").headers["Location"] == "/organisations/new/"
    answer = client.post("/organisations/new/", FIELDS)
    org = Organization.objects.get(slug="quay-mutual")
    assert answer.headers["Location"] == "/o/quay-mutual/"
    assert (org.currency, org.timezone) == ("GBP", "Europe/London")
    assert Membership.objects.get(organization=org).role == Role.OWNER
    assert Event.objects.for_org(org).get().verb == "organization.create"


def test_a_name_taken_gets_another_address(client, db):
    OrganizationFactory(slug="quay-mutual")
    client.force_login(UserFactory())
    path = client.post("/organisations/new/", FIELDS).headers["Location"]
    assert path.startswith("/o/quay-mutual-")


def test_a_reserved_word_is_no_address(client, db):
    client.force_login(UserFactory())
    path = client.post("/organisations/new/", {**FIELDS, "name": "Platform"}).headers["Location"]
    assert path.startswith("/o/platform-")


def test_what_was_typed_stays_when_it_is_refused(client, db):
    client.force_login(UserFactory())
    page = client.post("/organisations/new/", {**FIELDS, "currency": "pounds"})
    assert page.status_code == 200
    assert "Quay Mutual" in page.text
    assert not Organization.objects.exclude(slug="platform").exists()


def test_an_unknown_zone_is_refused(client, db):
    client.force_login(UserFactory())
    client.post("/organisations/new/", {**FIELDS, "timezone": "Europe/Atlantis"})
    assert not Organization.objects.exclude(slug="platform").exists()


def test_the_theme_is_kept_in_a_cookie_and_leads_back_here_only(client, db):
    answer = client.post("/theme/", {"theme": "dark", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert 'data-theme="dark"' in client.get("/").text
    assert (
        client.post("/theme/", {"theme": "x", "next": "//evil.example"}).headers["Location"] == "/"
    )
    assert 'data-theme="dark"' in client.get("/").text
