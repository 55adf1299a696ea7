"""Any https address: whether it answers, and as it should. Takes no key.

An address that asks who we are, or forbids, is there: 401, 403, 404, 405 and 429 count as
reachable unless the probe says which statuses it wants.
"""

from dataclasses import replace

from continuity.providers.answers import Called

from . import REFUSED_HERE, Asked, Judgement, Outgoing, Verdict

NAME = "HTTPS"
EXAMPLE = "https://api.example.com/health"
MODEL = ""
KEYED = False
FIELDS = ("method", "statuses", "contains", "first_within_ms")
GUARDED = frozenset({401, 403, 407, 429})  # a wall in front of it; says nothing of what is behind


def build(asked: Asked) -> Outgoing:
    return Outgoing(asked.method, asked.url, {"Accept": "*/*"})


def key_headers(key: str) -> dict[str, str]:
    return {}


def judge(asked: Asked, seen: Called) -> Judgement:
    first = seen.arrivals[0][1] if seen.arrivals else None
    found = replace(_judge(asked, seen, first), first_ms=first)
    return replace(found, total_ms=seen.total_ms) if seen.status else found


def _judge(asked: Asked, seen: Called, first: int | None) -> Judgement:
    if seen.reason in REFUSED_HERE:
        return Judgement(Verdict.OURS, str(seen.reason))
    if not seen.status:
        return Judgement(Verdict.THEIRS, seen.reason or "bad_response")
    if asked.statuses and seen.status not in asked.statuses:
        walled = seen.status in GUARDED
        return Judgement(Verdict.UNCLEAR if walled else Verdict.THEIRS, f"http_{seen.status}")
    if not asked.statuses and seen.status >= 500:
        return Judgement(Verdict.THEIRS, f"http_{seen.status}")
    if seen.reason:
        return Judgement(Verdict.THEIRS, seen.reason)
    if asked.contains and asked.contains not in seen.body.decode("utf-8", "replace"):
        return Judgement(Verdict.THEIRS, "text_missing")
    if asked.first_within_ms and (first or 0) > asked.first_within_ms:
        return Judgement(Verdict.THEIRS, "too_slow")
    return Judgement(Verdict.GOOD)
