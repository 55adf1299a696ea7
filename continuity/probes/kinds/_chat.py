"""What the kinds that ask a language model share: whose fault a refusal is, and the answer read
from its stream."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from continuity.probes.questions import is_right
from continuity.probes.sse import events
from continuity.providers.answers import Called

from . import REFUSED_HERE, Asked, Judgement, Verdict

QUOTA = (
    "insufficient_quota",
    "exceeded your current quota",
    "billing_hard_limit",
    "billing_not_active",
    "credit balance is too low",
    "payment required",
    "insufficient balance",
    "insufficient credits",
)
OVERLOADED = ("overloaded", "over capacity", "no capacity", "out of capacity", "engine_overloaded")
FIELDS = (
    *("model", "thinks", "question", "answers", "first_within_ms"),
    *("price_in", "price_out", "tokens_a_day", "money_a_day"),
)
OUR_STATUS = {400: "bad_request", 401: "bad_key", 402: "no_funds", 403: "not_allowed"}
OUR_STATUS |= {404: "not_there", 405: "not_there", 413: "bad_request", 422: "bad_request"}


@dataclass(frozen=True)
class Part:
    """What one event adds. ``error``: the fault that it tells of, as text to look for words in."""

    text: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    done: bool = False
    cut: bool = False  # it ended because the answer had no more room
    error: str = ""


def judge(asked: Asked, seen: Called, read: Callable[[str, Any], Part]) -> Judgement:
    """The verdict on one answer, with its times. Never raises, whatever came back."""
    found = _judge(asked, seen, read)
    return replace(found, total_ms=seen.total_ms) if seen.status else found


def _judge(asked: Asked, seen: Called, read: Callable[[str, Any], Part]) -> Judgement:
    if seen.status and seen.status != 200:
        return of_status(seen)
    if seen.reason in REFUSED_HERE:
        return Judgement(Verdict.OURS, str(seen.reason))
    if not seen.status:
        return Judgement(Verdict.THEIRS, seen.reason or "bad_response")
    if "text/event-stream" not in seen.headers.get("content-type", "").lower():
        # A page to sign in to a network, a gateway's own words: no model said this.
        reason = seen.reason or "wrong_content_type"
        return Judgement(Verdict.THEIRS if seen.reason else Verdict.UNCLEAR, reason)
    return _of_stream(asked, seen, read)


def of_status(seen: Called) -> Judgement:
    """Whose fault a status is. A plain 429 is nobody's: providers have sent it in an outage of
    their own, and to customers who ask too often."""
    status, text = seen.status, seen.body[:4000].decode("utf-8", "replace").casefold()
    if any(word in text for word in QUOTA):
        return Judgement(Verdict.OURS, "no_funds")
    if status == 529 or (status == 429 and any(word in text for word in OVERLOADED)):
        return Judgement(Verdict.THEIRS, "overloaded")
    if status == 429:
        return Judgement(Verdict.UNCLEAR, "rate_limited")
    if 300 <= status < 400:
        return Judgement(Verdict.OURS, "redirected")
    if status in OUR_STATUS:
        return Judgement(Verdict.OURS, OUR_STATUS[status])
    if status == 408 or status >= 500:
        return Judgement(Verdict.THEIRS, f"http_{status}")
    return Judgement(Verdict.UNCLEAR, f"http_{status}")


def of_error(text: str) -> Judgement:
    """Whose fault an error is that comes in the middle of a stream."""
    text = text[:4000].casefold()
    if any(word in text for word in QUOTA):
        return Judgement(Verdict.OURS, "no_funds")
    if any(word in text for word in OVERLOADED):
        return Judgement(Verdict.THEIRS, "overloaded")
    if "rate_limit" in text or "rate limit" in text or "resource_exhausted" in text:
        return Judgement(Verdict.UNCLEAR, "rate_limited")
    if "authentication" in text or "permission" in text or "invalid_request" in text:
        return Judgement(Verdict.OURS, "bad_request")
    return Judgement(Verdict.THEIRS, "error_in_stream")


def _of_stream(asked: Asked, seen: Called, read: Callable[[str, Any], Part]) -> Judgement:
    text, first_ms, tokens_in, tokens_out = "", None, None, None
    done = cut = False
    for offset, name, data in events(seen.body):
        part = _read(read, name, data)
        if part.error:
            return of_error(part.error)
        if part.text and first_ms is None:
            first_ms = seen.ms_at(offset)
        text += part.text
        tokens_in = part.tokens_in if part.tokens_in is not None else tokens_in
        tokens_out = part.tokens_out if part.tokens_out is not None else tokens_out
        done, cut = done or part.done, cut or part.cut
    told = Judgement(Verdict.GOOD, "", first_ms, None, tokens_in, tokens_out)
    if seen.reason or not done:
        return replace(told, verdict=Verdict.THEIRS, reason=seen.reason or "cut_short")
    if asked.answers and is_right(text, asked.answers, asked.question):
        return _in_time(asked, told)
    if cut and not text.strip():
        return replace(told, verdict=Verdict.OURS, reason="no_room")
    if asked.answers:
        return replace(told, verdict=Verdict.WRONG, reason="wrong_answer")
    return _in_time(asked, told)


def _in_time(asked: Asked, told: Judgement) -> Judgement:
    if asked.first_within_ms and (told.first_ms or 0) > asked.first_within_ms:
        return replace(told, verdict=Verdict.THEIRS, reason="too_slow")
    return told


def _read(read: Callable[[str, Any], Part], name: str, data: Any) -> Part:
    """One event; of another shape than it should have, it says nothing."""
    try:
        return read(name, data)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return Part()


def packed(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


def in_path(text: str) -> str:
    """A model's name as one part of an address, and no more than that."""
    return quote(text, safe="")


def count(value: Any) -> int | None:
    """A number of tokens; anything else, or one beyond belief, is none."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000_000
    return value if fits else None


def joined(texts: Iterable[Any]) -> str:
    return "".join(text for text in texts if isinstance(text, str))
