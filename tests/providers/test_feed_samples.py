"""Payloads of real status pages: what each of them says, in its own format and in all others.

The folder of samples lies beside the repository, where there is one. ``SAMPLES`` names every file
in it.
"""

import json
import time

import pytest
from django.core.management import call_command

from continuity.providers import parsers
from tests.shared import sample

WELL, WORK, SLOW = "operational", "maintenance", "degraded"
PART, DOWN, UNKNOWN = "partial_outage", "major_outage", "unknown"

# file: (format, reason, states by component or just the states, states of its incidents)
SAMPLES = {
    "aws-currentevents-open-and-resolved.json": (
        "aws",
        None,
        {
            "multipleservices-us-west-2": WELL,
            "sts-us-west-2": WELL,
            "signin-us-west-2": WELL,
            "multipleservices-me-central-1": DOWN,
            "signin-me-central-1": DOWN,
            "sts-me-central-1": DOWN,
            "bedrock-me-central-1": DOWN,
            "multipleservices-me-south-1": DOWN,
            "sts-me-south-1": DOWN,
            "signin-me-south-1": DOWN,
            "bedrock-me-south-1": DOWN,
        },
        ["resolved", "investigating", "investigating"],
    ),
    "azure-status-feed-empty.xml": ("azure", None, {}, []),
    "checkly-mistral-uptime-flapping.json": (
        "checkly",
        None,
        {
            "c4869a5a-054c-4c1b-88d1-3d195ba58511": WELL,
            "d8e1e02e-48a4-4d97-8168-a8aabc1c51fb": WELL,
            "edb2d9fb-f852-4b73-8fd4-e0465b90f4a1": WELL,
        },
        ["resolved"] * 9,
    ),
    "datadog-openrouter-trimmed.json": (
        "datadog",
        None,
        {
            "9fb5ccff-e128-455a-be20-59572f8d363a": WELL,
            "bb2402ad-3e98-4c75-9eb5-ca68ca683c5a": WELL,
            "b108f556-36a0-43b5-aa55-a01b27855229": WELL,
            "15c7d7e9-e2b7-43dd-aa56-77c4959fc603": WELL,
            "93008741-4362-4fb6-85c4-6cddb8412116": WELL,
            "c3a7fba9-9cbc-40a4-ae83-d990bc01d51d": WELL,
            "2347916e-1f82-448c-b07d-8cfbbad57322": WELL,
        },
        ["resolved", "resolved"],
    ),
    "flashcat-deepseek-active.json": ("flashduty", None, 8 * [WELL], []),
    "gcp-incidents-2022-mixed-impacts.json": ("google", None, 6 * [WELL], ["resolved"] * 6),
    "gcp-incidents-open-outage-rewound.json": (
        "google",
        None,
        {"CETSkT92V21G6A1x28me": DOWN},
        ["investigating"],
    ),
    "handmade-aws-rss-bedrock.xml": (
        "aws_rss",
        None,
        {"bedrock-us-east-1": DOWN},
        ["investigating", "resolved"],
    ),
    "handmade-azure-status-openai-item.xml": (
        "azure",
        None,
        {"Azure OpenAI Service": SLOW, "Azure Cosmos DB": WELL},
        ["investigating", "resolved"],
    ),
    "handmade-betterstack-downtime.json": (
        "betterstack",
        "not_monitored",
        {"100": DOWN, "101": UNKNOWN},
        ["investigating"],
    ),
    "handmade-cachet-v2-components.json": ("cachet", None, {"1": WELL, "2": PART}, []),
    "handmade-incidentio-compat-critical.json": (
        "incidentio",
        None,
        {"01HANDMADEAPI": WELL},
        ["investigating"],
    ),
    "handmade-incidentio-feed.rss": ("incidentio_rss", None, {"API": PART}, ["monitoring"]),
    "handmade-incidentio-v1-summary-ongoing.json": (
        "incidentio_widget",
        None,
        {"01HANDMADEAPI": PART},
        ["identified"],
    ),
    "handmade-instatus-hasissues.json": (
        "instatus",
        None,
        {"status.example.com": DOWN},
        ["investigating", "monitoring"],
    ),
    "handmade-instatus-undermaintenance-components.json": (
        "instatus",
        None,
        {"comp1": WORK, "comp2": PART, "comp3": SLOW, "comp4": PART},
        [],
    ),
    "handmade-jsonfeed.json": ("rss", None, {}, ["unknown"]),
    "handmade-slack-current-incident.json": (
        "slack",
        None,
        {"Messaging": DOWN, "Connections": DOWN},
        ["investigating"],
    ),
    "handmade-statusio-degraded.json": (
        "statusio",
        None,
        {"grp1": SLOW, "grp2": WELL},
        ["investigating"],
    ),
    "handmade-statuspage-all-enums.json": (
        "statuspage",
        None,
        [WELL, SLOW, PART, DOWN, WORK],
        ["investigating", "postmortem"],
    ),
    "handmade-statuspage-maintenance-in-progress.json": ("statuspage", None, {"c1": WORK}, []),
    "incidentio-openai-compat-components.json": ("incidentio", None, 34 * [WELL], []),
    "incidentio-openai-component-impacts-90d.json": (
        "incidentio_native",
        None,
        None,
        ["monitoring", *["resolved"] * 72],
    ),
    "incidentio-openai-native-proxy-summary.json": (
        "incidentio_native",
        None,
        None,
        ["monitoring"],
    ),
    "incidentio-v1-summary-neon-docs-empty.json": ("incidentio_widget", None, {}, []),
    "rootly-status-docs-none.json": ("rootly", None, {"status.example.com": WELL}, []),
    "statuspage-anthropic-summary-operational.json": ("statuspage", None, 6 * [WELL], []),
    "statuspage-github-history-resolved.atom": ("statuspage_atom", None, {}, ["resolved"] * 5),
    "statuspage-instructure-doc-example-major.json": (
        "statuspage",
        None,
        {"b13yz5g2cw10": WELL, "9397cnvk62zn": SLOW},
        None,
    ),
    "xai-feed-resolved.xml": ("xai", None, {"API Console": WELL}, ["resolved"]),
    "odd-unknown-enums.json": (
        "incidentio",
        "unlisted_word",
        {"c1": UNKNOWN, "c2": UNKNOWN, "c3": UNKNOWN},
        ["identified"],
    ),
}  # fmt: skip
SAMPLES["aws-currentevents-utf16be-bom.json"] = SAMPLES["aws-currentevents-open-and-resolved.json"]
SAMPLES["odd-utf8-bom.json"] = SAMPLES["statuspage-anthropic-summary-operational.json"]
SAMPLES["statuspage-instructure-doc-example-minor.json"] = SAMPLES[
    "statuspage-instructure-doc-example-major.json"
]
# Not to be read in any format.
ODD = {
    "odd-200-error-object.json": "wrong_shape",
    "odd-array-root.json": "wrong_shape",
    "odd-cloudfront-405-challenge.http": "challenge",
    "odd-empty.json": "empty",
    "odd-html-200-instead-of-json.json": "html_instead",
    "odd-redirect-301-to-html.http": "moved",
    "odd-truncated.json": "not_json",
    "odd-xml-entity-expansion.xml": "entities_refused",
}
XML = {"aws_rss", "azure", "incidentio_rss", "statuspage_atom", "xai"}
# Formats that others' payloads are honest payloads of, too.
ALIKE = {"statuspage": {"incidentio"}, "incidentio": {"statuspage"}, "rss": XML}


def read(form, name, **config):
    return parsers.read_file(form, sample(f"feeds/{name}").read_bytes(), config)


def states(reading):
    return {c.id: str(c.state) for c in reading.components}


def test_every_file_of_the_folder_is_in_a_table():
    files = {p.name for p in sample("feeds").iterdir() if not p.name.endswith(".source.txt")}
    assert files == SAMPLES.keys() | ODD.keys()


def test_every_format_but_those_that_real_pages_never_sent_has_a_sample():
    assert {form for form, *_ in SAMPLES.values()} == parsers.FORMATS.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_what_it_says(name):
    form, reason, components, incidents = SAMPLES[name]
    reading = read(form, name)
    assert (reading.readable, reading.reason) == (True, reason)
    if isinstance(components, dict):
        assert states(reading) == components
    elif components is not None:
        assert sorted(states(reading).values()) == sorted(components)
    if incidents is not None:
        assert sorted(i.state for i in reading.incidents) == sorted(incidents)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_command_prints_a_sample(name, capsys):
    call_command("feed", "parse", SAMPLES[name][0], str(sample(f"feeds/{name}")))
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["readable", "reason", "components", "incidents"]
    assert all(set(c) == {"id", "name", "state"} for c in printed["components"])


@pytest.mark.parametrize("form", sorted(parsers.FORMATS))
@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_unreadable_in_every_format_and_at_once(form, name):
    began = time.process_time()
    reading = read(form, name)
    assert time.process_time() - began < 1  # a bomb that went off would take many
    assert not reading.readable
    assert reading.reason == expected(form, name)


def expected(form, name):
    """JSON is refused as such where XML should be, and an array where neither feed begins so."""
    jsonish = ODD[name] in ("not_json", "wrong_shape")
    array = form == "rss" and name == "odd-array-root.json"
    return "not_xml" if jsonish and (form in XML or array) else ODD[name]


@pytest.mark.parametrize("form", sorted(parsers.FORMATS))
def test_no_sample_is_taken_for_one_of_another_format(form):
    """A bare list of components looks the same in three formats; its words do not."""
    for name, (own, *_) in SAMPLES.items():
        if own != form and own not in ALIKE.get(form, ()):
            reading = read(form, name)
            assert not reading.silent_is_well, name
            assert {*states(reading).values()} <= {UNKNOWN}, name
