"""Clouds list posts and no components: who is hit, how badly, and by what is still open."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers import detect
from continuity.providers.feeds import aws, aws_rss, azure, google, rss
from continuity.providers.memory import SignalState
from continuity.providers.observing import WHOLE, observe

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
VERTEX = "Z0FZJAMvEB4j3NbCJs6B"
QUIET_AZURE = b"<rss><channel><title>Azure Status</title></channel></rss>"


def changed(form, **fields):
    """The one event of the example, with other fields."""
    (event,) = json.loads(form.EXAMPLE)
    return json.dumps([event | fields]).encode()


def said(reading):
    return {c.id: str(c.state) for c in reading.components}


@pytest.mark.parametrize(
    ("impact", "state"),
    [
        ("SERVICE_OUTAGE", "major_outage"),
        ("SERVICE_DISRUPTION", "degraded"),
        ("SERVICE_INFORMATION", "operational"),
    ],
)
def test_google_says_how_bad_by_its_impact(impact, state):
    body = changed(google, status_impact=impact, most_recent_update={"status": impact})
    reading = google.parse(body, {}, {"components": [VERTEX, "other"]})
    assert said(reading) == {VERTEX: state, "other": "operational"}
    assert reading.incidents[0].components == (VERTEX,)


def test_google_that_is_available_again_is_watched_and_well():
    body = changed(google, most_recent_update={"status": "AVAILABLE"})
    reading = google.parse(body, {}, {})
    assert said(reading) == {VERTEX: "operational"}
    assert reading.incidents[0].state == "monitoring"


@pytest.mark.parametrize(
    ("impact", "where", "state"),
    [
        ("SERVICE_DISRUPTION", [{"id": "us-central1", "title": "Iowa"}], "partial_outage"),
        ("SERVICE_OUTAGE", [{"id": "us-central1", "title": "Iowa"}], "major_outage"),
        ("SERVICE_OUTAGE", [{"id": "asia-east1", "title": "Taiwan"}], "operational"),
        ("SERVICE_OUTAGE", [], "major_outage"),
        ("SERVICE_DISRUPTION", [], "degraded"),
    ],
)
def test_google_can_be_asked_for_some_places_only(impact, where, state):
    body = changed(
        google,
        status_impact=impact,
        most_recent_update={"status": impact},
        currently_affected_locations=where,
    )
    reading = google.parse(body, {}, {"components": [VERTEX], "locations": ["us-central1"]})
    assert said(reading) == {VERTEX: state}


def test_google_names_learn_their_ids():
    reading = google.parse(google.EXAMPLE, {}, {"components": ["x"], "names": {"Vertex": "y"}})
    assert [(c.id, c.name) for c in reading.components][1] == (VERTEX, "Vertex Gemini API")


@pytest.mark.parametrize(
    ("digit", "state"),
    [("0", "operational"), ("1", "operational"), ("2", "degraded"), (3, "major_outage")],
)
def test_aws_looks_inside_what_an_event_hits(digit, state):
    hit = {"bedrock-eu-west-1": {"service_name": "Amazon Bedrock", "current": digit}}
    reading = aws.parse(changed(aws, impacted_services=hit), {}, {"components": [*hit, "s3-x"]})
    assert said(reading) == {"bedrock-eu-west-1": state, "s3-x": "operational"}


def test_aws_of_an_event_that_is_resolved_is_well_whatever_it_hit():
    reading = aws.parse(changed(aws, status="0", end_time="1785580000"), {}, {})
    assert set(said(reading).values()) == {"operational"}
    (post,) = reading.incidents
    assert (post.state, post.resolved_at) == (
        "resolved",
        datetime(2026, 8, 1, 10, 26, 40, tzinfo=UTC),
    )


def test_aws_that_says_what_it_hits_in_another_shape_is_unknown():
    reading = aws.parse(changed(aws, impacted_services=["bedrock-us-east-1"]), {}, {})
    assert said(reading) == {"multipleservices-us-east-1": "unknown"}
    assert reading.reason == "unlisted_word"


def aws_items(*items):
    rows = "".join(
        f"<item><title>{title}</title><pubDate>{date}</pubDate>"
        f"<guid>http://x/#bedrock-us-east-1_{n}</guid></item>"
        for n, (title, date) in enumerate(items)
    )
    title = "Amazon Bedrock (N. Virginia) Service Status"
    return f"<rss><channel><title>{title}</title>{rows}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("items", "state"),
    [
        ([], "operational"),
        ([("Service disruption: x", "Sat, 01 Aug 2026 03:10:00 PDT")], "major_outage"),
        ([("Performance issues: x", "Sat, 01 Aug 2026 03:10:00 PDT")], "degraded"),
        ([("Informational message: x", "Sat, 01 Aug 2026 03:10:00 PDT")], "operational"),
        ([("[RESOLVED] x", "Sat, 01 Aug 2026 03:10:00 PDT")], "operational"),
        ([("Trouble: x", "Sat, 01 Aug 2026 03:10:00 PDT")], "unknown"),
        ([("Service disruption: x", "yesterday")], "unknown"),
        (
            [
                ("Service disruption: x", "Sat, 01 Aug 2026 03:10:00 PDT"),
                ("Service is operating normally: [RESOLVED] x", "Sat, 01 Aug 2026 12:00:00 GMT"),
            ],
            "operational",
        ),
        (
            [
                ("[RESOLVED] x", "Sat, 01 Aug 2026 01:00:00 PST"),
                ("Performance issues: y", "Sat, 01 Aug 2026 03:10:00 PDT"),
                ("Service disruption: y", "Sat, 01 Aug 2026 03:00:00 PDT"),
            ],
            "degraded",
        ),
    ],
)
def test_the_newest_item_of_aws_says_how_it_is(items, state):
    reading = aws_rss.parse(aws_items(*items), {}, {"components": ["bedrock-us-east-1"]})
    assert said(reading) == {"bedrock-us-east-1": state}


def test_the_feed_of_one_service_knows_nothing_of_another():
    reading = aws_rss.parse(aws_rss.EXAMPLE, {}, {"components": ["ec2-us-east-1"]})
    assert (said(reading), reading.reason) == ({"ec2-us-east-1": "unknown"}, "component_missing")


def test_a_quiet_feed_of_azure_is_all_clear_and_another_page_is_not():
    reading = azure.parse(QUIET_AZURE, {}, {"components": ["azure openai"]})
    assert said(reading) == {"azure openai": "operational"}
    other = QUIET_AZURE.replace(b"Azure Status", b"Azure Storefront")
    assert azure.parse(other, {}, {"components": ["azure openai"]}).reason == "other_page"


@pytest.mark.parametrize(
    ("word", "state"),
    [("azure openai", "degraded"), ("EAST US 2", "degraded"), ("us", "degraded"),
     ("openai serv", "operational"), ("cosmos db", "operational"), ("", "operational")],
)  # fmt: skip
def test_azure_is_asked_for_by_whole_words(word, state):
    assert said(azure.parse(azure.EXAMPLE, {}, {"components": [word]})) == {word: state}


def test_azure_can_be_asked_for_some_places_only():
    asked = {"components": ["azure openai"]}
    here = azure.parse(azure.EXAMPLE, {}, {**asked, "locations": ["East US 2"]})
    there = azure.parse(azure.EXAMPLE, {}, {**asked, "locations": ["Sweden Central"]})
    assert said(here) == {"azure openai": "degraded"}
    assert said(there) == {"azure openai": "operational"}


def test_azure_that_is_mitigated_is_over():
    body = azure.EXAMPLE.replace(b"- Investigating", b"- Mitigated")
    reading = azure.parse(body, {}, {"components": ["azure openai"]})
    assert said(reading) == {"azure openai": "operational"}
    assert reading.incidents[0].is_closed


def test_a_whole_page_of_posts_is_well_when_quiet_and_as_bad_as_its_worst():
    assert observe(azure.parse(QUIET_AZURE, {}, {}), WHOLE, NOON).state == "operational"
    assert observe(azure.parse(azure.EXAMPLE, {}, {}), WHOLE, NOON).state == "degraded"
    assert observe(rss.parse(rss.EXAMPLE, {}, {}), WHOLE, NOON).missing


def test_a_start_in_the_future_is_kept_as_data_and_dates_nothing():
    body = changed(google, begin="2031-01-01T00:00:00+00:00")
    reading = google.parse(body, {}, {})
    signal = SignalState()
    for minute in range(4):
        at = NOON + timedelta(minutes=minute)
        seen = observe(reading, VERTEX, at, signal)
        signal, told = detect.step(signal, seen, at, detect.EDITED_BY_PEOPLE)
        if told:
            assert (told.kind, told.since) == ("open", NOON)
    assert signal.open


def test_of_very_many_posts_every_open_one_is_kept():
    (event,) = json.loads(google.EXAMPLE)
    over = [event | {"id": f"o{n}", "end": "2026-07-01T00:00:00+00:00"} for n in range(500)]
    body = json.dumps([*over, event]).encode()
    reading = google.parse(body, {}, {})
    assert said(reading) == {VERTEX: "major_outage"}
    assert len(reading.incidents) == 200
    assert [i.id for i in reading.incidents if not i.is_closed] == ["inc1"]


def test_a_feed_too_long_to_be_one_is_refused():
    item = b"<item><title>A - Resolved</title></item>"
    body = b"<rss><channel><title>Azure Status</title>" + item * 1001 + b"</channel></rss>"
    assert azure.parse(body, {}, {}).reason == "too_large"
