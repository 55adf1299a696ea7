"""The list of functions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.inventory.models import Function
from continuity.orgs.models import Role
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    OptionFactory,
)

HTMX = {"HX-Request": "true"}


def leaning(org, component, **fields):
    function = FunctionFactory(organization=org, **fields)
    dependency = DependencyFactory(organization=org, function=function, name="Draft letters")
    OptionFactory(organization=org, dependency=dependency, position=0, on=[component])
    return function


def test_an_empty_list_says_how_to_begin(browser, home):
    text = browser.get(f"{home}inventory/").text
    assert "No function yet" in text
    assert "inventory/import/" in text


def test_each_row_says_what_stops_it_and_why(browser, home, org):
    leaning(org, ComponentFactory(name="ChatGPT"), name="Letters")
    text = browser.get(f"{home}inventory/").text
    assert "ChatGPT" in text
    assert "there is no fallback for “Draft letters”" in text


def test_rows_cost_no_queries(browser, home, org):
    counts = []
    for n in (1, 29):
        for _ in range(n):
            leaning(org, ComponentFactory())
        browser.get(f"{home}inventory/")  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{home}inventory/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_search_filter_and_sort_are_in_the_url(browser, home, org):
    component = ComponentFactory(name="Claude")
    leaning(org, component, name="Zebra", criticality=5, owner_email="ada@example.org")
    FunctionFactory(organization=org, name="Apple", criticality=1)
    browser.get(home)

    def names(query):
        text = browser.get(f"{home}inventory/?{query}", headers=HTMX).text
        assert "<html" not in text
        return [name for name in ("Zebra", "Apple") if name in text]

    assert names("q=zeb") == ["Zebra"]
    assert names("criticality=1") == ["Apple"]
    assert names("owner=ADA@example.org") == ["Zebra"]
    assert names(f"component={component.pk}") == ["Zebra"]
    assert names("verdict=lost") == ["Zebra"]
    text = browser.get(f"{home}inventory/?sort=name").text
    assert text.index("Apple") < text.index("Zebra")
    text = browser.get(f"{home}inventory/?sort=-score").text
    assert text.index("Zebra") < text.index("Apple")
    for nonsense in (
        "sort=organization__slug",
        "sort=-",
        "criticality=9",
        "component=1e9",
        "page=x",
    ):
        assert browser.get(f"{home}inventory/?{nonsense}").status_code == 200


def test_a_search_keeps_the_order_and_whose_they_are(browser, home, org):
    FunctionFactory(organization=org, name="Letters", owner_email="a+b@example.org")
    text = browser.get(f"{home}inventory/?sort=-score").text
    assert '<input type="hidden" name="sort" value="-score">' in text
    assert "?owner=a%2Bb%40example.org" in text
    text = browser.get(f"{home}inventory/?owner=a%2Bb@example.org").text
    assert "owned by a+b@example.org" in text


def test_a_score_has_its_band_in_the_list_and_in_the_csv(browser, home, org):
    leaning(org, ComponentFactory(name="ChatGPT"), name="Letters")
    assert "severe" in browser.get(f"{home}inventory/").text
    response = browser.get(f"{home}inventory/?format=csv")
    row = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1]
    assert ",severe,lost,ChatGPT,there is no fallback for “Draft letters”," in row


def test_what_is_not_filled_in_has_no_band(browser, home, org):
    FunctionFactory(organization=org, name="Empty")
    half = FunctionFactory(organization=org, name="Half")
    DependencyFactory(organization=org, function=half)
    page = browser.get(f"{home}inventory/", headers=HTMX).text
    assert "not described yet" in page
    assert "not finished" in page
    assert "<span>low</span>" not in page
    assert "nothing alone" not in page
    response = browser.get(f"{home}inventory/?format=csv&sort=name")
    rows = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[4:7] for row in rows] == [
        ["", "undescribed", ""],
        ["", "unfinished", ""],
    ]
    for word, name in (("undescribed", "Empty"), ("unfinished", "Half"), ("unaffected", "")):
        text = browser.get(f"{home}inventory/?verdict={word}", headers=HTMX).text
        assert [n for n in ("Empty", "Half") if n in text] == ([name] if name else [])


def test_csv_is_what_is_shown_and_no_formula(browser, home, org):
    FunctionFactory(organization=org, name="=HYPERLINK(1)")
    FunctionFactory(organization=org, name="Other")
    response = browser.get(f"{home}inventory/?q=hyper&format=csv")
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    assert body.splitlines()[1].startswith("'=HYPERLINK(1)")
    assert "Other" not in body


def test_a_row_is_added_at_the_foot(browser, home, org):
    sent = {"name": "Letters", "criticality": 4, "rto_minutes": "1 h", "mtpd_minutes": "2 h 30 min"}
    response = browser.post(f"{home}inventory/rows/", sent, headers=HTMX)
    function = Function.objects.for_org(org).get()
    assert (function.rto_minutes, function.mtpd_minutes) == (60, 150)
    assert response.headers["HX-Redirect"] == function.get_absolute_url()


def test_a_refused_row_keeps_what_was_typed(browser, home, org):
    sent = {"name": "Letters", "criticality": 4, "rto_minutes": "9 h", "mtpd_minutes": "2 h"}
    text = browser.post(f"{home}inventory/rows/", sent, headers=HTMX).text
    assert "The RTO is longer than the MTPD of 2 h" in text
    assert "The MTPD is shorter than the RTO of 9 h" in text
    assert "9 h" in text
    assert not Function.objects.for_org(org).exists()


def test_a_row_is_changed_in_place(browser, home, org):
    function = FunctionFactory(organization=org, name="Old")
    url = f"{home}inventory/rows/{function.pk}/"
    assert "Old" in browser.get(url, headers=HTMX).text
    sent = {"name": "New", "criticality": 4, "rto_minutes": "60", "mtpd_minutes": "480"}
    text = browser.post(url, sent, headers=HTMX).text
    assert "New" in text
    assert "<form" not in text


def test_a_viewer_sees_and_may_not_change(browser, home, org, ada):
    function = FunctionFactory(organization=org)
    ada.role = Role.VIEWER
    ada.save()
    text = browser.get(f"{home}inventory/").text
    assert function.name in text
    assert "Add a function" not in text
    assert browser.post(f"{home}inventory/{function.pk}/remove/").status_code == 403


@pytest.mark.parametrize("name", ["", "x\x00", "x" * 1_000_000])
def test_a_bad_name_is_refused(browser, home, org, name):
    sent = {"name": name, "criticality": 4, "rto_minutes": "1 h", "mtpd_minutes": "2 h"}
    assert browser.post(f"{home}inventory/rows/", sent).status_code == 200
    assert not Function.objects.for_org(org).exists()


def test_a_fall_that_begins_elsewhere_says_where(browser, home, org):
    lower = leaning(org, ComponentFactory(name="ChatGPT"), name="Letters")
    upper = FunctionFactory(organization=org, name="Payments")
    upper.depends_on.add(lower)
    assert "through Letters" in browser.get(f"{home}inventory/?q=payments").text
    text = browser.get(f"{home}inventory/{upper.pk}/").text
    assert "If <strong>ChatGPT</strong> fails, this stops" in text
    assert "Nobody has written down" not in text


def test_an_owner_who_is_no_member_is_marked(browser, home, org, ada):
    FunctionFactory(organization=org, name="Letters", owner_email="left@example.org")
    assert "not a member" in browser.get(f"{home}inventory/").text
    Function.objects.for_org(org).update(owner_email=ada.user.email.upper())
    assert "not a member" not in browser.get(f"{home}inventory/").text
