"""Ours or theirs, and what follows in a row: pure, for every order of verdicts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.probes.judging import Looks, Standing, is_wrong, line_is_down, state_of, step
from continuity.probes.kinds import Asked, Judgement, Verdict, kinds
from continuity.probes.questions import BUILT_IN, is_right
from continuity.probes.sse import events
from continuity.providers.answers import Called

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
ANY = st.sampled_from(list(Verdict))
SUM = "What is 17+25? Answer with the number only."


def after(*verdicts, canary=True, start=None):
    at = start or Standing(proven=True)
    for n, verdict in enumerate(verdicts):
        at = step(at, Judgement(verdict), T0 + timedelta(minutes=n), canary=canary)
    return at


G, W, T, M, U = Verdict.GOOD, Verdict.WRONG, Verdict.THEIRS, Verdict.OURS, Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("verdicts", "looks"),
    [
        ((G,), "answers"),
        ((T, T), "failing"),
        ((T, T, T), "down"),
        ((T, T, U, T), "down"),  # what is unclear neither counts nor breaks the row
        ((T, T, M, T), "failing"),
        ((T, T, G, T), "failing"),
        ((T, T, T, G), "down"),
        ((T, T, T, G, T, G), "down"),
        ((T, T, T, G, G), "answers"),
        ((G, M), "ours"),
        ((W, W), "answers"),
        ((W, W, W), "answers_wrong"),
        ((W, G, W, G, W), "answers_wrong"),
        ((W, W, W, G, G, G), "answers"),
    ],
)
def test_what_people_see_after(verdicts, looks):
    assert after(*verdicts).looks == looks


def test_an_address_alone_is_a_suspicion():
    assert after(T, T, T, canary=False).looks is Looks.SUSPECTED


@given(st.lists(st.sampled_from([G, W, M, U]), max_size=30))
def test_without_a_failure_of_theirs_nothing_is_ever_down(verdicts):
    assert after(*verdicts).looks not in {Looks.DOWN, Looks.SUSPECTED, Looks.FAILING}


@given(st.lists(ANY, max_size=30))
def test_what_never_worked_never_says_that_anything_is_down(verdicts):
    at = Standing()
    for verdict in verdicts:
        at = step(at, Judgement(verdict), T0, canary=True)
        if not at.proven:
            assert at.looks not in {Looks.DOWN, Looks.SUSPECTED}
            assert not state_of(Judgement(T), proven=at.proven)


@given(st.lists(ANY, max_size=30))
def test_two_good_answers_end_it_whatever_was_before(verdicts):
    assert after(*verdicts, G, G).looks in {Looks.GOOD, Looks.WRONG}


@given(st.lists(st.booleans(), max_size=12))
def test_green_but_wrong_is_three_of_the_last_five(rights):
    at = after(*(G if right else W for right in rights))
    assert (at.looks is Looks.WRONG) == (rights[-5:].count(False) >= 3)
    assert is_wrong(rights) == (rights[-5:].count(False) >= 3)


def test_ours_and_unclear_say_nothing_of_the_provider():
    for verdict in (M, U):
        assert state_of(Judgement(verdict, "bad_key"), proven=True) == ""
    assert state_of(Judgement(T, "too_slow"), proven=True) == "degraded"
    assert state_of(Judgement(T, "http_503"), proven=True) == "major_outage"


def test_a_line_is_ours_only_if_everything_fails_on_the_way_at_two_hosts():
    assert line_is_down([("a", "timeout"), ("b", "no_such_name")])
    assert not line_is_down([("a", "timeout"), ("a", "timeout")])
    assert not line_is_down([("a", "timeout"), ("b", "http_503")])
    assert not line_is_down([("a", "timeout"), ("b", "")])
    assert not line_is_down([])


@pytest.mark.parametrize(
    "said", ["42", "42.", " **42** ", "17+25 = 42", "The answer is 42!", "４２"]
)
def test_right_answers(said):
    assert is_right(said, BUILT_IN[SUM], SUM)


@pytest.mark.parametrize("said", ["", "41", "41 or 42", "142", "4 2", "420", "forty", "x" * 500])
def test_wrong_answers(said):
    assert not is_right(said, BUILT_IN[SUM], SUM)


@given(st.sampled_from(sorted(BUILT_IN)), st.sampled_from(["", ".", "!", "\n"]))
def test_each_question_of_ours_takes_its_own_answers(question, end):
    for answer in BUILT_IN[question]:
        assert is_right(answer.upper() + end, BUILT_IN[question], question)


statuses = st.one_of(st.just(0), st.integers(100, 599))
bodies = st.one_of(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from(
            [
                b"data: [DONE]\n\n",
                b"data: {}\n\n",
                b'data: {"choices": 3}\n\n',
                b'data: {"choices": [{"delta": null}]}\r\n\r\n',
                b'data: {"error": {"message": "x"}}\n\n',
                b'data: {"candidates": [{"content": {"parts": "no"}}]}\n\n',
                b'event: x\ndata: {"type": "message_start"}\n\n',
                b"data: [" * 50,
                b"\xff\xfe\n\n",
            ]
        ),
        max_size=6,
    ).map(b"".join),
)


@pytest.mark.parametrize("name", sorted(kinds()))
@given(
    status=statuses,
    body=bodies,
    reason=st.sampled_from([None, "timeout", "bad_response"]),
    kind=st.sampled_from(["text/event-stream", "application/json", ""]),
)
def test_whatever_comes_back_is_judged(name, status, body, reason, kind):
    headers = {"content-type": kind} if kind else {}
    seen = Called(reason, status, headers, body, ((0, 1), (len(body), 9)), 10)
    found = kinds()[name].judge(Asked("https://x.example", answers=("42",), question="Q"), seen)
    assert isinstance(found.verdict, Verdict)
    if kinds()[name].KEYED and status in (401, 402, 403):
        assert found.verdict is Verdict.OURS
    if status >= 500 and b"quota" not in body:
        assert found.verdict is Verdict.THEIRS


@given(st.binary(max_size=200))
def test_a_stream_of_anything_is_read_without_a_crash_and_in_order(body):
    offsets = [offset for offset, _name, _data in events(body)]
    assert offsets == sorted(offsets)
    assert all(0 < offset <= len(body) for offset in offsets)
