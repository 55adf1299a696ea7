"""From verdicts to what a probe says of a component. Pure: no clock, no Django.

Three failures in a row that are theirs open; two good answers in a row close. What is ours ends a
row of failures and opens nothing; what is unclear changes nothing. A probe that never worked opens
nothing either: more likely it was set up wrongly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True)
class Standing:
    """How far a probe is. ``rights``: whether its last good answers were right, newest last.

    ``proven``: it has answered well at least once. ``told``: its row of failures was reported.
    """

    looks: Looks = Looks.NEW
    proven: bool = False
    bad: int = 0
    good: int = 0
    bad_since: datetime | None = None
    rights: tuple[bool, ...] = ()
    told: bool = False


class Tells(StrEnum):
    """What the outside is to hear of a step."""

    NOTHING = ""
    BAD = "bad"
    WELL = "well"


def step(was: Standing, found: Judgement, at: datetime, *, canary: bool) -> tuple[Standing, Tells]:
    """What holds after one more verdict, and what is to be told because of it."""
    if found.verdict in {Verdict.GOOD, Verdict.WRONG}:
        return _answered(was, right=found.verdict is Verdict.GOOD, canary=canary)
    if found.verdict is Verdict.THEIRS:
        return _failed(was, at, canary=canary)
    if found.verdict is Verdict.OURS:
        looks = was.looks if was.told else Looks.OURS
        return replace(was, looks=looks, bad=0, good=0, bad_since=None), Tells.NOTHING
    return replace(was, looks=Looks.UNCLEAR if was.looks is Looks.NEW else was.looks), Tells.NOTHING


def _answered(was: Standing, *, right: bool, canary: bool) -> tuple[Standing, Tells]:
    rights = (*was.rights, right)[-REMEMBERED:] if canary else ()
    good = was.good + 1
    now = replace(was, proven=True, bad=0, bad_since=None, good=good, rights=rights)
    if was.told and good < GOOD_IN_A_ROW:
        return now, Tells.NOTHING
    looks = Looks.WRONG if is_wrong(rights) else Looks.GOOD
    return replace(now, looks=looks, told=False), Tells.WELL if was.told else Tells.NOTHING


def _failed(was: Standing, at: datetime, *, canary: bool) -> tuple[Standing, Tells]:
    now = replace(was, good=0, bad=was.bad + 1, bad_since=was.bad_since or at)
    if was.told:
        return now, Tells.BAD  # still: what it said before is renewed
    if now.bad < BAD_IN_A_ROW or not was.proven:
        return replace(now, looks=Looks.FAILING), Tells.NOTHING
    return replace(now, looks=Looks.DOWN if canary else Looks.SUSPECTED, told=True), Tells.BAD


def is_wrong(rights: Sequence[bool]) -> bool:
    """Green but wrong: three of the last five answers were not right."""
    return sum(not right for right in rights[-REMEMBERED:]) >= TOO_WRONG


def state_told(found: Judgement) -> str:
    """The state of a component that a failure stands for."""
    return "degraded" if found.reason in SLIGHT else "major_outage"


def line_is_down(round_: Sequence[tuple[str, str]], network: frozenset[str]) -> bool:
    """Whether a round of ``(host, reason)`` looks like our own line: everything failed on the way,
    at two hosts or more. Of one host alone nobody can tell."""
    hosts = {host for host, _ in round_}
    return len(hosts) > 1 and all(reason in network for _, reason in round_)
