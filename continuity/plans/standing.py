"""Does the plan hold today? The frozen promise against what is so now. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .drift import Drift

HOLDS, WEAKENED, BROKEN = "holds", "weakened", "broken"
WORSE_BY = 5.0  # points of score that people notice
OUT = ("partial_outage", "major_outage")
BIA = ("criticality", "rto_minutes", "rpo_minutes", "mtpd_minutes", "minimum_capacity", "impact")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """``kind`` names the sentence that a template says; ``what`` and ``then`` fill it.

    ``broken``: how bad. ``link``: what to open to mend it (function, runbook or provider), with its
    primary key; None where a new version is the mend. ``rto_at``, ``mtpd_at``: until when a
    function can bear it, where it is hit now.
    """

    kind: str
    what: str
    then: str = ""
    broken: bool = False
    link: tuple[str, int] | None = None
    rto_at: datetime | None = None
    mtpd_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    word: str
    reasons: tuple[Reason, ...]


def compare(
    frozen: Record, now: Record, states: Mapping[int, str], review_due: str = ""
) -> Standing:
    """Two records of one plan, the states that its components are in at this moment, and the day
    on which its review is due, in ISO 8601; empty if it was never reviewed.
    """
    reasons = [
        *_states(now, states),
        *_points(frozen, now),
        *_options(frozen, now),
        *_runbooks(frozen, now),
        *_functions(frozen, now),
        *_score(frozen, now),
        *_words(frozen, now, review_due),
    ]
    return judged(reasons)


def judged(reasons: Sequence[Reason]) -> Standing:
    """The worst first, and the word that it comes to."""
    ranked = tuple(sorted(reasons, key=lambda reason: not reason.broken))
    if any(reason.broken for reason in ranked):
        return Standing(BROKEN, ranked)
    return Standing(WEAKENED if ranked else HOLDS, ranked)


@dataclass(frozen=True)
class Press:
    """A function that an open outage hits now. ``carriers``: who serves it meanwhile, none when
    nothing does; ``lame``: who should, and is down; ``doubtful``: of whom nothing is known."""

    function: str
    pk: int
    component: str
    carriers: tuple[str, ...]
    lame: tuple[str, ...]
    doubtful: tuple[str, ...]
    rto_at: datetime
    mtpd_at: datetime
    suspected: bool = False


def under(found: Standing, presses: Sequence[Press]) -> Standing:
    """What the plan comes to while its functions are hit; it is as before when that is over."""
    live = [reason for press in presses for reason in _pressed(press)]
    return judged([*live, *found.reasons]) if live else found


def _pressed(press: Press) -> Iterator[Reason]:
    link, times = ("function", press.pk), {"rto_at": press.rto_at, "mtpd_at": press.mtpd_at}
    if press.suspected:  # nothing breaks on a suspicion
        kind = "perhaps_carried" if press.carriers else "perhaps_uncarried"
        yield Reason(kind, press.function, press.component, False, link, **times)
        return
    if not press.carriers:
        yield Reason("uncarried", press.function, press.component, True, link, **times)
    else:
        words = f"{press.function}: {', '.join(press.carriers)}"
        yield Reason("carried", words, press.component, False, link, **times)
    for name in press.lame:
        yield Reason("fallback_down", name, press.function, True, link)
    for name in press.doubtful:
        yield Reason("fallback_unknown", name, press.function, False, link)


def drifted(found: Standing, drifts: Sequence[Drift]) -> Standing:
    """With each assumption that is not borne out; that a fallback fails now is said already."""
    told = [
        Reason("drift", row.what, row.kind, row.verdict == BROKEN, ("provider", row.provider))
        for row in drifts
        if row.drifts and row.kind != "fallback"
    ]
    return judged([*found.reasons, *told]) if told else found


def _states(now: Record, states: Mapping[int, str]) -> Iterator[Reason]:
    """Failing now: broken where a function stops with it, else one leg fewer to stand on."""
    stopping = {p["component"] for f in now["functions"] for p in f["points"]}
    for component in now["components"]:
        state, link = states.get(component["id"]), ("provider", component["provider_id"])
        if state in OUT:
            yield Reason("down", component["name"], "", component["id"] in stopping, link)
        elif state == "degraded":
            yield Reason("degraded", component["name"], link=link)


def _points(frozen: Record, now: Record) -> Iterator[Reason]:
    """Components that stop a function and did not, or stop it for good and did not."""
    was = {
        f["id"]: {p["component"]: p["verdict"] for p in f["points"]} for f in frozen["functions"]
    }
    for function in now["functions"]:
        known = was.get(function["id"])
        if known is None:
            continue
        for point in function["points"]:
            before, link = known.get(point["component"]), ("function", function["id"])
            if before is None:
                yield Reason("new_point", point["name"], function["name"], True, link)
            elif (before, point["verdict"]) == ("late", "lost"):
                yield Reason("worse_point", point["name"], function["name"], link=link)


def _options(frozen: Record, now: Record) -> Iterator[Reason]:
    left = {option["id"]: option for _f, _d, option in _each(now)}
    kept = {f["id"] for f in now["functions"]}
    for function, dependency, option in _each(frozen):
        if function["id"] not in kept:
            continue
        today, link = left.get(option["id"]), ("function", function["id"])
        if today is None:
            words = f"{function['name']}: {dependency['name']}"
            yield Reason("option_gone", option["name"], words, True, link)
            continue
        for kind in _worse(option, today):
            yield Reason(kind, option["name"], function["name"], link=link)
        if _tested(frozen, option) and not _tested(now, today):
            yield Reason("aged_out", option["name"], function["name"], link=link)


def _worse(was: Record, today: Record) -> Iterator[str]:
    """In what an option is no longer what the plan says."""
    if float(today["capacity"]) < float(was["capacity"]):
        yield "option_smaller"
    if today["switch_minutes"] > was["switch_minutes"]:
        yield "option_slower"
    if today["runbook"] != was["runbook"]:
        yield "option_runbook"
    if set(today["on"]) != set(was["on"]):
        yield "option_moved"


def _dependencies(before: Record, function: Record) -> Iterator[Reason]:
    """What the function asks of AI and did not, or asks otherwise."""
    was = {d["id"]: (d["essential"], d["required"]) for d in before["dependencies"]}
    for dependency in function["dependencies"]:
        link = ("function", function["id"])
        terms = was.get(dependency["id"])
        if terms is None:
            yield Reason("new_dependency", dependency["name"], function["name"], link=link)
        elif terms != (dependency["essential"], dependency["required"]):
            yield Reason("other_terms", dependency["name"], function["name"], link=link)


def _each(record: Record) -> Iterator[tuple[Record, Record, Record]]:
    for function in record["functions"]:
        for dependency in function["dependencies"]:
            for option in dependency["options"]:
                yield function, dependency, option


def _tested(record: Record, option: Record) -> bool:
    return bool(option["tested_on"]) and counts(record, option["tested_on"])


def counts(record: Record, day: str) -> bool:
    """Whether an exercise passed on ``day`` counted still on the day of the record."""
    cadence = timedelta(days=record["organization"]["test_cadence_days"])
    return date.fromisoformat(record["as_of"]) - date.fromisoformat(day) <= cadence


def _runbooks(frozen: Record, now: Record) -> Iterator[Reason]:
    kept = {book["id"]: book for book in now["runbooks"]}
    for book in frozen["runbooks"]:
        today, link = kept.get(book["id"]), ("runbook", book["id"])
        if today is None:
            yield Reason("runbook_gone", book["title"], broken=bool(book["serves"]))
            continue
        if today["steps"] != book["steps"]:
            yield Reason("runbook_changed", book["title"], link=link)
        if today.get("changed") and not book.get("changed"):
            yield Reason("runbook_unreviewed", book["title"], link=link)
        if today["overdue"] and not book["overdue"]:
            yield Reason("runbook_overdue", book["title"], link=link)
        if today["owner"] != book["owner"]:
            yield Reason("runbook_owner", book["title"], today["owner"], link=link)
        yield from _exercised(book, today)


def _exercised(book: Record, today: Record) -> Iterator[Reason]:
    """Whether the newest exercise, if it is a new one, said that the runbook does not do."""
    newest, link = _newest(today), ("runbook", book["id"])
    if newest is None or newest == _newest(book):
        return
    limit = today["rto_minutes"]
    if not newest["passed"]:
        yield Reason("exercise_failed", book["title"], newest["held_on"], link=link)
    elif None not in (limit, newest["minutes"]) and newest["minutes"] > limit:
        yield Reason("exercise_slow", book["title"], newest["held_on"], link=link)


def _newest(book: Record) -> Record | None:
    return max(book["exercises"], key=lambda exercise: exercise["held_on"], default=None)


def _functions(frozen: Record, now: Record) -> Iterator[Reason]:
    was = {f["id"]: f for f in frozen["functions"]}
    kept = {f["id"] for f in now["functions"]}
    for function in now["functions"]:
        before, link = was.get(function["id"]), ("function", function["id"])
        if before is None:
            yield Reason("new_function", function["name"], link=link)
            continue
        for name in BIA:
            if function[name] != before[name]:
                yield Reason(f"other_{name}", function["name"], link=link)
        if (function["owner"], function["deputy"]) != (before["owner"], before["deputy"]):
            yield Reason("owner_changed", function["name"], link=link)
        yield from _dependencies(before, function)
    for pk in was.keys() - kept:
        yield Reason("function_gone", was[pk]["name"])


def _score(frozen: Record, now: Record) -> Iterator[Reason]:
    was, today = float(frozen["risk"]["score"]), float(now["risk"]["score"])
    if today >= was + WORSE_BY:
        yield Reason("score", f"{was:.0f}", f"{today:.0f}")


def _words(frozen: Record, now: Record, review_due: str) -> Iterator[Reason]:
    """What people wrote of the plan itself, and whether its review is late."""
    names = now["plan"].keys()
    if any(frozen["plan"].get(name) != now["plan"][name] for name in names):
        yield Reason("edited", now["plan"]["title"])
    if review_due and review_due < now["as_of"]:
        yield Reason("review_due", review_due)
