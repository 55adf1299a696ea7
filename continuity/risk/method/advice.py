"""METHOD 9: what one act would save, of the organisation's score and of its expected loss a year.

Ranked by the points of score that an act saves; among equals by the loss.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from continuity.inventory.portable import Dependency, Function, Option

from .assess import Assessment, reassess
from .loss import Losses, expect_function
from .recovery import Tier, tier_of

NEW = "new"  # the id of an option that is not there yet


class Act(StrEnum):
    EXERCISE = "exercise"  # assumes that the runbook's exercise passes
    WRITE_RUNBOOK = "write_runbook"  # assumes that it describes how to switch in the time stated
    CUT_SWITCH = "cut_switch"  # assumes that the switch can be had within the RTO
    ADD_FALLBACK = "add_fallback"  # assumes full load, the RTO kept, and a runbook not yet tried


@dataclass(frozen=True, slots=True)
class Advice:
    """One act on one option, and the organisation's score and loss after it, all else as it is.

    ``component``: what an added fallback stands on; its ``option`` is `NEW`. Of ``candidates``
    so many would do as well: what they save is the same, what they are like is not known here.
    ``loss_before``, ``loss_after``: None where no losses were given.
    """

    act: Act
    function: str
    dependency: str
    option: str
    runbook: str | None
    switch_minutes: int
    score_before: float
    score_after: float
    loss_before: float | None = None
    loss_after: float | None = None
    component: str | None = None
    candidates: int = 0

    @property
    def saves(self) -> float:
        """Points of the organisation's score."""
        return self.score_before - self.score_after

    @property
    def saves_loss(self) -> float:
        """Expected loss a year, to a hundredth; below 0 where a slower fallback is relied on."""
        if self.loss_before is None or self.loss_after is None:
            return 0.0
        return round(self.loss_before - self.loss_after, 2)

    @property
    def useful(self) -> bool:
        return self.saves > 0 or (self.saves == 0 and self.saves_loss > 0)


@dataclass(frozen=True, slots=True)
class _Try:
    """An act as it would leave the function; ``after``: the option done to."""

    act: Act
    function: Function
    dependency: Dependency
    after: Option
    changed: Function
    component: str | None = None
    candidates: int = 0


def advise(
    assessment: Assessment,
    most: int = 3,
    tries: int = 200,
    losses: Losses | None = None,
    candidates: Sequence[str] = (),
) -> list[Advice]:
    """The acts that save most, best first; none that saves nothing.

    ``candidates``: components that a new fallback may stand on, those to be preferred first.
    Tried on the functions whose own weight in the score is largest, at most ``tries`` acts: an
    exact ranking within those.
    """
    acts = _tries(assessment, losses, candidates)
    found = [_advice(assessment, one, losses) for _, one in zip(range(tries), acts, strict=False)]
    useful = [advice for advice in found if advice.useful]
    useful.sort(key=lambda a: (-a.saves, -a.saves_loss, a.act, a.function, a.dependency, a.option))
    return useful[:most]


def _advice(assessment: Assessment, one: _Try, losses: Losses | None) -> Advice:
    after = reassess(assessment, one.changed)
    return Advice(
        act=one.act,
        function=one.function.id,
        dependency=one.dependency.id,
        option=one.after.id,
        runbook=one.after.runbook or None,
        switch_minutes=one.after.switch_minutes,
        score_before=assessment.score,
        score_after=after.score,
        loss_before=losses.loss if losses else None,
        loss_after=losses.loss - _saved(assessment, after, losses) if losses else None,
        component=one.component,
        candidates=one.candidates,
    )


def _saved(before: Assessment, after: Assessment, losses: Losses) -> float:
    """Expected loss a year of the functions that are judged anew; common causes left out."""
    return sum(
        losses.functions[name].loss
        - expect_function(
            result.function,
            {**result.components, **result.internal},
            losses.assumed,
            losses.demand,
        ).loss
        for name, result in after.functions.items()
        if result is not before.functions[name]
    )


def _tries(
    assessment: Assessment, losses: Losses | None, candidates: Sequence[str]
) -> Iterator[_Try]:
    def weight(name: str) -> tuple[int, float, str]:
        result = assessment.functions[name]
        lost = losses.functions[name].loss if losses else 0.0
        return -result.worst_units * result.function.criticality, -lost, name

    felt = [n for n, r in assessment.functions.items() if r.components or r.internal]
    for name in sorted(felt, key=weight):
        function = assessment.functions[name].function
        for dependency in function.dependencies:
            if dependency.essential:
                yield from _on_fallbacks(assessment, function, dependency)
                yield from _added(assessment, function, dependency, candidates)


def _on_fallbacks(
    assessment: Assessment, function: Function, dependency: Dependency
) -> Iterator[_Try]:
    for option in dependency.fallbacks:
        for act, better in _better(assessment, function, option):
            options = tuple(better if o is option else o for o in dependency.options)
            changed = _with(function, dependency, options)
            yield _Try(act, function, dependency, better, changed)


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


def _added(
    assessment: Assessment,
    function: Function,
    dependency: Dependency,
    candidates: Sequence[str],
) -> Iterator[_Try]:
    """One for all candidates that share nothing with what runs.

    Whatever is felt is below what runs: each of them outlives it, so each saves the same.
    """
    if dependency.too_few():
        return
    ground = assessment.index.ground
    running = frozenset().union(*(ground.closure(option.on) for option in dependency.running))
    named = {name for option in dependency.options for name in option.on}
    fit = [
        name
        for name in candidates
        if name not in named and running.isdisjoint(ground.closures[name])
    ]
    if fit and running:
        new = fallback(function, fit[0])
        changed = _with(function, dependency, (*dependency.options, new))
        yield _Try(Act.ADD_FALLBACK, function, dependency, new, changed, fit[0], len(fit))


def fallback(function: Function, component: str) -> Option:
    """The fallback that advice assumes: it bears the full load, the switch takes the whole RTO,
    and a runbook says how, which nobody has tried yet."""
    return Option(NEW, "", (component,), 1.0, function.rto_minutes, runbook="")


def _with(function: Function, dependency: Dependency, options: tuple[Option, ...]) -> Function:
    return replace(
        function,
        dependencies=tuple(
            replace(d, options=options) if d is dependency else d for d in function.dependencies
        ),
    )
