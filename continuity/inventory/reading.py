"""What the page of a function says, from rows already fetched: no query."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from .models import Dependency, Function, Option


@dataclass(frozen=True)
class Line:
    """One option in its place: whether it runs, and whether it falls with the worst component."""

    option: Option
    runs: bool
    falls: bool
    first: bool
    last: bool


@dataclass(frozen=True)
class Ask:
    """One dependency with its options in order."""

    dependency: Dependency
    lines: list[Line]
    capacity: Decimal  # of what runs
    minimum: Decimal

    @property
    def missing_options(self) -> int:
        return max(0, self.dependency.required - len(self.lines))

    @property
    def too_small(self) -> bool:
        return not self.missing_options and self.capacity < self.minimum

    @property
    def filled(self) -> bool:
        return not self.missing_options and not self.too_small


@dataclass(frozen=True)
class Reading:
    function: Function
    gaps: list[Any]

    @cached_property
    def score(self) -> Any:
        return getattr(self.function, "score", None)

    @cached_property
    def stopping(self) -> list[Any]:
        """Single points of failure, the worst first."""
        return [gap for gap in self.gaps if gap.verdict in ("late", "lost")]

    @cached_property
    def others(self) -> list[Any]:
        return [gap for gap in self.gaps if gap.verdict not in ("late", "lost")]

    @cached_property
    def asks(self) -> list[Ask]:
        return [self._ask(dependency) for dependency in self.function.dependencies.all()]

    @cached_property
    def _fallen(self) -> set[int]:
        """Options that fall with the worst component."""
        worst = self.score.worst_id if self.score else None
        for gap in self.gaps:
            if gap.component_id == worst and gap.why:
                rows = [*gap.why.get("running", []), *gap.why.get("fallen", [])]
                return {row["option"] for row in rows}
        return set()

    def _ask(self, dependency: Dependency) -> Ask:
        options = list(dependency.options.all())
        lines = [
            Line(
                option,
                runs=place < dependency.required,
                falls=option.pk in self._fallen,
                first=place == 0,
                last=place == len(options) - 1,
            )
            for place, option in enumerate(options)
        ]
        running = sum((line.option.capacity for line in lines if line.runs), Decimal(0))
        return Ask(dependency, lines, running, self.function.minimum_capacity)


def read(function: Function) -> Reading:
    gaps = function.gaps.all()  # type: ignore[attr-defined]
    ordered = sorted(gaps, key=lambda gap: (-gap.gap, gap.component.name))
    return Reading(function, ordered)
