"""What the pages say of a runbook: its time against the RTO of those who lean on it, its age, and
whether what it says now is what somebody last found fit for use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from continuity.core.days import days_after

from .models import Exercise, Runbook, RunbookVersion, Step
from .plantime import PlanTime, Work, plan_time
from .snapshot import as_snapshot, digest


@dataclass(frozen=True)
class Line:
    """A step in its list. ``place`` and ``after``, the steps that it waits for, count from 1.

    ``longest``: it stands on the longest path up to the service being back. ``backwards``: it
    waits for a step that stands below it.
    """

    step: Step
    place: int
    after: tuple[int, ...]
    longest: bool
    after_service: bool

    @property
    def backwards(self) -> bool:
        return any(place > self.place for place in self.after)


@dataclass(frozen=True)
class Reading:
    """One runbook with what was fetched beside it; costs no query."""

    runbook: Runbook
    steps: list[Step]
    options: list[Any]
    exercises: list[Exercise]
    reviewed_sha256: str | None = None

    @cached_property
    def time(self) -> PlanTime:
        return plan_time([Work(s.key, s.minutes, s.waits_for, s.after_service) for s in self.steps])

    @cached_property
    def lines(self) -> list[Line]:
        """The steps, with what the time of the whole rests on."""
        places = {step.key: place for place, step in enumerate(self.steps, start=1)}
        return [
            Line(
                step=step,
                place=place,
                after=tuple(sorted(places[key] for key in step.waits_for if key in places)),
                longest=step.key in self.time.path,
                after_service=step.key in self.time.after,
            )
            for place, step in enumerate(self.steps, start=1)
        ]

    @cached_property
    def sha256(self) -> str:
        """The check value that a version of it would have now."""
        return digest(as_snapshot(self.runbook, self.steps))

    @property
    def changed_since_review(self) -> bool:
        """A version is kept of it, and it says something else by now: nobody reviewed that."""
        return self.reviewed_sha256 is not None and self.reviewed_sha256 != self.sha256

    @cached_property
    def functions(self) -> list[Any]:
        """Functions with an option that names this runbook, the shortest RTO first."""
        found = {o.dependency.function for o in self.options}
        return sorted(found, key=lambda f: (f.rto_minutes, f.name))

    @property
    def rto_minutes(self) -> int | None:
        return self.functions[0].rto_minutes if self.functions else None

    @property
    def late(self) -> bool:
        """The longest path up to the service being back exceeds the shortest RTO it serves."""
        return self.rto_minutes is not None and self.time.minutes > self.rto_minutes

    @property
    def passed(self) -> Exercise | None:
        return next((e for e in self.exercises if e.passed), None)

    @property
    def took_too_long(self) -> bool:
        """The last exercise that worked took longer than the shortest RTO that it serves."""
        took = self.passed.measured_minutes if self.passed else None
        return took is not None and self.rto_minutes is not None and took > self.rto_minutes

    @property
    def next_review(self) -> date | None:
        """None: never reviewed."""
        if self.runbook.reviewed_on is None:
            return None
        return days_after(self.runbook.reviewed_on, self.runbook.review_every_days)


def read(runbook: Runbook) -> Reading:
    """From a row fetched by ``with_reading``."""
    options = [o for o in runbook.options.all() if o.dependency.function.removed_at is None]
    return Reading(
        runbook,
        list(runbook.steps.all()),
        options,
        list(runbook.exercises.all()),
        getattr(runbook, "reviewed_sha256", None),
    )


def as_kept(reading: Reading, version: RunbookVersion) -> Reading:
    """The runbook as ``version`` kept it, against those who lean on it today. Saves nothing."""
    kept = version.snapshot
    runbook = Runbook(
        pk=reading.runbook.pk,
        organization=reading.runbook.organization,
        title=kept["title"],
        summary=kept.get("summary", ""),
        owner_email=kept.get("owner", ""),
        review_every_days=reading.runbook.review_every_days,
        reviewed_on=reading.runbook.reviewed_on,
        version=version.number,
    )
    return replace(reading, runbook=runbook, steps=_kept_steps(kept["steps"]))


def _kept_steps(rows: Sequence[dict[str, Any]]) -> list[Step]:
    return [Step(**row) for row in rows]
