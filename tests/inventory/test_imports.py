"""The pages of a file that is taken in: sent, understood, confirmed, thrown away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.audit.models import Event
from continuity.core import uploads
from continuity.inventory import actions, tasks
from continuity.inventory.models import Function, Import
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Role
from tests.factories import FunctionFactory, ImportFactory
from tests.inventory.conftest import all_of
from tests.uploads import GOOD, last, press, upload

ODD = "Gadget,Wanted by,RTO,MTPD\nClaims,ada@example.org,1 h,8 h\n"


@pytest.mark.postgres
def test_a_table_is_checked_confirmed_and_taken_back(browser, home, org):
    before = all_of(org)
    page = upload(browser, home, GOOD, "functions.csv")
    assert "would be new: 2" in page.text
    assert not Function.objects.for_org(org).exists()
    page = press(browser, page, "take-in")
    assert "2 functions were taken in." in page.text
    assert Function.objects.for_org(org).count() == 2
    assert last(org).file.name == ""
    page = press(browser, page, "undo")
    assert "The inventory is as it was before the file" in page.text
    assert all_of(org) == before
    verbs = list(Event.objects.for_org(org).values_list("verb", flat=True))
    assert [v for v in verbs if v.startswith("import")] == ["import.take_in", "import.undo"]


def test_every_fault_is_shown_by_its_place_and_as_csv(browser, home, org):
    body = "Function,RTO,MTPD\n" + "".join(f"F{n},soon,8 h\n" for n in range(300))
    page = upload(browser, home, body, "functions.csv")
    assert "300 faults. Nothing was written." in page.text
    assert "Row 2, column “RTO”" in page.text
    assert "And 100 more." in page.text
    csv = b"".join(browser.get(f"{page.redirect_chain[-1][0]}faults/").streaming_content)
    assert csv.decode("utf-8-sig").count("\r\n") == 301
    assert not Function.objects.for_org(org).exists()


def test_columns_are_asked_for_once_and_remembered(browser, home, org):
    page = upload(browser, home, ODD, "odd.csv")
    assert "What do the columns mean?" in page.text
    assert "ada@example.org" in page.text
    said = {"tree-0": "functions", "c-0-0": "function", "c-0-1": "owner", "c-0-2": "rto"}
    page = press(browser, page, "columns", **said, **{"c-0-3": "mtpd"})
    assert "would be new: 1" in page.text
    page = upload(browser, home, ODD.replace("Claims", "Other"), "odd2.csv")
    assert "What do the columns mean?" not in page.text
    assert "would be new: 1" in page.text


def test_a_sheet_said_to_tell_of_something_else_is_guessed_anew(browser, home, org):
    page = upload(browser, home, "Name,Notes,Owner,Provider,Odd\nMy model,,,acme,x\n", "c.csv")
    page = press(browser, page, "columns", **{"tree-0": "components"})
    assert "1 become your own" in page.text


def test_a_large_file_is_read_by_the_sweep(browser, home, org, monkeypatch):
    monkeypatch.setattr("continuity.inventory.views.imports.AT_ONCE", 10)
    page = upload(browser, home, GOOD, "functions.csv")
    assert "It waits to be read." in page.text
    assert 'hx-trigger="every 1s"' in page.text
    assert tasks.read_files() == 1
    url = page.redirect_chain[-1][0]
    assert "would be new: 2" in browser.get(url).text
    page = press(browser, page, "take-in")
    assert "It is being taken in" in page.text
    tasks.read_files()
    assert "New functions: 2" in browser.get(url).text


def test_what_is_given_up_is_thrown_away(browser, home, org, django_capture_on_commit_callbacks):
    page = upload(browser, home, GOOD, "functions.csv")
    row = last(org)
    path = row.file.path
    with django_capture_on_commit_callbacks(execute=True):
        press(browser, page, "cancel")
    row.refresh_from_db()
    assert (row.state, row.file.name) == ("cancelled", "")
    assert not row.file.storage.exists(path)
    assert not actions.confirm(Actor.system(org), row)


def test_a_file_is_kept_under_a_name_of_ours(browser, home, org):
    upload(browser, home, "Function\n", "../../evil\n.csv")
    assert last(org).name == "evil.csv"
    assert ".." not in last(org).file.name
    assert last(org).file.name.startswith(f"imports/{org.slug}/")


@pytest.mark.parametrize("name", ["picture.png", "", "noending"])
def test_a_format_that_nobody_knows_is_refused(browser, home, org, name):
    page = upload(browser, home, b"\x89PNG", name or "x")
    assert "is of no kind that can be taken in" in page.text
    assert not Import.objects.for_org(org).exists()


def test_a_file_of_a_gigabyte_is_refused_by_its_size(browser, home, org, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    page = upload(browser, home, "x" * 5000, "functions.csv")
    assert page.status_code == 200
    assert "The file is larger than 64 MB" in page.text
    assert not Import.objects.for_org(org).exists()


def test_viewers_are_refused(client, home, org, ada):
    Membership.objects.filter(pk=ada.pk).update(role=Role.VIEWER)
    client.force_login(ada.user)
    row = ImportFactory(organization=org)
    for path in ("", "template/", f"{row.pk}/", f"{row.pk}/columns/", f"{row.pk}/faults/"):
        assert client.get(f"{home}inventory/import/{path}").status_code == 403
    for path in ("take-in/", "cancel/", "undo/"):
        assert client.post(f"{home}inventory/import/{row.pk}/{path}").status_code == 403


def test_rows_of_earlier_files_cost_no_queries(browser, home, org, ada):
    counts = []
    browser.get(f"{home}inventory/import/")  # brings the scores up to date
    for n in (1, 12):
        ImportFactory.create_batch(n, organization=org, by=ada.user)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{home}inventory/import/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_empty_tables_can_be_filled_in(browser, home, org):
    body = browser.get(f"{home}inventory/import/template/").content
    page = upload(browser, home, body, "continuity.xlsx")
    assert "are just as the file says" in page.text
    body = b"".join(browser.get(f"{home}inventory/import/template/?format=csv").streaming_content)
    assert body.decode("utf-8-sig").startswith("Function ID,Function,")


def test_what_changed_between_look_and_confirmation_is_shown_again(browser, home, org):
    page = upload(browser, home, GOOD, "functions.csv")
    FunctionFactory(organization=org, key="claims", name="Claims")
    type(org).objects.filter(pk=org.pk).update(revision=7)
    page = press(browser, page, "take-in")
    assert "look at it once more" in page.text
    assert Function.objects.for_org(org).count() == 1
