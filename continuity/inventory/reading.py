"""What the page of a function says, from rows already fetched: no query."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from .ground import Ground
from .models import Dependency, Function, Option
from .portable import enough, units
from .standing import Need, Said, Way, is_hit, verdicts

STOPPING = ("late", "lost")


@dataclass(frozen=True)
class Line:
    """One option in its place: whether it runs, and what it is good for when the worst fails."""

    option: Option
    runs: bool
    said: Said | None
    tested_on: Any  # date or None; with the exercises of its runbook
    first: bool
    last: bool

    @property
    def measured_on(self) -> Any:
        """The day of the exercise that took as long as it says; None where people say so."""
        exercise = self.option.measured_by
        is_so = exercise and exercise.measured_minutes == self.option.switch_minutes
        return exercise.held_on if exercise and is_so else None


@dataclass(frozen=True)
class Ask:
    """One dependency with its options in order. ``hit``: the worst component takes what runs."""

    dependency: Dependency
    lines: list[Line]
    capacity: Decimal  # of what runs
    minimum: Decimal
    hit: bool

    @property
    def missing_options(self) -> int:
        return max(0, self.dependency.required - len(self.lines))

    @property
    def running(self) -> int:
        return sum(line.runs for line in self.lines)

    @property
    def waiting(self) -> int:
        return len(self.lines) - self.running

    @property
    def too_small(self) -> bool:
        return not self.missing_options and not enough(units(self.capacity), units(self.minimum))

    @property
    def filled(self) -> bool:
        return not self.missing_options and not self.too_small


@dataclass(frozen=True)
class Reading:
    function: Function
    gaps: list[Any]
    ground: Ground

    @cached_property
    def score(self) -> Any:
        return getattr(self.function, "score", None)

    @cached_property
    def stopping(self) -> list[Any]:
        """Single points of failure, the worst first."""
        return [gap for gap in self.gaps if gap.verdict in STOPPING]

    @cached_property
    def others(self) -> list[Any]:
        return [gap for gap in self.gaps if gap.verdict not in STOPPING]

    @cached_property
    def more_pairs(self) -> int:
        """How many pairs there are beyond those that are shown."""
        held = self.score.pairs if self.score else {}
        return held.get("count", 0) - sum(len(one["with"]) for one in held.get("shown", ()))

    @cached_property
    def worst(self) -> Any:
        """The gap that the page leads with: of the worst component, or of what else stops it."""
        at = self.score.worst_id if self.score else None
        found = next((gap for gap in self.gaps if gap.component_id == at), None)
        if self.stopping and (found is None or found.verdict not in STOPPING):
            return self.stopping[0]
        return found

    @cached_property
    def past_rto(self) -> int | None:
        """By how many minutes the worst makes it late; None where it does not come back."""
        minutes = self.worst.recovery_minutes if self.worst else None
        return None if minutes is None else minutes - self.function.rto_minutes

    @cached_property
    def filling(self) -> str:
        """As the rows stand now; the score may lag behind them."""
        if not self.asks and not self.function.depends_on.all():
            return "undescribed"
        return "unfinished" if self.unfinished else "complete"

    @cached_property
    def unfinished(self) -> list[Ask]:
        """What is never served as it is written down."""
        return [ask for ask in self.asks if ask.dependency.essential and not ask.filled]

    @cached_property
    def asks(self) -> list[Ask]:
        return [self._ask(dependency) for dependency in self.function.dependencies.all()]

    def _ask(self, dependency: Dependency) -> Ask:
        options = list(dependency.options.all())
        ways = [self._way(option) for option in options]
        need = self._need(dependency)
        said = verdicts(need, ways)
        lines = [
            Line(
                option,
                runs=place < dependency.required,
                said=said[place] if self.worst or place >= dependency.required else None,
                tested_on=ways[place].tested_on,
                first=place == 0,
                last=place == len(options) - 1,
            )
            for place, option in enumerate(options)
        ]
        running = sum((line.option.capacity for line in lines if line.runs), Decimal(0))
        minimum = self.function.minimum_capacity
        return Ask(dependency, lines, running, minimum, is_hit(need, ways))

    def _way(self, option: Option) -> Way:
        book = option.runbook if option.runbook and not option.runbook.removed_at else None
        return Way(
            capacity=units(option.capacity),
            switch_minutes=option.switch_minutes,
            documented=book is not None,
            tested_on=self.ground.tested_on(option.tested_on, book.pk if book else None),
            path=self.ground.path(option.on.all(), self.worst.component_id if self.worst else None),
        )

    def _need(self, dependency: Dependency) -> Need:
        return Need(
            required=dependency.required,
            minimum=units(self.function.minimum_capacity),
            rto_minutes=self.function.rto_minutes,
            mtpd_minutes=self.function.mtpd_minutes,
            as_of=self.ground.as_of,
            cadence_days=self.ground.cadence_days,
        )


def read(function: Function, ground: Ground) -> Reading:
    gaps = function.gaps.all()  # type: ignore[attr-defined]
    ordered = sorted(gaps, key=lambda gap: (-gap.gap, gap.component.name))
    return Reading(function, ordered, ground)
