"""Many functions changed at once: shown first, all or nothing, one entry, one click back."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.audit.models import Event
from continuity.inventory import actions
from continuity.inventory.models import Batch, Function
from tests.factories import DependencyFactory, FunctionFactory, OptionFactory


@pytest.fixture
def three(org):
    return [
        FunctionFactory(
            organization=org, name=name, rto_minutes=60, mtpd_minutes=mtpd, owner_email=owner
        )
        for name, mtpd, owner in (("A", 240, "a@x.org"), ("B", 480, ""), ("C", 960, "c@x.org"))
    ]


def every(org):
    return Function.objects.for_org(org)


def ticked(rows):
    return "&".join(f"function={row.pk}" for row in rows)


def column(org, name):
    return list(every(org).order_by("name").values_list(name, flat=True))


def seen_on(text):
    return re.search(r'name="seen" value="(\w+)"', text)[1]


def test_nothing_changes_before_it_was_looked_at(browser, home, org, three):
    url = f"{home}inventory/bulk/?{ticked(three[:2])}"
    assert "Change 2 functions at once" in browser.get(url).text
    text = browser.post(url, {"rto_minutes": "2 h", "criticality": "5"}).text
    assert "2 functions would change" in text
    assert len(re.findall(r"<del>1\u00a0h\s*</del>", text)) == 2
    assert column(org, "rto_minutes") == [60, 60, 60]
    sent = {"rto_minutes": "2 h", "criticality": "5", "seen": seen_on(text), "confirm": "1"}
    answer = browser.post(url, sent, follow=True)
    assert "2 functions were changed." in answer.text
    assert column(org, "rto_minutes") == [120, 120, 60]
    assert column(org, "criticality")[:2] == [5, 5]


def test_all_that_fit_are_those_the_filters_leave(browser, home, org, three):
    url = f"{home}inventory/bulk/?all=1&owner=a%40x.org"
    text = browser.post(url, {"deputy_email": "d@x.org"}).text
    sent = {"deputy_email": "d@x.org", "seen": seen_on(text), "confirm": "1"}
    answer = browser.post(url, sent)
    assert answer.headers["Location"].endswith("inventory/?owner=a%40x.org")
    assert column(org, "deputy_email") == ["d@x.org", "", ""]


def test_a_row_at_fault_is_named_and_nothing_is_written(browser, home, org, three):
    url = f"{home}inventory/bulk/?all=1"
    text = browser.post(url, {"rto_minutes": "8 h", "confirm": "1"}).text
    assert "1 fault, so nothing is changed" in text
    assert "its RTO of 8 h would be longer than its MTPD of 4 h" in text
    assert column(org, "rto_minutes") == [60, 60, 60]
    assert not Batch.objects.for_org(org).exists()


def test_a_higher_minimum_must_not_leave_a_dependency_short(org, actor, three):
    every(org).update(minimum_capacity="0.5")
    ask = DependencyFactory(organization=org, function=three[1], name="Draft")
    OptionFactory(organization=org, dependency=ask, capacity="0.6")
    with pytest.raises(ValidationError, match="“B”: what runs of “Draft” would no longer reach"):
        actions.edit_functions(actor, every(org), fields={"minimum_capacity": 1})
    short = DependencyFactory(organization=org, function=three[2], name="Unfinished")
    OptionFactory(organization=org, dependency=short, capacity="0.1")
    only = every(org).filter(pk=three[2].pk)
    assert actions.edit_functions(actor, only, fields={"minimum_capacity": 1})


def test_what_is_empty_stays_and_what_is_to_be_emptied_goes(browser, home, org, three):
    every(org).update(assessed_on=date(2026, 1, 2))
    url = f"{home}inventory/bulk/?all=1"
    assert "Everything would stay as it is" in browser.post(url, {}).text
    both = {"owner_email": "x@x.org", "clear": "owner_email"}
    assert "Either write something here" in browser.post(url, both).text
    sent = {"clear": ["owner_email", "assessed_on"], "confirm": "1"}
    browser.post(url, sent)
    assert column(org, "owner_email") == ["", "", ""]
    assert column(org, "assessed_on") == [None] * 3


def test_typed_values_come_back_when_something_is_wrong_or_to_be_otherwise(browser, home, three):
    url = f"{home}inventory/bulk/?all=1"
    text = browser.post(url, {"rto_minutes": "soon", "owner_email": "x@x.org"}).text
    assert 'value="soon"' in text
    assert "x@x.org" in text
    text = browser.post(url, {"rto_minutes": "2 h", "back": "1"}).text
    assert 'value="2 h"' in text
    assert "error-summary" not in text


def test_what_moved_since_it_was_shown_is_shown_again(browser, home, org, three):
    url = f"{home}inventory/bulk/?all=1"
    text = browser.post(url, {"criticality": "5"}).text
    every(org).filter(name="B").update(criticality=2)
    sent = {"criticality": "5", "seen": seen_on(text), "confirm": "1"}
    text = browser.post(url, sent).text
    assert "changed meanwhile" in text
    assert re.search(r"<del>2\s*</del>", text)
    assert 5 not in column(org, "criticality")


def test_one_entry_names_every_key_and_the_dates_of_others_stay(org, actor, three):
    edited = dict(every(org).values_list("name", "edited_at"))
    actions.edit_functions(actor, every(org), fields={"owner_email": "a@x.org"})
    entry = Event.objects.for_org(org).get()
    assert entry.verb == "function.bulk_edit"
    assert entry.changes["keys"] == f"{three[1].key}, {three[2].key}"
    assert entry.changes["owner_email"] == "a@x.org"
    assert every(org).get(name="A").edited_at == edited["A"]
    assert every(org).get(name="B").edited_at > edited["B"]
    assert actions.edit_functions(actor, every(org), fields={"owner_email": "a@x.org"}) is None


def test_one_click_takes_it_back_but_for_what_changed_since(browser, home, org, actor, three):
    batch = actions.edit_functions(
        actor,
        every(org),
        fields={"rto_minutes": 30, "minimum_capacity": 1, "owner_email": "z@x.org"},
    )
    actions.edit_function(actor, every(org).get(name="C"), rto_minutes=45)
    text = browser.post(f"{home}inventory/bulk/{batch.pk}/undo/", follow=True).text
    assert "2 functions are as they were." in text
    assert "Left as they are, for they were changed since: “C”" in text
    assert column(org, "rto_minutes") == [60, 60, 45]
    assert column(org, "owner_email") == ["a@x.org", "", "z@x.org"]
    text = browser.post(f"{home}inventory/bulk/{batch.pk}/undo/", follow=True).text
    assert "undone already" in text


def test_undoing_keeps_the_rules(org, actor, three):
    every(org).update(rto_minutes=100)
    batch = actions.edit_functions(actor, every(org), fields={"rto_minutes": 10})
    every(org).filter(name="A").update(mtpd_minutes=50)
    done = actions.undo_batch(actor, batch).undone
    assert (done.functions, done.left) == (2, ["A"])
    assert column(org, "rto_minutes") == [10, 100, 100]


def test_removed_at_once_and_brought_back_with_all_that_was_in_them(browser, home, org, three):
    ask = DependencyFactory(organization=org, function=three[0])
    gone = DependencyFactory(organization=org, function=three[0], removed_at="2026-01-01T00:00Z")
    OptionFactory(organization=org, dependency=ask)
    url = f"{home}inventory/bulk/?{ticked(three[:2])}"
    text = browser.post(url, {"act": "remove"}).text
    assert "Remove 2 functions?" in text
    sent = {"act": "remove", "seen": seen_on(text), "confirm": "1"}
    assert "2 functions were removed" in browser.post(url, sent, follow=True).text
    assert column(org, "name") == ["C"]
    batch = Batch.objects.for_org(org).get()
    browser.post(f"{home}inventory/bulk/{batch.pk}/undo/")
    assert column(org, "name") == ["A", "B", "C"]
    assert list(three[0].dependencies.all()) == [ask]
    assert ask.options.count() == 1
    assert gone not in three[0].dependencies.all()


def test_a_name_taken_meanwhile_keeps_what_was_removed_away(org, actor, three):
    batch = actions.remove_functions(actor, every(org).filter(name__in="AB"))
    FunctionFactory(organization=org, name="A")
    with pytest.raises(ValidationError, match="of the name of: A"):
        actions.undo_batch(actor, batch)


def test_a_circle_made_meanwhile_keeps_what_was_removed_away(org, actor, three):
    a, b, c = three
    a.depends_on.add(b)
    batch = actions.remove_functions(actor, every(org).filter(pk=a.pk))
    b.depends_on.add(c)
    c.depends_on.add(a)
    with pytest.raises(ValidationError, match="in a circle"):
        actions.undo_batch(actor, batch)


def test_rows_of_others_are_not_reached_by_their_number(browser, home, org):
    theirs = FunctionFactory()
    url = f"{home}inventory/bulk/?function={theirs.pk}&function=x&function={10**30}"
    assert "No function is ticked" in browser.get(url).text
    browser.post(url, {"criticality": "5", "confirm": "1"})
    theirs.refresh_from_db()
    assert theirs.criticality != 5


def test_who_may_only_look_changes_nothing(browser, home, ada, three):
    ada.role = 1
    ada.save()
    assert browser.get(f"{home}inventory/bulk/?all=1").status_code == 403
    assert 'form="bulk"' not in browser.get(f"{home}inventory/").text


@pytest.mark.postgres
def test_many_rows_cost_hardly_more_queries(org, actor):
    counts = []
    for n in (1, 499):
        FunctionFactory.create_batch(n, organization=org, criticality=1)
        with CaptureQueriesContext(connection) as asked:
            batch = actions.edit_functions(
                actor, every(org), fields={"criticality": 5, "rto_minutes": 0}
            )
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as undone:
            assert actions.undo_batch(actor, batch).undone.functions == every(org).count()
        assert len(undone) < 20
    assert counts[0] == counts[1]
    assert set(column(org, "criticality")) == {1}
