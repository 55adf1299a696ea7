"""Files that wait to be read: read once, written whole or not at all, and forgotten in time."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from continuity.audit.models import Event
from continuity.inventory import actions
from continuity.inventory.actions import imports, rows
from continuity.inventory.exporters import xlsx
from continuity.inventory.models import Function, Import
from continuity.orgs.models import Membership, Role
from tests.inventory.conftest import all_of
from tests.portfolios import SMALL
from tests.uploads import GOOD, last


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
    row = actions.upload(actor, SimpleUploadedFile("f.xlsx", xlsx.write(SMALL)))
    actions.work(actions.claim(timezone.now(), row.pk))
    actions.confirm(actor, row)
    actions.work(actions.claim(timezone.now(), row.pk))
    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", "OSError: disk full")
    assert all_of(actor.org) == before
    assert not Event.objects.for_org(actor.org).exists()


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
