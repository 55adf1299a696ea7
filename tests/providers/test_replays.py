"""Real feeds, minute by minute, through parser, observation and debounce: how many alerts, when.

How long after the start of the trouble the first read falls is a throw of the dice: over many
throws the median of two reads is 90 s, and one throw of 65 is off by a few seconds.
"""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.providers import detect, parsers
from continuity.providers.memory import SignalState
from continuity.providers.observing import observe
from tests.providers.replays import Mistral, OpenAI, reads
from tests.shared import sample


@pytest.fixture(scope="module")
def openai():
    return OpenAI()


@pytest.fixture(scope="module")
def mistral():
    return Mistral()


def test_the_sample_holds_the_intervals_that_were_counted(openai):
    assert len(openai.spans) == 66
    assert (openai.spans[-1][1] - openai.spans[0][0]).days == 85


@pytest.mark.parametrize("form", ["incidentio", "incidentio_native"])
def test_85_days_of_openai_at_two_reads_are_65_alerts_85_seconds_late(openai, form):
    alerts, delay = openai.alerts(form, reads(2), seed=0)
    assert alerts == pytest.approx(65, abs=1)
    assert delay == pytest.approx(85, abs=5)


@pytest.mark.slow
@pytest.mark.parametrize(("count", "alerts", "delay"), [(1, 66, 25), (3, 64, 143)])
def test_fewer_or_more_reads_change_the_delay_and_hardly_the_count(openai, count, alerts, delay):
    found = openai.alerts("incidentio", reads(count), seed=0)
    assert found[0] == pytest.approx(alerts, abs=1)
    assert found[1] == pytest.approx(delay, abs=5)


def test_our_own_policy_is_no_chattier_and_at_most_a_minute_later(openai):
    """It wants sixty seconds between the reads; a poll that comes at 59 is one too early."""
    alerts, delay = openai.alerts("incidentio", detect.EDITED_BY_PEOPLE, seed=0)
    assert 62 <= alerts <= 66
    assert 85 <= delay <= 85 + 60


def test_the_day_of_mistral_is_six_raw_opens_and_four_after_three_reads(mistral):
    assert [mistral.alerts(reads(n), seed=11) for n in (1, 2, 3)] == [6, 5, 4]


@pytest.mark.parametrize("seed", range(4))
def test_the_day_of_mistral_is_at_most_four_alerts_by_our_policy(mistral, seed):
    assert mistral.alerts(detect.DRIVEN_BY_MONITORS, seed) <= 4


def test_what_was_entered_days_later_alerts_nobody():
    body = sample("feeds/datadog-openrouter-trimmed.json").read_bytes()
    reading = parsers.read("datadog", body, {}, {})
    now, signal = datetime(2026, 9, 11, 2, 35, tzinfo=UTC), SignalState()
    video = "bb2402ad-3e98-4c75-9eb5-ca68ca683c5a"
    for minute in range(30):
        moment = now + timedelta(minutes=minute)
        signal, told = detect.step(
            signal,
            observe(reading, video, moment, signal),
            moment,
            detect.DRIVEN_BY_MONITORS,
        )
        assert told is None
    assert not signal.open
    assert reading.maintenances == ()


def test_an_incident_of_google_is_open_until_it_has_an_end():
    body = sample("feeds/gcp-incidents-open-outage-rewound.json").read_bytes()
    over = body.replace(b'"begin"', b'"end": "2022-01-16T10:00:00+00:00", "begin"')
    lasting, ended = (parsers.read("google", b, {}, {}) for b in (body, over))
    assert [str(c.state) for c in lasting.components] == ["major_outage"]
    assert [str(c.state) for c in ended.components] == ["operational"]
    assert lasting.incidents[0].id == ended.incidents[0].id
    assert (lasting.incidents[0].is_closed, ended.incidents[0].is_closed) == (False, True)


def test_a_body_of_aws_in_utf_16_equals_its_twin():
    names = ("aws-currentevents-utf16be-bom.json", "aws-currentevents-open-and-resolved.json")
    marked, plain = (parsers.read("aws", sample(f"feeds/{n}").read_bytes(), {}, {}) for n in names)
    assert marked == plain
    bedrock = marked.component("bedrock-me-central-1")
    assert (bedrock.name, bedrock.state) == ("Amazon Bedrock", "major_outage")


def test_the_native_summary_of_openai_names_what_is_hit():
    body = sample("feeds/incidentio-openai-native-proxy-summary.json").read_bytes()
    reading = parsers.read("incidentio_native", body, {}, {})
    hit = [c for c in reading.components if c.state != "operational"]
    assert [(c.name, str(c.state)) for c in hit] == [("Video generation", "degraded")]
    (post,) = reading.incidents
    assert post.components == (hit[0].id,)
    assert post.started_at == datetime(2025, 4, 1, 6, 30, tzinfo=UTC)
    assert post.last_words.startswith("New users may experience temporary delays")
    assert len(post.updates) == 1


def test_two_logins_of_openai_stay_distinct():
    body = sample("feeds/incidentio-openai-compat-components.json").read_bytes()
    reading = parsers.read("incidentio", body, {}, {})
    logins = {c.id for c in reading.components if c.name == "Login"}
    assert {i[-5:] for i in logins} == {"VEW3B", "ZTD94"}


def test_a_maintenance_across_the_change_of_clocks_is_three_hours_long():
    body = sample("feeds/handmade-statuspage-maintenance-in-progress.json").read_bytes()
    first, second = parsers.read("statuspage", body, {}, {}).maintenances
    assert first.ends_at - first.starts_at == timedelta(hours=3)
    assert second.state == "verifying"
