"""Payloads of real status pages, where the folder of samples lies beside the repository."""

import json

import pytest

from continuity.providers import parsers
from tests.shared import sample


def read(form, name, **config):
    return parsers.read_file(form, sample(f"feeds/{name}").read_bytes(), config)


def states(reading):
    return {c.id: str(c.state) for c in reading.components}


@pytest.mark.parametrize("form", ["statuspage", "incidentio"])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("odd-200-error-object.json", "wrong_shape"),
        ("odd-array-root.json", "wrong_shape"),
        ("odd-cloudfront-405-challenge.http", "challenge"),
        ("odd-empty.json", "empty"),
        ("odd-html-200-instead-of-json.json", "html_instead"),
        ("odd-redirect-301-to-html.http", "moved"),
        ("odd-truncated.json", "not_json"),
        ("odd-xml-entity-expansion.xml", "entities_refused"),
        ("incidentio-openai-native-proxy-summary.json", "wrong_shape"),
        ("incidentio-v1-summary-neon-docs-empty.json", "wrong_shape"),
        ("handmade-incidentio-v1-summary-ongoing.json", "wrong_shape"),
        ("statuspage-github-history-resolved.atom", "not_json"),
        ("azure-status-feed-empty.xml", "not_json"),
    ],
)
def test_what_is_no_such_payload_is_unreadable(form, name, reason):
    reading = read(form, name)
    assert (reading.readable, reading.reason) == (False, reason)


@pytest.mark.parametrize("form", ["statuspage", "incidentio"])
def test_words_of_other_formats_are_unknown(form):
    reading = read(form, "odd-unknown-enums.json")
    assert states(reading) == {"c1": "unknown", "c2": "unknown", "c3": "unknown"}
    assert reading.reason == "unlisted_word"


def test_a_byte_order_mark_makes_no_difference():
    marked = read("statuspage", "odd-utf8-bom.json")
    plain = read("statuspage", "statuspage-anthropic-summary-operational.json")
    assert marked == plain
    assert set(states(plain).values()) == {"operational"}
    assert len(plain.components) == 6
    assert plain.page_id == "tymt9n04zgry"
    assert plain.reason is None


@pytest.mark.parametrize("severity", ["minor", "major"])
def test_the_component_decides_whatever_the_page_indicates(severity):
    reading = read("statuspage", f"statuspage-instructure-doc-example-{severity}.json")
    assert states(reading) == {"b13yz5g2cw10": "operational", "9397cnvk62zn": "degraded"}
    assert reading.incidents[0].components == ("9397cnvk62zn",)
    assert reading.incidents[0].started_at.isoformat() == "2021-09-30T07:55:18+00:00"


def test_every_word_of_statuspage():
    reading = read("statuspage", "handmade-statuspage-all-enums.json")
    assert sorted(states(reading).values()) == sorted(
        ["operational", "maintenance", "degraded", "partial_outage", "major_outage"]
    )
    current, past = reading.incidents
    assert current.started_at.isoformat() == "2026-11-20T09:41:00+00:00"
    assert current.components == ("c1",)
    assert (current.is_closed, past.is_closed) == (False, True)


def test_a_maintenance_keeps_its_three_hours():
    reading = read("statuspage", "handmade-statuspage-maintenance-in-progress.json")
    assert states(reading) == {"c1": "maintenance"}
    window = reading.maintenances[0]
    assert (window.ends_at - window.starts_at).total_seconds() == 3 * 3600
    assert reading.maintenances[1].state == "verifying"


def test_two_logins_stay_distinct():
    reading = read("incidentio", "incidentio-openai-compat-components.json")
    logins = [c.id for c in reading.components if c.name == "Login"]
    assert len(reading.components) == 34
    assert len(set(logins)) == 2


def test_an_incident_without_components_leaves_the_component_as_it_is():
    reading = read("incidentio", "handmade-incidentio-compat-critical.json")
    assert states(reading) == {"01HANDMADEAPI": "operational"}
    assert reading.incidents[0].state == "investigating"


@pytest.mark.parametrize("form", sorted(parsers.FORMATS))
def test_no_sample_of_any_format_breaks_a_parser(form):
    folder = sample("feeds")
    for path in sorted(folder.iterdir()):
        reading = parsers.read_file(form, path.read_bytes(), {})
        json.dumps(reading.as_json())
        assert reading.readable or reading.reason, path.name
