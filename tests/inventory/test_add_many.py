"""Many functions a line each, and one option for many dependencies: all or nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.audit.models import Event
from continuity.core.durations import spell
from continuity.inventory import actions
from continuity.inventory.lines import MOST_LINES, read
from continuity.inventory.models import Batch, Function, Option
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory

MORE = {"rto_minutes": "1 d", "mtpd_minutes": "5 d", "criticality": "3", "owner_email": ""}
DEFAULTS = {"rto_minutes": 1440, "mtpd_minutes": 7200, "criticality": 3, "owner_email": ""}
NAME = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters=";"), min_size=1, max_size=60
).filter(lambda name: name.casefold() not in {"name", "function", "functions"})


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(NAME, st.integers(0, 1000), st.integers(1000, 5000), st.integers(1, 5)),
        unique_by=lambda row: row[0],
    ),
    st.sampled_from(["\t", ";", " ; "]),
)
def test_what_is_written_is_read(rows, between):
    lines = [
        between.join([name, spell(rto), spell(mtpd), str(level), "a@x.org"])
        for name, rto, mtpd, level in rows
    ]
    told = read("\n".join(["Name\tRTO", *lines]), DEFAULTS)
    assert told.faults == []
    fields = ("name", "rto_minutes", "mtpd_minutes", "criticality")
    assert [tuple(row[name] for name in fields) for row in told.rows] == rows


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_odd(text):
    told = read(text, DEFAULTS)
    assert all(fault.line >= 1 for fault in told.faults)
    assert all(row["name"] for row in told.rows) or told.faults


def test_every_fault_is_named_by_its_line(browser, home, org):
    FunctionFactory(organization=org, name="There")
    lines = "Fine\nBad; soon\n; 1 h\nLate; 3 d; 1 d\nLevel;;;9\nOwner;;;;nobody\nFine\nThere"
    text = browser.post(f"{home}inventory/add/many/", {"lines": lines, **MORE}).text
    assert "7 faults. Nothing was added." in text
    for line, said in (
        (2, "“soon” is no length of time"),
        (3, "the name is missing"),
        (4, "the RTO is longer than the MTPD"),
        (5, "“9” is no criticality"),
        (6, "“nobody” is no e-mail address"),
        (7, "the same name stands in line 1"),
        (8, "you have a function of the name “There” already"),
    ):
        place = text.index(f"Line {line}<")
        assert said in text[place : place + 300]
    assert "Level;;;9" in text
    assert Function.objects.for_org(org).count() == 1


def test_they_are_shown_then_added_then_taken_back(browser, home, org):
    sent = {"lines": "Claims\t1 h\t8 h\t5\ta@x.org\nLetters", **MORE}
    url = f"{home}inventory/add/many/"
    text = browser.post(url, sent).text
    assert "2 functions would be added" in text
    assert not Function.objects.for_org(org).exists()
    assert "Letters</textarea>" in browser.post(url, {**sent, "back": "1"}).text
    text = browser.post(url, {**sent, "confirm": "1"}, follow=True).text
    assert "2 functions were added." in text
    row = Function.objects.for_org(org).get(name="Claims")
    assert (row.rto_minutes, row.mtpd_minutes, row.criticality) == (60, 480, 5)
    assert Function.objects.for_org(org).get(name="Letters").rto_minutes == 1440
    assert Event.objects.for_org(org).filter(verb="function.bulk_add").count() == 1
    browser.post(f"{home}inventory/bulk/{Batch.objects.for_org(org).get().pk}/undo/")
    assert not Function.objects.for_org(org).exists()


def test_too_many_lines_and_none(browser, home):
    told = read("\n".join(f"F{n}" for n in range(MOST_LINES + 5)), DEFAULTS)
    assert [(fault.line, fault.reason) for fault in told.faults] == [(MOST_LINES + 1, "many")]
    text = browser.post(f"{home}inventory/add/many/", {"lines": " ; \n\n;", **MORE}).text
    assert "No line names a function." in text


@pytest.mark.postgres
def test_many_functions_cost_few_queries(org, actor):
    rows = [{"name": f"F{n}", "rto_minutes": 1, "mtpd_minutes": 2} for n in range(2000)]
    with CaptureQueriesContext(connection) as asked:
        actions.add_functions(actor, rows)
    assert len(asked) < 60
    with pytest.raises(ValidationError, match="already have a function of that name"):
        actions.add_functions(actor, rows[:1])


def leaning(org, component, name):
    function = FunctionFactory(organization=org, name=name)
    ask = DependencyFactory(organization=org, function=function, name="Draft")
    OptionFactory(organization=org, dependency=ask, name="Runs", on=[component])
    return ask


def test_one_option_is_given_to_all_that_are_ticked(browser, home, org):
    api, spare = ComponentFactory(name="OpenAI API"), ComponentFactory(name="Bedrock")
    first, second = leaning(org, api, "Claims"), leaning(org, api, "Letters")
    leaning(org, ComponentFactory(name="Other"), "Payroll")
    url = f"{home}inventory/options/add/?q=openai"
    text = browser.get(url).text
    assert "Claims: Draft" in text
    assert "Payroll" not in text
    sent = {"name": "Claude", "on": [spare.pk], "capacity": "80", "switch_minutes": "15 min"}
    assert "Tick at least one dependency." in browser.post(url, sent).text
    text = browser.post(url, {**sent, "ask": [first.pk, second.pk]}, follow=True).text
    assert "2 dependencies have it now" in text
    for ask in (first, second):
        _runs, fallback = ask.options.all()
        assert (fallback.name, fallback.switch_minutes) == ("Claude", 15)
        assert list(fallback.on.all()) == [spare]
    assert Option.objects.for_org(org).count() == 5
    assert Event.objects.for_org(org).filter(verb="option.bulk_add").count() == 1


def test_where_it_would_run_and_takes_time_all_is_refused_by_name(browser, home, org):
    api = ComponentFactory(name="OpenAI API")
    full = leaning(org, api, "Claims")
    function = FunctionFactory(organization=org, name="Empty")
    bare = DependencyFactory(organization=org, function=function, name="Ask")
    sent = {"name": "X", "capacity": "80", "switch_minutes": "15", "ask": [full.pk, bare.pk]}
    text = browser.post(f"{home}inventory/options/add/", sent).text
    assert "and so at once, in: “Empty: Ask”" in text
    assert Option.objects.for_org(org).count() == 1


def test_dependencies_of_others_cannot_be_ticked(browser, home, org):
    theirs = DependencyFactory()
    sent = {"name": "X", "capacity": "80", "switch_minutes": "0", "ask": [theirs.pk]}
    assert "Tick at least one" in browser.post(f"{home}inventory/options/add/", sent).text
    assert not theirs.options.exists()
