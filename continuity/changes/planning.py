"""Rows of steps as the pure operations that they stand for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from continuity.inventory import exercised
from continuity.inventory.models import Option
from continuity.orgs.models import Organization

from . import steps
from .draft import ordered
from .models import Step

Wanted = Mapping[str, Any]


@dataclass(frozen=True)
class Exercises:
    """What makes an option's last exercise: the day that it states, and those of runbooks."""

    stated: Mapping[str, date | None]
    passed: Mapping[int, date]
    as_of: date

    def tested_on(self, runbook: str | None, option: str = "") -> date | None:
        """As `risk.load` will say it once the option names the runbook."""
        book = int(runbook) if runbook else None
        return exercised.tested_on(self.stated.get(option), book, self.passed, self.as_of)


def operations(org: Organization, rows: Iterable[Step], as_of: date) -> list[steps.Step]:
    """In the order of the rows; two queries at most."""
    rows = list(rows)
    exercises = _exercises(org, rows, as_of)
    return [MAKE[row.kind](row, row.wanted, exercises) for row in rows]


def _exercises(org: Organization, rows: list[Step], as_of: date) -> Exercises:
    if not any(row.wanted.get("runbook") for row in rows):
        return Exercises({}, {}, as_of)
    named = [row.wanted.get("option", "") for row in rows if row.kind == Step.Kind.RUNBOOK]
    held = Option.objects.for_org(org).filter(pk__in=[pk for pk in named if pk.isdecimal()])
    stated = {str(pk): day for pk, day in held.values_list("pk", "tested_on")}
    return Exercises(stated, exercised.last_passed(org, as_of), as_of)


def _add(row: Step, wanted: Wanted, exercises: Exercises) -> steps.Step:
    return steps.AddOption(
        key=str(row.pk),
        name=wanted["name"],
        dependencies=tuple(wanted["dependencies"]),
        leans_on=wanted["leans_on"],
        rests_on=ordered(wanted["on"]),
        capacity=float(wanted["capacity"]),
        switch_minutes=wanted["switch_minutes"],
        runbook=wanted["runbook"],
        tested_on=exercises.tested_on(wanted["runbook"]),
    )


def _replace(row: Step, wanted: Wanted, exercises: Exercises) -> steps.Step:
    return steps.Replace(wanted["old"], wanted["new"], tuple(wanted["options"]))


def _order(row: Step, wanted: Wanted, exercises: Exercises) -> steps.Step:
    return steps.Reorder(wanted["option"], wanted["place"], wanted["switch_minutes"])


def _resize(row: Step, wanted: Wanted, exercises: Exercises) -> steps.Step:
    capacity = None if wanted["capacity"] is None else float(wanted["capacity"])
    return steps.Resize(wanted["option"], wanted["switch_minutes"], capacity)


def _runbook(row: Step, wanted: Wanted, exercises: Exercises) -> steps.Step:
    option, runbook = wanted["option"], wanted["runbook"]
    return steps.NameRunbook(option, runbook, exercises.tested_on(runbook, option))


def _remove(row: Step, wanted: Wanted, exercises: Exercises) -> steps.Step:
    return steps.RemoveOption(wanted["option"])


MAKE: dict[str, Callable[[Step, Wanted, Exercises], steps.Step]] = {
    Step.Kind.ADD: _add,
    Step.Kind.REPLACE: _replace,
    Step.Kind.ORDER: _order,
    Step.Kind.RESIZE: _resize,
    Step.Kind.RUNBOOK: _runbook,
    Step.Kind.REMOVE: _remove,
}
