"""From verdicts to what people see of a probe, and to what it says of its component. Pure.

What is ours, such as a bad key, and what is unclear say nothing of the provider. A probe that has
never worked says nothing either: more likely it was set up wrongly. Whether an outage opens or
closes is for the debounce of `providers.detect` to say, with the same numbers as here: three
failures in a row, two good answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from continuity.providers.connectivity import is_network, offline

from .kinds import Judgement, Verdict

BAD_IN_A_ROW, GOOD_IN_A_ROW = 3, 2
REMEMBERED, TOO_WRONG = 5, 3
SLIGHT = frozenset({"too_slow", "text_missing"})  # it answers, though not as it should


class Looks(StrEnum):
    """What people see of a probe."""

    NEW = "new"
    GOOD = "answers"
    WRONG = "answers_wrong"
    FAILING = "failing"
    SUSPECTED = "suspected"
    DOWN = "down"
    OURS = "ours"
    UNCLEAR = "unclear"


GONE = frozenset({Looks.SUSPECTED, Looks.DOWN})


@dataclass(frozen=True)
class Standing:
    """How far a probe is. ``rights``: whether its last good answers were right, newest last.

    ``proven``: it has answered well at least once. ``bad`` and ``good`` count in a row.
    """

    looks: Looks = Looks.NEW
    proven: bool = False
    bad: int = 0
    good: int = 0
    bad_since: datetime | None = None
    rights: tuple[bool, ...] = ()


def step(was: Standing, found: Judgement, at: datetime, *, canary: bool) -> Standing:
    """What holds after one more verdict."""
    match found.verdict:
        case Verdict.GOOD | Verdict.WRONG:
            return _answered(was, right=found.verdict is Verdict.GOOD, canary=canary)
        case Verdict.THEIRS:
            return _failed(was, at, canary=canary)
        case Verdict.OURS:
            return replace(was, looks=Looks.OURS, bad=0, good=0, bad_since=None)
    return replace(was, looks=Looks.UNCLEAR if was.looks is Looks.NEW else was.looks)


def _answered(was: Standing, *, right: bool, canary: bool) -> Standing:
    rights = (*was.rights, right)[-REMEMBERED:] if canary else ()
    now = replace(was, proven=True, bad=0, bad_since=None, good=was.good + 1, rights=rights)
    if was.looks in GONE and now.good < GOOD_IN_A_ROW:
        return now
    return replace(now, looks=Looks.WRONG if is_wrong(rights) else Looks.GOOD)


def _failed(was: Standing, at: datetime, *, canary: bool) -> Standing:
    now = replace(was, good=0, bad=was.bad + 1, bad_since=was.bad_since or at)
    if was.looks in GONE:
        return now
    if now.bad < BAD_IN_A_ROW or not was.proven:
        return replace(now, looks=Looks.FAILING)
    return replace(now, looks=Looks.DOWN if canary else Looks.SUSPECTED)


def is_wrong(rights: Sequence[bool]) -> bool:
    """Green but wrong: three of the last five answers were not right."""
    return sum(not right for right in rights[-REMEMBERED:]) >= TOO_WRONG


def state_of(found: Judgement, *, proven: bool) -> str:
    """The state of its component that a verdict stands for; empty: it says nothing."""
    if found.verdict in {Verdict.GOOD, Verdict.WRONG}:
        return "operational"
    if found.verdict is Verdict.THEIRS and proven:
        return "degraded" if found.reason in SLIGHT else "major_outage"
    return ""


def line_is_down(round_: Sequence[tuple[str, str]]) -> bool:
    """Whether a round of ``(host, reason)`` looks like our own line. Rounds of probes are small, so
    two hosts suffice where every probe fails on the way; of one alone nobody can tell."""
    hosts = {host for host, _ in round_}
    return offline(round_) or (len(hosts) > 1 and all(is_network(reason) for _, reason in round_))


def restless(now: Standing) -> bool:
    """Whether the next look should come soon: a row of failures or of recovery is not complete."""
    if now.looks in GONE:
        return now.good > 0
    return 0 < now.bad < BAD_IN_A_ROW
