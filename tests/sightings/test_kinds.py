"""What each kind makes of what is sent; and whatever is sent, it answers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.plugins import discover
from continuity.providers.feeds import State
from continuity.sightings.kinds import DEEPEST, Heard, meaning

KINDS = discover("continuity.sightings.kinds")
EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
HEADERS = {"webhook-id": "msg_1"}
SAID = {
    "alertmanager": ("alertname=ModelDown", "ModelDown", State.MAJOR_OUTAGE, "a1b2"),
    "generic": ("gateway", "Model gateway", State.MAJOR_OUTAGE, ""),
    "incidentio": ("s1", "API", State.PARTIAL_OUTAGE, "01H"),
    "statuspage": ("c1", "API", State.MAJOR_OUTAGE, ""),
}


def read(kind, sent, **config):
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return KINDS[kind].read(body, HEADERS, config)


def example(kind):
    return json.loads(KINDS[kind].EXAMPLE)


@pytest.mark.parametrize("kind", KINDS)
def test_its_example_says_what_it_says(kind):
    (word,) = read(kind, KINDS[kind].EXAMPLE).words
    assert (word.upstream, word.name, word.state, word.thread) == SAID[kind]
    assert word.at.isoformat() == "2026-11-02T12:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("statuspage", "component:u1"),
        ("incidentio", "msg_1"),
        ("generic", "message-1"),
        ("alertmanager", ""),
    ],
)
def test_a_message_is_known_again_by_its_own_id(kind, key):
    assert read(kind, KINDS[kind].EXAMPLE).key == key


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("operational", State.OPERATIONAL),
        ("under_maintenance", State.MAINTENANCE),
        ("degraded_performance", State.DEGRADED),
        ("partial_outage", State.PARTIAL_OUTAGE),
        ("major_outage", State.MAJOR_OUTAGE),
        ("on fire", State.UNKNOWN),
    ],
)
def test_an_incident_of_a_status_page_tells_of_each_component(said, state):
    parts = [{"id": "c1", "name": "API", "status": said}, {"id": "c2", "status": "operational"}]
    incident = {"id": "i1", "name": "Slow", "updated_at": "2026-11-02T06:00:00-06:00"}
    heard = read("statuspage", {"incident": {**incident, "components": parts}})
    first, second = heard.words
    assert (first.state, first.title, first.at.hour) == (state, "Slow", 12)
    assert (second.name, second.state) == ("c2", State.OPERATIONAL)
    assert heard.key == "incident:i1:2026-11-02T06:00:00-06:00"


def test_an_incident_that_names_no_component_says_nothing_of_any():
    assert read("statuspage", {"incident": {"id": "i", "components": []}}).words == ()


@pytest.mark.parametrize(
    ("category", "severity", "state"),
    [
        ("live", "Minor", State.DEGRADED),
        ("live", "Critical", State.MAJOR_OUTAGE),
        ("live", "SEV1", State.UNKNOWN),
        ("triage", "Critical", State.UNKNOWN),
        ("closed", "Critical", State.OPERATIONAL),
        ("declined", "SEV1", State.OPERATIONAL),
        ("new word", "Critical", State.UNKNOWN),
    ],
)
def test_an_incident_is_as_bad_as_its_severity_until_it_is_over(category, severity, state):
    sent = example("incidentio")
    incident = sent[sent["event_type"]]
    incident["incident_status"]["category"] = category
    incident["severity"]["name"] = severity
    heard = read("incidentio", sent)
    assert [w.state for w in heard.words] == [state]
    assert heard.whole == "01H"


def test_a_private_incident_or_another_event_says_nothing():
    for event in ("private_incident.incident_created_v2", "public_alert.alert_created_v1"):
        heard = read("incidentio", {"event_type": event, event: {"id": "x"}})
        assert (heard.words, heard.reason) == ((), "other_event")


def test_alerts_are_told_apart_by_the_labels_of_ones_choice():
    alert = {"status": "firing", "labels": {"alertname": "A", "service": "api", "x": "1"}}
    heard = read("alertmanager", {"alerts": [alert]}, labels="service, alertname")
    assert [w.upstream for w in heard.words] == ["service=api,alertname=A"]
    assert read("alertmanager", {"alerts": [alert]}, labels="nope").words == ()


@pytest.mark.parametrize(
    ("status", "severity", "state"),
    [
        ("firing", "critical", State.MAJOR_OUTAGE),
        ("firing", "warning", State.DEGRADED),
        ("firing", None, State.DEGRADED),
        ("firing", "p7", State.UNKNOWN),
        ("resolved", "critical", State.OPERATIONAL),
        ("suppressed", "critical", State.UNKNOWN),
    ],
)
def test_an_alert_is_as_bad_as_its_severity_label(status, severity, state):
    labels = {"alertname": "A", **({"severity": severity} if severity else {})}
    heard = read("alertmanager", {"alerts": [{"status": status, "labels": labels}]})
    assert [w.state for w in heard.words] == [state]


def test_ones_own_list_of_words_goes_first():
    sent = {"component": "a", "state": "SEV1"}
    assert read("generic", sent).words[0].state is State.UNKNOWN
    known = read("generic", sent, meanings={"sev1": "partial_outage"})
    assert known.words[0].state is State.PARTIAL_OUTAGE


@given(st.text())
def test_a_word_on_no_list_is_unknown(word):
    for kind in KINDS.values():
        known = getattr(kind, "STATES", None) or kind.SEVERITIES
        if " ".join(word.split()).lower() not in known:
            assert meaning(f"x{word}", known, {}) is State.UNKNOWN
            assert meaning("x", known, {"meanings": {"x": word}}) is State.UNKNOWN


@EACH
def test_every_cut_flip_and_doubling_of_its_example_is_answered(kind):
    body = kind.EXAMPLE
    for at in range(len(body)):
        flips = [body[:at] + bytes([body[at] ^ 1 << bit]) + body[at + 1 :] for bit in range(8)]
        for damaged in (body[:at], body[: at + 1] + body[at:], body[:at] + body[at + 1 :], *flips):
            sound(kind.read(damaged, HEADERS, {}))


NAMES = [
    "alerts",
    "labels",
    "status",
    "incident",
    "components",
    "id",
    "name",
    "state",
    "event_type",
    "component",
    "component_update",
    "custom_field_entries",
    "values",
    "severity",
    "incident_status",
    "at",
    "public_incident.incident_created_v2",
    "annotations",
    "updated_at",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(NAMES) | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@EACH
@given(sent=JSON, config=st.dictionaries(st.sampled_from(["labels", "meanings"]), JSON))
def test_whatever_json_is_sent_it_answers(kind, sent, config):
    sound(kind.read(json.dumps(sent).encode(), HEADERS, config))


@EACH
@given(body=st.binary())
def test_whatever_bytes_are_sent_it_answers(kind, body):
    sound(kind.read(body, HEADERS, {}))


def sound(heard):
    assert isinstance(heard, Heard)
    assert heard.words or heard.reason or heard.words == ()
    for word in heard.words:
        assert 0 < len(word.upstream) <= 200
        assert len(word.name) <= 200
        assert isinstance(word.state, State)
        for told in (word.upstream, word.name, word.title, word.thread, word.term):
            assert "\0" not in told
            told.encode()  # no half characters


@EACH
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"<html>", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b"\xff\xfe{", "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b"[1]", "wrong_shape"),
        (b"[" * 200_000, "too_deep"),
        (b'{"a": ' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1), "too_deep"),
        (b'{"hello": "world"}', "wrong_shape"),
    ],
    ids=range(9),
)
def test_what_is_not_its_own_is_refused_with_a_reason(kind, body, reason):
    assert kind.read(body, HEADERS, {}) == Heard(reason=reason)


@EACH
def test_of_a_large_message_no_more_than_300_words_are_taken(kind):
    row = {"id": "c", "name": "n", "status": "firing", "labels": {"alertname": "A"}}
    sent = json.dumps({"alerts": [row] * 2000, "components": [row] * 2000, "incident": row})
    assert len(kind.read(sent.encode(), HEADERS, {}).words) <= 300
