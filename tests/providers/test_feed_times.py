"""Times, addresses and words as status pages write them."""

from datetime import UTC, datetime

import pytest

from continuity.providers.feeds._text import link, plain
from continuity.providers.feeds._times import epoch, facts, javascript, mailed, told, yearless


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Fri, 20 Nov 2026 02:10:00 PST", "2026-11-20T10:10:00+00:00"),
        ("Fri, 20 Nov 2026 02:10:00 PDT", "2026-11-20T09:10:00+00:00"),
        ("Fri, 20 Nov 2026 10:20:00 Z", "2026-11-20T10:20:00+00:00"),
        ("Sat Jun 11 2022 18:55:50 GMT+0200 (CEST)", "2022-06-11T16:55:50+00:00"),
        ("2026-03-20T10:00:00+01:00", "2026-03-20T09:00:00+00:00"),
        ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00+00:00"),
        ("2026-03-20 12:00:00", None),
        ("Fri, 20 Nov 2026 10:20:00", None),
        ("Fri, 20 Nov 2026 10:20:00 XYZ", None),
        ("Sat Jun 31 2022 18:55:50 GMT+0000", None),
        ("soon", None),
        ("", None),
        (None, None),
        (12, None),
    ],
)
def test_a_time_is_told_in_every_way_that_pages_write_it(text, iso):
    found = told(text)
    assert (found.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri Dec 31 9999 23:59:59 GMT+0000 (UTC)",
    ],
)
def test_the_first_and_last_years_that_programs_write_are_no_times(text):
    assert told(text) is None


def test_nor_are_seconds_that_lead_there():
    assert epoch(253402300799) is None


@pytest.mark.parametrize(
    ("text", "near", "iso"),
    [
        ("Aug 21, 00:37 UTC", "2026-08-21", "2026-08-21T00:37:00+00:00"),
        ("Dec 31, 23:50 UTC", "2027-01-01", "2026-12-31T23:50:00+00:00"),
        ("Jan 1, 00:10 UTC", "2026-12-31T12:00", "2027-01-01T00:10:00+00:00"),
        ("Aug 20, 17:00 PDT", "2026-08-21", "2026-08-21T00:00:00+00:00"),
        ("Feb 29, 10:00 UTC", "2026-03-01", None),
        ("Aug 20, 17:00 XXT", "2026-08-21", None),
        ("Aug 20, 27:00 UTC", "2026-08-21", None),
    ],
)
def test_a_time_without_a_year_is_the_last_one_before_its_entry(text, near, iso):
    found = yearless(text, datetime.fromisoformat(near).replace(tzinfo=UTC))
    assert (found.isoformat() if found else None) == iso
    assert yearless(text, None) is None


def test_seconds_and_their_digits_are_times_and_nonsense_is_none():
    assert epoch("1788472198") == epoch(1788472198) == datetime(2026, 9, 3, 21, 49, 58, tzinfo=UTC)
    assert [epoch(x) for x in (True, -1, 0, "1.5", "9" * 30, None, 10**12)] == [None] * 7
    assert mailed("Mon, 99 Foo 2026 99:99:99 GMT") is None
    assert javascript("x" * 1000) is None
    assert facts([(None, "x")]) == {"updates": (), "last_words": ""}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://x.example//incidents/1", "https://x.example/incidents/1"),
        ("javascript:alert(1)", ""),
        ("https://x.example/\n1", ""),
        ("ftp://x.example", ""),
        ("https://x.example/" + "a" * 500, ""),
        (None, ""),
    ],
)
def test_an_address_is_shown_only_where_it_is_one_of_the_web(value, shown):
    assert link(value) == shown


def test_words_of_a_post_are_one_plain_line():
    assert plain("<p>It&#39;s <b>down</b><br>\n now</p>") == "It's down now"
    assert len(plain("<p>" + "word " * 10_000)) <= 500
