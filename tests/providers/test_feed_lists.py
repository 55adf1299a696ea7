"""Sources that list their components, each in its own shape."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers.feeds import (
    betterstack,
    cachet,
    checkly,
    datadog,
    flashduty,
    instatus,
    rootly,
    statusio,
    statuspage,
)
from continuity.providers.observing import WHOLE, observe
from tests.providers.payloads import component, incident, summary

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def said(reading):
    return {c.id: str(c.state) for c in reading.components}


def edited(form, change):
    payload = json.loads(form.EXAMPLE)
    change(payload)
    return json.dumps(payload).encode()


def test_a_component_that_hides_while_fine_is_found_in_the_incident_that_names_it():
    """As on a page whose indicator is always minor: what is not hit there is well."""
    tunnel = component("tun", "degraded_performance", "Tunnel")
    body = summary(
        component("rep", "operational", "Replicate"),
        incidents=[incident("i", components=[tunnel])],
        status={"indicator": "minor", "description": "Minor Service Outage"},
    )
    assert said(statuspage.parse(body, {}, {"components": ["rep"]})) == {"rep": "operational"}
    assert said(statuspage.parse(body, {}, {"components": ["tun"]})) == {"tun": "degraded"}


def test_an_incident_keeps_when_it_was_updated_and_its_last_words():
    updates = [
        {"display_at": "2026-08-01T11:00:00Z", "status": "resolved", "body": "<b>All</b> well."},
        {"display_at": "2026-08-01T10:00:00Z", "status": "investigating", "body": "Looking."},
        {"display_at": "2026-08-02T10:00:00Z", "status": "postmortem", "body": ""},
    ]
    post = incident("i", "postmortem", shortlink="https://stspg.io/x", incident_updates=updates)
    body = summary(component("c", "operational"), incidents=[post])
    (found,) = statuspage.parse(body, {}, {}).incidents
    assert [at.hour for at in found.updates] == [10, 11, 10]
    assert found.last_words == "All well."
    assert found.link == found.writeup == "https://stspg.io/x"


def monitors(*words):
    def change(payload):
        resource = payload["included"][1]
        payload["included"][1:3] = [
            resource | {"id": str(n), "attributes": resource["attributes"] | {"status": word}}
            for n, word in enumerate(words)
        ]

    return edited(betterstack, change)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["operational", "operational"], "operational"),
        (["downtime", "operational"], "partial_outage"),
        (["downtime", "downtime"], "major_outage"),
        (["degraded", "operational"], "degraded"),
        (["downtime", "not_monitored"], "major_outage"),
        (["maintenance", "operational"], "operational"),
        (["maintenance", "maintenance"], "maintenance"),
        (["operational", "wobbly"], "unknown"),
        (["downtime", "wobbly"], "partial_outage"),
        (["not_monitored"], "unknown"),
    ],
)
def test_a_section_of_monitors_is_out_in_part_until_all_of_it_is(words, state):
    reading = betterstack.parse(monitors(*words), {}, {"components": ["section-10"]})
    assert said(reading) == {"section-10": state}


def test_a_section_is_found_by_its_name():
    config = {"components": ["100"], "names": {"Inference": "x"}}
    reading = betterstack.parse(betterstack.EXAMPLE, {}, config)
    assert ("section-10", "Inference") in [(c.id, c.name) for c in reading.components]
    plain_list = betterstack.parse(betterstack.EXAMPLE, {}, {})
    assert [c.id for c in plain_list.components] == ["100", "101"]


def test_what_nobody_watches_is_unknown_and_no_part_of_the_whole_page():
    reading = betterstack.parse(monitors("operational", "not_monitored"), {}, {})
    assert said(reading) == {"0": "operational", "1": "unknown"}
    assert reading.reason == "not_monitored"
    assert observe(reading, WHOLE, NOON).state == "operational"
    only = betterstack.parse(monitors("not_monitored"), {}, {})
    assert observe(only, WHOLE, NOON).state == "unknown"


def test_what_is_not_included_is_left_alone():
    def dangle(payload):
        payload["data"]["relationships"] = {"resources": {"data": [{"id": "999"}]}}
        payload["included"][3]["attributes"]["affected_resources"] = [
            {"status_page_resource_id": "999", "status": "downtime"}
        ]

    reading = betterstack.parse(edited(betterstack, dangle), {}, {})
    assert reading.incidents[0].components == ("999",)
    assert len(reading.components) == 2


@pytest.mark.parametrize(
    ("word", "impacts", "state"),
    [
        ("UP", [], "operational"),
        ("UNDERMAINTENANCE", [], "maintenance"),
        ("HASISSUES", [], "degraded"),
        ("HASISSUES", ["DEGRADEDPERFORMANCE", "PARTIALOUTAGE"], "partial_outage"),
        ("HASISSUES", ["OPERATIONAL"], "degraded"),
        ("HASISSUES", ["SLOW"], "unknown"),
        ("DOWN", ["MAJOROUTAGE"], "unknown"),
    ],
)
def test_a_summary_of_instatus_is_the_page_as_a_whole(word, impacts, state):
    payload = {"page": {"name": "X", "url": "https://x.example", "status": word}}
    if impacts:
        payload["activeIncidents"] = [{"name": "n", "impact": impact} for impact in impacts]
    reading = instatus.parse(json.dumps(payload).encode(), {}, {})
    assert said(reading) == {"x.example": state}
    assert observe(reading, WHOLE, NOON).state == state
    asked = instatus.parse(json.dumps(payload).encode(), {}, {"components": ["c1"]})
    assert asked.reason == "component_missing"


def test_a_window_of_instatus_is_as_long_as_its_text_says():
    payload = {
        "page": {"name": "X", "url": "https://x.example", "status": "UP"},
        "activeMaintenances": [
            {"id": "m", "start": "2026-08-01T10:00:00Z", "duration": "90", "status": "INPROGRESS"},
            {"id": "n", "start": "2026-08-01T10:00:00Z", "duration": "long", "status": "SOON"},
        ],
    }
    first, second = instatus.parse(json.dumps(payload).encode(), {}, {}).maintenances
    assert first.ends_at - first.starts_at == timedelta(minutes=90)
    assert (second.ends_at, second.state) == (None, "unknown")


@pytest.mark.parametrize(
    ("word", "state"),
    [("none", "operational"), ("minor", "degraded"), ("major", "major_outage"),
     ("maintenance", "maintenance"), ("critical", "unknown"), ("Affected", "unknown")],
)  # fmt: skip
def test_the_indicator_of_rootly_is_the_page_as_a_whole(word, state):
    body = edited(rootly, lambda payload: payload["status"].update(indicator=word))
    assert said(rootly.parse(body, {}, {})) == {"status.example.com": state}


def test_another_page_of_the_same_maker_is_refused():
    for form, name in ((rootly, "page_name"), (instatus, "page_name"), (datadog, "page_name")):
        assert form.parse(form.EXAMPLE, {}, {name: "Somebody else"}).reason == "other_page"
    body = rootly.EXAMPLE
    assert rootly.parse(body, {}, {"page_id": "status.example.com"}).readable
    assert rootly.parse(body, {}, {"page_id": "status.acme.example"}).reason == "other_page"


def test_a_container_of_status_io_is_asked_for_with_its_component():
    reading = statusio.parse(statusio.EXAMPLE, {}, {"components": ["c1/eu", "c1/us", "c2"]})
    assert said(reading) == {"c1/eu": "degraded", "c1/us": "unknown", "c2": "operational"}
    assert reading.components[0].name == "API, Europe"


def test_groups_of_datadog_have_no_state_of_their_own():
    assert said(datadog.parse(datadog.EXAMPLE, {}, {})) == {"c1": "degraded", "c2": "operational"}
    (post,) = datadog.parse(datadog.EXAMPLE, {}, {}).incidents
    assert (post.components, post.last_words) == (("c1",), "We are looking.")


@pytest.mark.parametrize(
    ("changes", "api", "chat"),
    [
        ([], "operational", "operational"),
        ([{"affected_components": [{"component_id": "c1", "status": "partial_outage"}]}],
         "partial_outage", "operational"),
        ([{"affected_components": [{"component_id": "c1", "status": "on_fire"}]}],
         "unknown", "operational"),
        ([{"title": "Which?"}], "unknown", "unknown"),
        (["what"], "unknown", "unknown"),
    ],
)  # fmt: skip
def test_the_state_at_flashduty_follows_from_what_is_active(changes, api, chat):
    body = edited(flashduty, lambda payload: payload["data"].update(active_changes=changes))
    assert said(flashduty.parse(body, {}, {})) == {"c1": api, "c2": chat}


def test_what_looks_well_is_unknown_where_checkly_says_that_it_is_not_all():
    body = edited(checkly, lambda payload: payload.update(partialError=True))
    reading = checkly.parse(body, {}, {})
    assert said(reading) == {"c1": "degraded", "c2": "unknown"}
    assert reading.reason == "incomplete"


def test_cachet_of_either_age_is_read():
    three = {
        "data": [
            {"id": "1", "type": "components",
             "attributes": {"name": "API", "status": {"human": "Major Outage", "value": 4}}},
            {"id": "2", "type": "components",
             "attributes": {"name": "Web", "status": {"human": "Unknown", "value": 5}}},
        ]
    }  # fmt: skip
    reading = cachet.parse(json.dumps(three).encode(), {}, {})
    assert said(reading) == {"1": "major_outage", "2": "unknown"}
    assert said(cachet.parse(cachet.EXAMPLE, {}, {})) == {"1": "operational", "2": "partial_outage"}


def test_a_page_of_a_longer_list_says_that_it_is_not_all():
    body = cachet.EXAMPLE.replace(b'"total_pages": 1', b'"total_pages": 3')
    assert cachet.parse(body, {}, {}).reason == "incomplete"
    asked = cachet.parse(body, {}, {"components": ["77"]})
    assert (said(asked), asked.reason) == ({"77": "unknown"}, "component_missing")
