"""The four kinds that ask a model, against a server that speaks each API over real sockets."""

import json

import pytest

from continuity.probes.kinds import Asked, kinds
from continuity.probes.models import Result
from tests.probes.models_server import KEY_HEADER, SLOW_S

KINDS = ["openai", "anthropic", "gemini", "azure_openai"]
KEY = "sk-MARK-4711"
ANSWERS = {
    "good": ("good", ""),
    "wrong": ("wrong", "wrong_answer"),
    "s400": ("ours", "bad_request"),
    "s401": ("ours", "bad_key"),
    "s402": ("ours", "no_funds"),
    "s403": ("ours", "not_allowed"),
    "s404": ("ours", "not_there"),
    "s429": ("unclear", "rate_limited"),
    "s429quota": ("ours", "no_funds"),
    "s429overloaded": ("theirs", "overloaded"),
    "s500": ("theirs", "http_500"),
    "s503": ("theirs", "http_503"),
    "s529": ("theirs", "overloaded"),
    "inside": ("theirs", "overloaded"),
    "cut": ("theirs", "cut_short"),
    "page": ("unclear", "wrong_content_type"),
    "hang": ("theirs", "timeout"),
    "drip": ("theirs", "timeout"),
    "endless": ("theirs", "too_large"),
    "elsewhere": ("ours", "redirected"),
}


def last(probe):
    return Result.objects.for_org(probe.organization).filter(probe=probe).latest("pk")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("does", "expected"), ANSWERS.items())
def test_what_an_answer_means(kind, does, expected, canary, run, server):
    probe = canary(kind, does, key=KEY)
    run()
    found = last(probe)
    assert (found.verdict, found.reason) == expected
    tries = 2 if expected[0] == "theirs" else 1  # a failure is looked at again before it counts
    assert len(server.seen) == tries


@pytest.mark.parametrize("kind", KINDS)
def test_it_asks_the_smallest_question_and_the_key_stands_in_its_header_alone(
    kind, canary, run, server
):
    run(0, canary(kind, "good", key=KEY))
    ((method, path, headers, body),) = server.seen
    assert method == "POST"
    assert KEY in headers.pop(KEY_HEADER[kind])
    assert KEY not in f"{path} {headers} {body!r}"
    assert len(body) < 300
    told = json.loads(body)
    assert 16 in (
        told.get("max_tokens"),
        told.get("generationConfig", {}).get("maxOutputTokens"),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_token_is_timed_apart_from_the_whole(kind, canary, run):
    probe = run(0, canary(kind, "slow"))
    assert 1000 * SLOW_S <= probe.first_ms <= probe.total_ms < 600


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_used_is_counted_as_the_answer_says(kind, canary, run):
    probe = canary(kind, "good")
    run()
    assert (last(probe).tokens, last(probe).micros) == (26, 21 * 15 + 5 * 75)


def test_a_model_that_thinks_gets_its_limit_by_the_other_name(canary, run, server):
    run(0, canary("openai", "good", thinks=True))
    told = json.loads(server.seen[0][3])
    assert told["max_completion_tokens"] == 512
    assert "max_tokens" not in told


def test_slower_than_it_may_be_is_a_failure_of_the_lesser_kind(canary, run):
    probe = canary("openai", "slow", first_within_ms=50)
    run()
    assert (last(probe).verdict, last(probe).reason) == ("theirs", "too_slow")


def test_no_server_at_all_is_theirs(canary, run, server, settings):
    probe = canary("openai", "good")
    settings.PROBE_ALLOW = ["127.0.0.1:1"]
    type(probe).objects.for_org(probe.organization).update(url="http://127.0.0.1:1/v1")
    run()
    assert last(probe).verdict == "ours"  # the key is for another host: nothing is sent
    assert server.seen == []


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_model_or_deployment_cannot_lead_the_key_to_another_host(name):
    kind = kinds()[name]
    for model in ("../../x", "a/b?c#d", "@evil.example/", "\\\\evil", "m:x", "ü €"):
        out = kind.build(Asked(url="https://api.example.com/v1", model=model, question="Q"))
        assert out.url.startswith("https://api.example.com/v1")
