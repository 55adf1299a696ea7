"""Does the plan hold today? The frozen promise against what is so now. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

HOLDS, WEAKENED, BROKEN = "holds", "weakened", "broken"
WORSE_BY = 5.0  # points of score that people notice
OUT = ("partial_outage", "major_outage")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """``kind`` names the sentence that a template says; ``what`` and ``then`` fill it.

    ``broken``: how bad. ``link``: what to open to mend it (function, runbook, provider or plan),
    with its primary key; None where there is nothing to open.
    """

    kind: str
    what: str
    then: str = ""
    broken: bool = False
    link: tuple[str, int] | None = None


@dataclass(frozen=True)
class Standing:
    word: str
    reasons: tuple[Reason, ...]


def compare(frozen: Record, now: Record, states: Mapping[int, str]) -> Standing:
    """Two records of one plan, and the states that its components are in at this moment."""
    reasons = [
        *_states(now, states),
        *_points(frozen, now),
        *_options(frozen, now),
        *_runbooks(frozen, now),
        *_functions(frozen, now),
        *_score(frozen, now),
        *_words(frozen, now),
    ]
    reasons.sort(key=lambda reason: not reason.broken)
    if any(reason.broken for reason in reasons):
        return Standing(BROKEN, tuple(reasons))
    return Standing(WEAKENED if reasons else HOLDS, tuple(reasons))


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


def _verdicts(function: Record) -> dict[int, str]:
    return {point["component"]: point["verdict"] for point in function["points"]}


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
        elif _tested(frozen, option) and not _tested(now, today):
            yield Reason("aged_out", option["name"], function["name"], link=link)


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
        elif today["steps"] != book["steps"]:
            yield Reason("runbook_changed", book["title"], link=link)
        elif today["overdue"] and not book["overdue"]:
            yield Reason("runbook_overdue", book["title"], link=link)


def _functions(frozen: Record, now: Record) -> Iterator[Reason]:
    was = {f["id"]: f for f in frozen["functions"]}
    kept = {f["id"] for f in now["functions"]}
    for function in now["functions"]:
        before, link = was.get(function["id"]), ("function", function["id"])
        if before is None:
            yield Reason("new_function", function["name"], link=link)
        elif function["rto_minutes"] < before["rto_minutes"]:
            yield Reason("shorter_rto", function["name"], link=link)
        elif (function["owner"], function["deputy"]) != (before["owner"], before["deputy"]):
            yield Reason("owner_changed", function["name"], link=link)
    for pk in was.keys() - kept:
        yield Reason("function_gone", was[pk]["name"])


def _score(frozen: Record, now: Record) -> Iterator[Reason]:
    was, today = float(frozen["risk"]["score"]), float(now["risk"]["score"])
    if today >= was + WORSE_BY:
        yield Reason("score", f"{was:.0f}", f"{today:.0f}")


def _words(frozen: Record, now: Record) -> Iterator[Reason]:
    """What people wrote of the plan itself, and whether its review is late."""
    dates = ("reviewed_on", "next_review")
    was = {name: text for name, text in frozen["plan"].items() if name not in dates}
    if was != {name: text for name, text in now["plan"].items() if name not in dates}:
        yield Reason("edited", now["plan"]["title"], link=("plan", 0))
    due = now["plan"]["next_review"]
    if due and due < now["as_of"]:
        yield Reason("review_due", due, link=("plan", 0))
