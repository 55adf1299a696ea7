"""What the pages say of a runbook: its time against the RTO of those who lean on it, its age."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from .models import Exercise, Runbook, Step
from .plantime import PlanTime, plan_time


@dataclass(frozen=True)
class Reading:
    """One runbook with what was fetched beside it; costs no query."""

    runbook: Runbook
    steps: list[Step]
    options: list[Any]
    exercises: list[Exercise]

    @cached_property
    def time(self) -> PlanTime:
        return plan_time([(s.key, s.minutes, s.waits_for) for s in self.steps])

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
        """The longest path is longer than the shortest RTO that it serves."""
        return self.rto_minutes is not None and self.time.minutes > self.rto_minutes

    @property
    def passed(self) -> Exercise | None:
        return next((e for e in self.exercises if e.passed), None)

    @property
    def next_review(self) -> date | None:
        """None: never reviewed."""
        if self.runbook.reviewed_on is None:
            return None
        return self.runbook.reviewed_on + timedelta(days=self.runbook.review_every_days)


def read(runbook: Runbook) -> Reading:
    """From a row fetched by ``with_reading``."""
    options = [o for o in runbook.options.all() if o.dependency.function.removed_at is None]
    return Reading(runbook, list(runbook.steps.all()), options, list(runbook.exercises.all()))
