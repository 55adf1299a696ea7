"""A file from the first page to the last: sent, understood, confirmed, taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.audit.models import Event
from continuity.core import uploads
from continuity.dashboard.actions import ensure_demo
from continuity.inventory import actions, tasks
from continuity.inventory.actions import imports, rows
from continuity.inventory.exporters import csv_tables, xlsx
from continuity.inventory.exporters.portable import export
from continuity.inventory.models import Dependency, Function, Import, Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Role
from continuity.providers.models import Component, Provider
from continuity.runbooks.models import Runbook
from tests.factories import FunctionFactory, ImportFactory, OrganizationFactory
from tests.portfolios import AS_OF, component, dependency, function, option, portfolio
from tests.uploads import press, upload

GOOD = "Function,Criticality,RTO,MTPD\nClaims,5,1 h,8 h\nLetters,2,1 d,5 d\n"
ODD = "Gadget,Wanted by,RTO,MTPD\nClaims,ada@example.org,1 h,8 h\n"
WHOLE = portfolio(
    function(
        dependency(option("gpt", "api"), option("hand", switch_minutes=30, runbook="rb")),
        name="claims",
    ),
    components=(component("api", "cloud"), component("cloud")),
)


def last(org):
    return Import.objects.for_org(org).order_by("-pk").first()


def all_of(org):
    return export(org, AS_OF, every_component=True)


def rows_of(org):
    models = (Function, Dependency, Option, Component, Provider, Runbook)
    return [set(model.objects.for_org(org).values_list("pk", flat=True)) for model in models]


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


# ---- taking in, and back


def taken_in(actor, body, name="f.csv"):
    row = actions.upload(actor, SimpleUploadedFile(name, body))
    actions.work(actions.claim(timezone.now(), row.pk))
    actions.confirm(actor, row)
    actions.work(actions.claim(timezone.now(), row.pk))
    row = Import.objects.for_org(actor.org).get(pk=row.pk)
    assert row.state == Import.State.TAKEN_IN, (row.state, row.faults, row.reason)
    return row


@pytest.mark.postgres
@pytest.mark.parametrize(("write", "name"), [(xlsx.write, "f.xlsx"), (csv_tables.write, "f.zip")])
def test_a_whole_inventory_comes_back_and_goes_again(actor, write, name):
    before, numbers = all_of(actor.org), rows_of(actor.org)
    row = taken_in(actor, write(WHOLE), name)
    told = export(actor.org, AS_OF)
    assert (told.functions, told.runbooks) == (WHOLE.functions, WHOLE.runbooks)
    actions.undo_import(actor, row)
    assert (all_of(actor.org), rows_of(actor.org)) == (before, numbers)


def test_taking_back_brings_back_what_was_changed(actor):
    actions.import_portfolio(actor, WHOLE)
    before = all_of(actor.org)
    row = taken_in(actor, b"Function,Criticality,Dependency,Option,Capacity\nClaims,5,Ask,Gpt,1\n")
    assert all_of(actor.org) != before
    actions.undo_import(actor, row)
    assert all_of(actor.org) == before


def test_what_was_changed_since_is_not_undone(actor):
    row = taken_in(actor, GOOD.encode())
    claims = Function.objects.for_org(actor.org).get(name="Claims")
    actions.edit_function(actor, claims, criticality=1)
    with pytest.raises(ValidationError, match=r"ada@example.org changed a function \(“Claims”\)"):
        actions.undo_import(actor, row)
    assert Function.objects.for_org(actor.org).count() == 2


def test_an_option_added_since_is_not_undone_either(actor):
    row = taken_in(actor, GOOD.encode())
    claims = Function.objects.for_org(actor.org).get(name="Claims")
    actions.add_dependency(actor, claims, name="Ask")
    with pytest.raises(ValidationError, match="added an AI dependency"):
        actions.undo_import(actor, row)


def test_what_was_changed_elsewhere_is_no_hindrance(actor):
    row = taken_in(actor, GOOD.encode())
    other = actions.add_function(actor, name="Mine", rto_minutes=60, mtpd_minutes=60)
    actions.undo_import(actor, row)
    assert [f.pk for f in Function.objects.for_org(actor.org)] == [other.pk]


def test_files_are_taken_back_the_last_first(actor):
    first = taken_in(actor, GOOD.encode())
    second = taken_in(actor, b"Function,Criticality\nClaims,1\n")
    with pytest.raises(ValidationError, match="took in a file"):
        actions.undo_import(actor, first)
    actions.undo_import(actor, second)
    actions.undo_import(actor, first)
    assert not Function.objects.for_org(actor.org).exists()


def test_twice_is_refused(actor):
    row = taken_in(actor, GOOD.encode())
    actions.undo_import(actor, row)
    with pytest.raises(ValidationError, match="nothing of it to take back"):
        actions.undo_import(actor, Import.objects.for_org(actor.org).get(pk=row.pk))


@pytest.mark.postgres
@pytest.mark.parametrize("after", range(4))
def test_whatever_fails_nothing_is_half_written(actor, monkeypatch, after):
    """The database gives way at each write in turn."""
    before = all_of(actor.org)
    left = [after]
    real = rows.Writer._write

    def gives_way(self, *args, **kwargs):
        if left[0] == 0:
            raise OSError("disk full")
        left[0] -= 1
        return real(self, *args, **kwargs)

    def links_give_way(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(rows.Writer, "_write", gives_way)
    if after == 3:
        monkeypatch.setattr(rows, "_link", links_give_way)
    row = actions.upload(actor, SimpleUploadedFile("f.xlsx", xlsx.write(WHOLE)))
    actions.work(actions.claim(timezone.now(), row.pk))
    actions.confirm(actor, row)
    actions.work(actions.claim(timezone.now(), row.pk))
    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", "OSError: disk full")
    assert all_of(actor.org) == before
    assert not Event.objects.for_org(actor.org).exists()


def test_what_changed_between_look_and_confirmation_is_shown_again(browser, home, org):
    page = upload(browser, home, GOOD, "functions.csv")
    FunctionFactory(organization=org, key="claims", name="Claims")
    type(org).objects.filter(pk=org.pk).update(revision=7)
    page = press(browser, page, "take-in")
    assert "look at it once more" in page.text
    assert Function.objects.for_org(org).count() == 1


def test_who_lost_their_role_meanwhile_takes_in_nothing(actor, ada):
    row = actions.upload(actor, SimpleUploadedFile("f.csv", GOOD.encode()))
    actions.work(actions.claim(timezone.now(), row.pk))
    actions.confirm(actor, row)
    Membership.objects.filter(pk=ada.pk).update(role=Role.VIEWER)
    actions.work(actions.claim(timezone.now(), row.pk))
    assert not Function.objects.for_org(actor.org).exists()
    assert last(actor.org).state == Import.State.FAULTY


@pytest.mark.postgres
def test_a_file_is_claimed_once_and_again_when_its_reader_is_gone(actor):
    row = actions.upload(actor, SimpleUploadedFile("f.csv", GOOD.encode()))
    now = timezone.now()
    assert actions.claim(now).pk == row.pk
    assert actions.claim(now) is None
    for n in range(1, 3):
        assert actions.claim(now + n * timedelta(minutes=6)).pk == row.pk
    assert actions.claim(now + timedelta(hours=1)) is None
    assert last(actor.org).state == Import.State.FAILED


def test_files_that_nobody_comes_back_to_go(actor):
    row = actions.upload(actor, SimpleUploadedFile("f.csv", GOOD.encode()))
    actions.work(actions.claim(timezone.now(), row.pk))
    assert actions.forget_old(timezone.now()) == 0
    assert actions.forget_old(timezone.now() + timedelta(days=15)) == 1
    assert last(actor.org).state == Import.State.CANCELLED


def test_so_many_files_are_open_at_once(actor, monkeypatch):
    monkeypatch.setattr(imports, "MOST_OPEN", 2)
    for _ in range(3):
        actions.upload(actor, SimpleUploadedFile("f.csv", GOOD.encode()))
    states = Import.objects.for_org(actor.org).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "reading", "reading"]


# ---- the command


def test_the_command_takes_any_format(db, tmp_path, capsys):
    org = OrganizationFactory(slug="harbour")
    file = tmp_path / "f.csv"
    file.write_text(GOOD)
    call_command("portfolio", "import", "harbour", str(file))
    out = tmp_path / "out.xlsx"
    call_command("portfolio", "export", "harbour", format="xlsx", output=str(out))
    call_command("portfolio", "import", "harbour", str(out))
    assert Function.objects.for_org(org).count() == 2
    file.write_text("Function,RTO,MTPD\nClaims,soon,8 h\n")
    with pytest.raises(CommandError, match="Row 2, column “RTO”: is “soon”") as told:
        call_command("portfolio", "import", "harbour", str(file))
    assert told.value.returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("write", [xlsx.write, csv_tables.write])
def test_the_demonstration_comes_back_unchanged(db, write):
    demo = ensure_demo()
    body = write(export(demo, timezone.localdate()))
    name = "d.xlsx" if write is xlsx.write else "d.zip"
    row = actions.upload(Actor.system(demo), SimpleUploadedFile(name, body))
    actions.work(actions.claim(timezone.now(), row.pk))
    row.refresh_from_db()
    assert (row.state, row.faults, row.outcome["nothing"]) == ("checked", [], True)
