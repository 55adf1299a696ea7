"""METHOD 9: what one small act would save. Adding a fallback is not among them yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from continuity.inventory.portable import Dependency, Function, Option

from .assess import Assessment, reassess
from .recovery import Tier, tier_of


class Act(StrEnum):
    EXERCISE = "exercise"  # assumes that the runbook's exercise passes
    WRITE_RUNBOOK = "write_runbook"  # assumes that it describes how to switch in the time stated
    CUT_SWITCH = "cut_switch"  # assumes that the switch can be had within the RTO


@dataclass(frozen=True, slots=True)
class Advice:
    """One act on one option and the organisation's score after it, all else as it is."""

    act: Act
    function: str
    dependency: str
    option: str
    runbook: str | None
    switch_minutes: int
    score_before: float
    score_after: float

    @property
    def saves(self) -> float:
        """Points of the organisation's score."""
        return self.score_before - self.score_after


def advise(assessment: Assessment, most: int = 3, tries: int = 200) -> list[Advice]:
    """The acts that save most, best first; none that saves nothing.

    Tried on the functions whose own weight in the score is largest, at most ``tries`` acts: an
    exact ranking within those.
    """
    before = assessment.score
    found = []
    for function, dependency, option, act, better in _candidates(assessment, tries):
        after = reassess(assessment, _with(function, dependency, option, better)).score
        found.append(
            Advice(
                act=act,
                function=function.id,
                dependency=dependency.id,
                option=option.id,
                runbook=option.runbook,
                switch_minutes=better.switch_minutes,
                score_before=before,
                score_after=after,
            )
        )
    useful = [advice for advice in found if advice.saves > 0]
    useful.sort(key=lambda a: (-a.saves, a.act, a.function, a.dependency, a.option))
    return useful[:most]


def _candidates(
    assessment: Assessment, tries: int
) -> Iterator[tuple[Function, Dependency, Option, Act, Option]]:
    heavy = sorted(
        (result for result in assessment.functions.values() if result.worst_units),
        key=lambda r: (-r.worst_units * r.function.criticality, r.function.id),
    )
    acts = (
        (result.function, dependency, option, act, better)
        for result in heavy
        for dependency in result.function.dependencies
        if dependency.essential
        for option in dependency.fallbacks
        for act, better in _better(assessment, result.function, option)
    )
    return (candidate for _, candidate in zip(range(tries), acts, strict=False))


def _better(
    assessment: Assessment, function: Function, option: Option
) -> Iterator[tuple[Act, Option]]:
    held = assessment.index.portfolio
    tier = tier_of(option, held.as_of, held.test_cadence_days)
    if tier == Tier.DOCUMENTED:
        yield Act.EXERCISE, replace(option, tested_on=held.as_of)
    if tier == Tier.ANY:
        yield Act.WRITE_RUNBOOK, replace(option, runbook="")
    if option.switch_minutes > function.rto_minutes:
        yield Act.CUT_SWITCH, replace(option, switch_minutes=function.rto_minutes)


def _with(function: Function, dependency: Dependency, old: Option, new: Option) -> Function:
    options = tuple(new if option is old else option for option in dependency.options)
    return replace(
        function,
        dependencies=tuple(
            replace(d, options=options) if d is dependency else d for d in function.dependencies
        ),
    )
