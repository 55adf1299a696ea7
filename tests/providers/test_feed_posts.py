"""News and posts of status-page makers: who is hit, how badly, and by what is still open."""

import json
from datetime import UTC, datetime

import pytest

from continuity.providers.feeds import (
    incidentio_native,
    incidentio_rss,
    incidentio_widget,
    rss,
    slack,
    statuspage_atom,
    xai,
)


def said(reading):
    return {c.id: str(c.state) for c in reading.components}


def test_a_name_in_an_rss_of_incident_io_has_its_state():
    reading = incidentio_rss.parse(incidentio_rss.EXAMPLE, {}, {"components": ["API", "Chat"]})
    assert said(reading) == {"API": "major_outage", "Chat": "operational"}
    (post,) = reading.incidents
    assert (post.state, post.link) == ("identified", "https://status.example.com/incidents/1")
    assert post.last_words == "We found the cause."
    over = incidentio_rss.EXAMPLE.replace(b"Status: Identified", b"Status: Resolved")
    assert said(incidentio_rss.parse(over, {}, {"components": ["API"]})) == {"API": "operational"}


def test_work_that_runs_is_maintenance_and_no_incident():
    payload = json.loads(incidentio_widget.EXAMPLE)
    work = {"id": "m", "name": "Upgrade", "status": "maintenance_in_progress",
            "started_at": "2026-08-01T09:00:00Z", "scheduled_end_at": "2026-08-01T11:00:00Z",
            "affected_components": [{"id": "db", "name": "Database"}]}  # fmt: skip
    payload |= {"ongoing_incidents": [], "in_progress_maintenances": [work]}
    reading = incidentio_widget.parse(json.dumps(payload).encode(), {}, {})
    assert said(reading) == {"db": "maintenance"}
    assert reading.incidents == ()
    assert reading.maintenances[0].state == "in_progress"


@pytest.mark.parametrize("missing", ["ongoing_incidents", "scheduled_maintenances", "page_title"])
def test_a_widget_that_lacks_a_list_tells_nothing(missing):
    payload = json.loads(incidentio_widget.EXAMPLE)
    del payload[missing]
    reading = incidentio_widget.parse(json.dumps(payload).encode(), {}, {})
    assert (reading.readable, reading.reason) == (False, "wrong_shape")


def test_the_list_of_native_incidents_is_read_by_its_impacts():
    impact = {"component_id": "api", "status": "partial_outage", "start_at": "2026-08-01T09:00:00Z"}
    update = {"published_at": "2026-08-01T10:00:00Z", "to_status": "identified"}
    posts = [
        {"id": "1", "name": "Slow", "type": "incident", "status": "identified",
         "updates": [update], "component_impacts": [impact]},
        {"id": "2", "name": "Past", "type": "incident", "status": "resolved",
         "updates": [{**update, "to_status": "resolved"}],
         "component_impacts": [
             {**impact, "component_id": "web", "end_at": "2026-08-01T09:30:00Z"}]},
    ]  # fmt: skip
    reading = incidentio_native.parse(json.dumps({"incidents": posts}).encode(), {}, {})
    assert said(reading) == {"api": "partial_outage", "web": "operational"}
    first, second = reading.incidents
    assert first.started_at == datetime(2026, 8, 1, 9, tzinfo=UTC)
    assert second.resolved_at == datetime(2026, 8, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"incidents": []}, "no_components"),
        ({"incidents": [{"id": "1"}]}, "wrong_shape"),
        ({"incidents": ["x"]}, "wrong_shape"),
        ({"component_impacts": []}, "wrong_shape"),
        ({"component_impacts": ["x"], "incident_links": []}, "wrong_shape"),
        ({"summary": {"components": []}}, "wrong_shape"),
    ],
)
def test_native_data_that_are_not_whole_tell_nothing(payload, reason):
    reading = incidentio_native.parse(json.dumps(payload).encode(), {}, {"components": ["api"]})
    assert (reading.readable, reading.reason) == (False, reason)


def test_a_native_summary_without_its_affected_list_is_read_by_its_incidents():
    payload = json.loads(incidentio_native.EXAMPLE)
    del payload["summary"]["affected_components"]
    reading = incidentio_native.parse(json.dumps(payload).encode(), {}, {})
    assert set(said(reading).values()) == {"major_outage", "operational"}
    del payload["summary"]["ongoing_incidents"]
    bare = incidentio_native.parse(json.dumps(payload).encode(), {}, {})
    assert (bare.readable, bare.reason) == (False, "wrong_shape")


@pytest.mark.parametrize(
    ("page", "posts", "state"),
    [
        ("ok", [], "operational"),
        ("active", [], "unknown"),
        ("on fire", [], "unknown"),
        ("ok", [("outage", "active")], "major_outage"),
        ("ok", [("incident", "active")], "degraded"),
        ("ok", [("notice", "active")], "operational"),
        ("ok", [("outage", "resolved")], "operational"),
        ("active", [("outage", "active"), ("incident", "active")], "major_outage"),
    ],
)
def test_slack_says_how_its_services_are(page, posts, state):
    listed = [{"type": t, "status": word, "services": ["Messaging"]} for t, word in posts]
    body = json.dumps({"status": page, "active_incidents": listed}).encode()
    assert said(slack.parse(body, {}, {"components": ["Messaging"]})) == {"Messaging": state}


def test_an_open_entry_of_an_atom_history_is_at_least_degraded_for_what_it_mentions():
    reading = statuspage_atom.parse(statuspage_atom.EXAMPLE, {}, {"components": ["API", "Chat"]})
    assert said(reading) == {"API": "degraded", "Chat": "operational"}
    (post,) = reading.incidents
    assert post.started_at == datetime(2026, 8, 1, 10, 5, tzinfo=UTC)
    assert post.last_words == "We are looking."


@pytest.mark.parametrize(
    ("words", "state", "api"),
    [
        (["Resolved", "Investigating"], "resolved", "operational"),
        (["Postmortem", "Resolved"], "postmortem", "operational"),
        (["Update", "Identified"], "identified", "degraded"),
        (["Update"], "investigating", "degraded"),
        (["Fixed", "Investigating"], "unknown", "unknown"),
        ([], "unknown", "unknown"),
        (["In progress", "Scheduled"], None, "maintenance"),
        (["Completed", "In progress"], None, "operational"),
        (["Scheduled"], None, "operational"),
    ],
)
def test_the_newest_word_of_an_entry_says_whether_it_lasts(words, state, api):
    start, end = b"&lt;p&gt;", b"&lt;/p&gt;"
    example = statuspage_atom.EXAMPLE
    first = example.index(start)
    block = example[first : example.index(end) + len(end)]
    blocks = b"".join(block.replace(b"Investigating", word.encode()) for word in words)
    reading = statuspage_atom.parse(example.replace(block, blocks), {}, {"components": ["API"]})
    assert said(reading) == {"API": api}
    assert [i.state for i in reading.incidents] == ([state] if state else [])
    assert len(reading.maintenances) == (0 if state else 1)


def test_xai_is_unknown_while_a_word_of_it_is_new():
    lasting = xai.EXAMPLE.replace(b"<category>available", b"<category>outage")
    assert said(xai.parse(lasting, {}, {"components": ["API", "Grok"]})) == {
        "API": "unknown",
        "Grok": "operational",
    }
    assert said(xai.parse(xai.EXAMPLE, {}, {"components": ["API"]})) == {"API": "operational"}


def test_a_feed_of_news_tells_nothing_of_components():
    reading = rss.parse(rss.EXAMPLE, {}, {"components": ["API"]})
    assert reading.readable
    assert (said(reading), reading.reason) == ({"API": "unknown"}, "information_only")
    assert not reading.silent_is_well


def test_items_without_an_id_are_told_apart_by_title_date_and_link():
    rows = "".join(
        f"<item><title>Notice</title><link>https://x.example/</link><pubDate>{d}</pubDate></item>"
        for d in ("Sat, 01 Aug 2026 10:00:00 GMT", "Sun, 02 Aug 2026 10:00:00 GMT",
                  "Sun, 02 Aug 2026 10:00:00 GMT")
    )  # fmt: skip
    body = f"<rss><channel><title>News</title>{rows}</channel></rss>".encode()
    found = rss.parse(body, {}, {}).incidents
    assert len(found) == 2
    assert len({i.id for i in found}) == 2
    assert found == rss.parse(body, {}, {}).incidents
