"""Every parser: what it says of what it knows, and that it says nothing of what it does not."""

import json
from datetime import UTC, datetime

import pytest

from continuity.providers import words
from continuity.providers.feeds import Reason, State, incidentio, is_reason, statuspage
from tests.providers.payloads import STATUSPAGE_WORDS, component, incident, summary

V2 = [statuspage, incidentio]


def states(reading):
    return {c.id: str(c.state) for c in reading.components}


@pytest.mark.parametrize("form", V2, ids=lambda m: m.__name__)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"components": {"c1": "operational"}}', "wrong_shape"),
        (b'{"components": [1, "two", null, {"id": null}]}', "wrong_shape"),
        (b'{"components": []}', "no_components"),
        (b'{"components": [{"id": "g", "status": "operational", "group": true}]}', "no_components"),
        (
            b'{"components": [{"id": "c", "status": "operational", "status": "major_outage"}]}',
            "duplicate_keys",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_lists_nothing_says_why(form, body, reason):
    reading = form.parse(body, {}, {})
    assert (reading.readable, reading.reason, reading.components) == (False, reason, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("form", V2, ids=lambda m: m.__name__)
def test_a_byte_order_mark_is_believed(form, encoding):
    body = form.EXAMPLE.decode().encode(encoding)
    assert form.parse(body, {}, {}) == form.parse(form.EXAMPLE, {}, {})


def test_utf_16_big_endian_with_its_mark_is_read():
    body = b"\xfe\xff" + statuspage.EXAMPLE.decode().encode("utf-16-be")
    assert statuspage.parse(body, {}, {}).readable


@pytest.mark.parametrize("form", V2, ids=lambda m: m.__name__)
@pytest.mark.parametrize(("word", "state"), STATUSPAGE_WORDS.items())
def test_each_listed_word_has_its_state(form, word, state):
    page = {"name": "Example AI"}
    reading = form.parse(summary(component("c1", word), page=page), {}, {})
    assert states(reading) == {"c1": state}
    assert reading.reason is None


@pytest.mark.parametrize("form", V2, ids=lambda m: m.__name__)
@pytest.mark.parametrize(
    "word",
    ["Affected", "degraded", "", "Operational", "operational ", "none", None, 1, True, [], {}],
    ids=repr,
)
def test_an_unlisted_word_is_unknown(form, word):
    body = summary(component("c1", word), component("c2", "operational"), page={})
    reading = form.parse(body, {}, {})
    assert states(reading) == {"c1": "unknown", "c2": "operational"}
    assert reading.readable
    assert reading.reason == "unlisted_word"


def test_full_outage_is_a_word_of_incident_io_only():
    body = summary(component("c1", "full_outage"), page={})
    assert states(incidentio.parse(body, {}, {})) == {"c1": "major_outage"}
    assert states(statuspage.parse(body, {}, {})) == {"c1": "unknown"}


def test_group_rows_are_left_out():
    body = summary(
        component("g1", "major_outage", group=True), component("c1", "operational", group_id="g1")
    )
    assert states(statuspage.parse(body, {}, {})) == {"c1": "operational"}


def test_two_components_of_one_name_stay_apart():
    body = summary(
        component("a", "operational", "Login"), component("b", "major_outage", "Login"), page={}
    )
    assert states(incidentio.parse(body, {}, {})) == {"a": "operational", "b": "major_outage"}


def test_one_component_in_two_states_is_unknown():
    body = summary(component("c1", "operational"), component("c1", "major_outage"))
    reading = statuspage.parse(body, {}, {})
    assert states(reading) == {"c1": "unknown"}
    assert reading.reason == "duplicate_id"


def test_the_indicator_of_the_page_decides_nothing():
    body = summary(
        component("c1", "operational"), status={"indicator": "critical", "description": "Down"}
    )
    assert states(statuspage.parse(body, {}, {})) == {"c1": "operational"}


def test_an_incident_explains_and_does_not_decide():
    body = summary(
        component("c1", "operational"),
        incidents=[incident("i1", impact="critical", components=[component("c1", "operational")])],
    )
    reading = statuspage.parse(body, {}, {})
    assert states(reading) == {"c1": "operational"}
    assert reading.incidents[0].components == ("c1",)


def test_a_filter_keeps_what_it_names_in_its_order():
    body = summary(*(component(c, "operational") for c in "abc"))
    reading = statuspage.parse(body, {}, {"components": ["c", "a"]})
    assert [c.id for c in reading.components] == ["c", "a"]
    assert reading.reason is None


def test_a_component_that_is_not_listed_is_unknown():
    reading = statuspage.parse(summary(component("a", "operational")), {}, {"components": ["b"]})
    assert states(reading) == {"b": "unknown"}
    assert reading.reason == reading.components[0].reason == "component_missing"


@pytest.mark.parametrize(
    ("status", "state"), [("investigating", "degraded"), ("resolved", "unknown")]
)
def test_a_hidden_component_is_found_in_an_open_incident(status, state):
    named = [component("t", "degraded_performance")]
    body = summary(
        component("a", "operational"), incidents=[incident("i", status, components=named)]
    )
    assert states(statuspage.parse(body, {}, {"components": ["t"]})) == {"t": state}


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"page_id": "abcdefghij12"}, None),
        ({"page_id": "zzzzzzzzzz99"}, "other_page"),
        ({"page_name": "example ai"}, None),
        ({"page_name": "Example Clouds"}, "other_page"),
        ({"page_id": "abcdefghij12", "page_name": "Its former name"}, None),
    ],
)
def test_the_page_of_somebody_else_is_refused(config, reason):
    reading = statuspage.parse(summary(component("c1", "operational")), {}, config)
    assert reading.reason == reason
    assert reading.readable is (reason is None)


def test_a_page_that_changed_its_maker_is_refused():
    ulid = summary(component("c1", "operational"), page={"id": "01JMXBNJXG1S2D9V65P1ZZTD94"})
    twelve = summary(component("c1", "operational"))
    assert statuspage.parse(ulid, {}, {}).reason == "other_format"
    assert incidentio.parse(twelve, {}, {}).reason == "other_format"


def test_incidents_may_be_absent():
    body = json.dumps({"components": [component("c1", "operational")]}).encode()
    assert incidentio.parse(body, {}, {}).incidents == ()


@pytest.mark.parametrize("form", V2, ids=lambda m: m.__name__)
@pytest.mark.parametrize(
    ("word", "state", "closed"),
    [
        ("investigating", "investigating", False),
        ("identified", "identified", False),
        ("monitoring", "monitoring", False),
        ("resolved", "resolved", True),
        ("postmortem", "postmortem", True),
        ("over", "unknown", False),
        (7, "unknown", False),
    ],
)
def test_the_state_of_an_incident_is_a_listed_word(form, word, state, closed):
    body = summary(component("c", "operational"), incidents=[incident("i", word)], page={})
    found = form.parse(body, {}, {}).incidents[0]
    assert found.state == state
    assert found.is_closed is closed


def test_an_incident_began_when_it_began_not_when_it_was_posted():
    post = incident("i", started_at="2026-11-20T02:41:00.000-07:00")
    found = statuspage.parse(summary(component("c", "operational"), incidents=[post]), {}, {})
    assert found.incidents[0].started_at == datetime(2026, 11, 20, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2026-11-20 10:00", "9999-12-31T23:59:59-12:00", 5])
def test_a_time_that_is_none_is_left_open(text):
    post = incident("i", started_at=text, created_at=text)
    found = statuspage.parse(summary(component("c", "operational"), incidents=[post]), {}, {})
    assert found.incidents[0].started_at is None


def test_updates_name_components_too():
    updates = [{"affected_components": [{"code": "c1", "new_status": "major_outage"}]}]
    post = incident("i", incident_updates=updates)
    found = statuspage.parse(summary(component("c1", "major_outage"), incidents=[post]), {}, {})
    assert found.incidents[0].components == ("c1",)


def test_a_window_keeps_its_length_across_a_change_of_clocks():
    window = {
        "id": "m1",
        "name": "Upgrade",
        "status": "verifying",
        "scheduled_for": "2026-10-25T02:00:00.000+02:00",
        "scheduled_until": "2026-10-25T04:00:00.000+01:00",
    }
    body = summary(component("c1", "under_maintenance"), scheduled_maintenances=[window])
    found = statuspage.parse(body, {}, {}).maintenances[0]
    assert (found.ends_at - found.starts_at).total_seconds() == 3 * 3600


def test_text_is_one_plain_line_of_bounded_length():
    name = "A\x00\x1b[2J\u202eevil\ud800 \n<script>" + "x" * 1_000_000
    reading = statuspage.parse(summary(component("c1", "operational", name)), {}, {})
    shown = reading.components[0].name
    assert len(shown) <= 200
    assert shown.startswith("A [2J evil <script>xxx")
    shown.encode()


def test_huge_numbers_and_huge_ids_are_survived():
    huge = b'{"components": [{"id": ' + b"9" * 5000 + b', "status": "operational"}]}'
    assert statuspage.parse(huge, {}, {}).reason == "wrong_shape"


def test_a_row_without_an_id_is_left_out_and_said():
    body = summary(component("c1", "operational"), {"status": "operational"}, "row")
    reading = statuspage.parse(body, {}, {})
    assert states(reading) == {"c1": "operational"}
    assert reading.reason == "odd_rows"


def test_the_printed_form_has_the_documented_keys():
    printed = statuspage.parse(statuspage.EXAMPLE, {}, {}).as_json()
    assert list(printed)[:4] == ["readable", "reason", "components", "incidents"]
    assert printed["components"][0] == {"id": "c1", "name": "API", "state": "degraded"}
    assert printed["incidents"][0] == {
        "id": "i1",
        "title": "Slow answers",
        "state": "investigating",
        "started_at": "2026-08-01T09:40:00Z",
        "resolved_at": None,
        "components": ["c1"],
    }
    json.dumps(printed)


def test_the_order_of_states_leaves_unknown_out():
    ranks = [s.rank for s in (State.OPERATIONAL, State.MAINTENANCE, State.DEGRADED)]
    assert ranks == [0, 1, 2]
    assert State.PARTIAL_OUTAGE.rank < State.MAJOR_OUTAGE.rank
    assert State.UNKNOWN.rank == -1
    assert not State.UNKNOWN.is_bad
    assert not State.MAINTENANCE.is_bad


def test_every_reason_is_told_in_words():
    assert set(Reason) <= set(words.REASONS)
    assert "503" in words.reason("http_503")


def test_reason_codes_are_words_with_underscores():
    assert all(r.value == r.value.lower() and r.value.replace("_", "").isalpha() for r in Reason)
    assert is_reason("http_404")
    assert not is_reason("http_4040")
    assert not is_reason("because")
