"""Every format: reads its own example, and says why it cannot read what it cannot."""

import pytest

from continuity.core.plugins import discover
from continuity.providers.feeds import is_reason

FORMATS = discover("continuity.providers.feeds")
XML = ["aws_rss", "azure", "incidentio_rss", "statuspage_atom", "xai"]
LISTS = ["aws", "google"]  # an array is what they expect
JSON = sorted(FORMATS.keys() - {*XML, "rss"})
NO_ROWS = ["rss", "statuspage_atom"]  # they name no components
NO_POSTS = ["cachet"]  # it names no incidents
PLAIN_XML = b'<?xml version="1.0"?><note><title>x</title></note>'
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><rss><channel/></rss>'
NO_TITLE = b"<rss><channel><item><title>x</title></item></channel></rss>"
HTML = b"<!DOCTYPE html><html>Checking your browser</html>"


def refused(name, body, headers=None):
    reading = FORMATS[name].parse(body, headers or {}, {})
    assert not reading.readable
    assert is_reason(reading.reason)
    assert reading.components == reading.incidents == ()
    return reading.reason


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reads_its_own_example(name):
    reading = FORMATS[name].parse(FORMATS[name].EXAMPLE, {}, {})
    assert reading.readable
    assert reading.reason is None
    assert bool(reading.components) is (name not in NO_ROWS)
    assert bool(reading.incidents) is (name not in NO_POSTS)
    assert all(post.title for post in reading.incidents)
    assert FORMATS[name].LABEL
    assert FORMATS[name].__doc__


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (HTML, "html_instead"),
        (b"\n <HTML><body>", "html_instead"),
        (DOCTYPE, "entities_refused"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_body_that_is_nothing_of_the_kind_says_so(name, body, reason):
    assert refused(name, body) == reason


@pytest.mark.parametrize("name", FORMATS)
def test_a_wrong_label_is_refused_whatever_the_body(name):
    body = FORMATS[name].EXAMPLE
    assert refused(name, body, {"Content-Type": "text/html; charset=utf-8"}) == "html_instead"
    assert refused(name, body, {"content-type": "image/png"}) == "wrong_content_type"


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff\xfe\x00", "not_text"),
        (b'{"components": "\xe9"}', "not_text"),
        (b'{"components": [', "not_json"),
        (b'{"components": NaN}', "not_json"),
        (b"[1, 2", "not_json"),
        (b"null", "wrong_shape"),
        (b'"up"', "wrong_shape"),
        (b'[1, "two", null, {"id": 3}]', "wrong_shape"),
        (b'{"error": "Not Found", "status": 404}', "wrong_shape"),
        (b'{"a": 1, "a": 2}', "duplicate_keys"),
        (PLAIN_XML, "not_json"),
        (b"[" * 200_000, "too_deep"),
        (b'{"a":' * 200_000, "too_deep"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_json_of_another_kind_says_why(name, body, reason):
    assert refused(name, body) == reason


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (PLAIN_XML, "wrong_shape"),
        (NO_TITLE, "wrong_shape"),
        (b"<rss></rss>", "wrong_shape"),
        (b"<rss><channel><title>T</title>", "not_xml"),
        (b"<rss>&nbsp;</rss>", "not_xml"),
        (b"\x00\x01", "not_xml"),
        (b'{"components": []}', "not_xml"),
        (b"<rss>" + b"<a>" * 250_000, "too_large"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "not_xml"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_xml_of_another_kind_says_why(name, body, reason):
    assert refused(name, body) == reason


@pytest.mark.parametrize("name", XML)
def test_a_well_formed_feed_of_somebody_else_is_refused(name):
    shop = b"<rss><channel><title>A shop</title><item><title>Sale</title></item></channel></rss>"
    reason = refused(name, shop)
    assert reason in ("other_page", "other_format", "wrong_shape")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (PLAIN_XML, "wrong_shape"),
        (b'{"items": []}', "wrong_shape"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "T"}', "wrong_shape"),
        (b"[]", "not_xml"),
    ],
)
def test_what_is_no_feed_of_any_kind_says_why(body, reason):
    assert refused("rss", body) == reason


def test_an_empty_list_is_quiet_only_where_a_quiet_page_sends_one():
    assert FORMATS["aws"].parse(b"[]", {}, {"components": ["x"]}).components[0].state == (
        "operational"
    )
    assert refused("google", b"[]") == "no_components"
    for name in set(JSON) - {*LISTS}:
        assert refused(name, b"[]") == "wrong_shape"


def test_deep_markup_is_no_trouble():
    deep = b"<rss><channel><title>Azure Status</title>" + b"<a>" * 50_000 + b"</a>" * 50_000
    assert FORMATS["azure"].parse(deep + b"</channel></rss>", {}, {}).readable
