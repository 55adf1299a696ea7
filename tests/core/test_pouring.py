"""Many rows at once are the same rows as one by one."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from continuity.audit.models import Event
from continuity.core.pouring import pour, pour_named
from continuity.orgs.models import Organization
from continuity.reminders.models import Notification

pytestmark = pytest.mark.postgres

FIELDS = ("organization_id", "key", "recipient", "subject", "body", "next_at")
ODD = 'a\tb\nc\\N \\. "quoted", ünïcode \U0001f6d1'


def letter(org, key, body="x"):
    return (org.pk, key, "ada@example.org", "Subject", body, timezone.now())


def test_keys_are_told_in_order_and_the_rest_has_its_default(org):
    rows = Notification.objects.across_orgs("test")
    pks = pour_named(rows, FIELDS, [letter(org, f"k{n}") for n in range(5)])
    stored = [rows.get(pk=pk) for pk in pks]
    assert [row.key for row in stored] == ["k0", "k1", "k2", "k3", "k4"]
    assert {(row.state, row.attempts, row.channel, row.html) for row in stored} == {
        ("queued", 0, "mail", "")
    }
    assert all(row.created_at for row in stored)


@pytest.mark.parametrize("text", [ODD, "", "\\N", "\\.", "\r\n"])
def test_text_comes_out_as_it_went_in(org, text):
    rows = Notification.objects.across_orgs("test")
    (pk,) = pour_named(rows, FIELDS, [letter(org, "k", text)])
    assert rows.get(pk=pk).body == text


def test_json_comes_out_as_it_went_in(org):
    fields = ("organization_id", "seq", "at", "changes")
    told = {"a": [None, ODD], "b": [1, True]}
    rows = Event.objects.for_org(org)
    (pk,) = pour_named(rows, fields, [(org.pk, 99, timezone.now(), told)])
    assert rows.get(pk=pk).changes == told


def test_what_is_there_already_is_an_error_and_nothing_is_stored(org):
    rows = Notification.objects.across_orgs("test")
    pour(rows, FIELDS, [letter(org, "k")])
    with pytest.raises(IntegrityError), transaction.atomic():
        pour(rows, FIELDS, [letter(org, "new"), letter(org, "k")])
    assert rows.count() == 1


def test_rows_stored_one_by_one_afterwards_get_keys_of_their_own(org):
    rows = Notification.objects.across_orgs("test")
    pks = pour_named(rows, FIELDS, [letter(org, "k")])
    one = rows.create(organization=org, key="k2", recipient="x", next_at=timezone.now())
    assert one.pk not in pks


def test_nothing_takes_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        pour(Notification.objects.across_orgs("test"), FIELDS, [])
        assert pour_named(Notification.objects.across_orgs("test"), FIELDS, []) == []


def test_among_finds_what_in_finds(org, db):
    everybody = Organization.objects.order_by("pk")
    pks = set(everybody.values_list("pk", flat=True))
    assert {o.pk for o in everybody.filter(pk__among=pks)} == pks
    assert not everybody.filter(pk__among=()).exists()
