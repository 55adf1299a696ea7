"""What can be planned: small operations, each ``on(portfolio) -> portfolio``. Pure.

A step says of a draft which writes it comes down to; a change is its steps, one after the other.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from continuity.inventory.portable import Dependency, Option, Portfolio

from .draft import Draft, Fault, Misfit, ordered
from .writes import Add, Edit, Move, Remove, Write

T = TypeVar("T")


class Step(ABC):
    @abstractmethod
    def writes(self, draft: Draft) -> tuple[Write, ...]:
        """What it comes down to. Raises Misfit, also where it comes down to nothing."""

    def on(self, portfolio: Portfolio) -> Portfolio:
        """The portfolio with it done. Raises Misfit."""
        return carry_out(portfolio, [self]).portfolio


@dataclass(frozen=True)
class AddOption(Step):
    """A new option at the end of ``dependencies``; or of all that lean on ``leans_on``.

    To lean on it is to have an option that runs and falls with it. Of those, the ones that have
    an option on the same components already are left alone. ``key``: what new ids begin with.
    """

    key: str
    name: str
    dependencies: tuple[str, ...] = ()
    leans_on: str = ""
    rests_on: tuple[str, ...] = ()
    capacity: float = 1.0
    switch_minutes: int = 0
    runbook: str | None = None
    tested_on: date | None = None

    def writes(self, draft: Draft) -> tuple[Write, ...]:
        for component in self.rests_on:
            draft.need_component(component)
        draft.need_runbook(self.runbook)
        targets = [draft.dependency(row) for row in self.dependencies]
        if self.leans_on:
            draft.need_component(self.leans_on)
            targets = [d for d in draft.dependencies() if self._leans(d, draft)]
        if not targets:
            raise Misfit(Fault.NOTHING_LEFT, self.leans_on)
        return tuple(Add(d.id, self._option(d)) for d in targets)

    def _leans(self, dependency: Dependency, draft: Draft) -> bool:
        if any(set(o.on) == set(self.rests_on) for o in dependency.options):
            return False
        return any(self.leans_on in draft.ground.closure(o.on) for o in dependency.running)

    def _option(self, dependency: Dependency) -> Option:
        return Option(
            id=f"{self.key}-{dependency.id}",
            name=self.name,
            on=ordered(self.rests_on),
            capacity=self.capacity,
            switch_minutes=self.switch_minutes,
            runbook=self.runbook,
            tested_on=self.tested_on,
        )


@dataclass(frozen=True)
class Replace(Step):
    """From one component to another, in ``options``; in none given: in all that rest on it."""

    old: str
    new: str
    options: tuple[str, ...] = ()

    def writes(self, draft: Draft) -> tuple[Write, ...]:
        draft.need_component(self.old)
        draft.need_component(self.new)
        chosen = [draft.option(row) for row in self.options] or [
            o for d in draft.dependencies() for o in d.options if self.old in o.on
        ]
        for option in chosen:
            if self.old not in option.on:
                raise Misfit(Fault.NOT_ON_IT, option.id, option.name)
        if not chosen:
            raise Misfit(Fault.NOTHING_LEFT, self.old)
        return tuple(Edit(o, replace(o, on=self._moved(o.on))) for o in chosen)

    def _moved(self, on: tuple[str, ...]) -> tuple[str, ...]:
        return ordered({*on, self.new} - {self.old})


@dataclass(frozen=True)
class RemoveOption(Step):
    option: str

    def writes(self, draft: Draft) -> tuple[Write, ...]:
        draft.option(self.option)
        return (Remove(self.option),)


@dataclass(frozen=True)
class Reorder(Step):
    """An option to ``place``, from 0; the first ones run. See `writes.Move`."""

    option: str
    place: int = 0
    switch_minutes: int | None = None

    def writes(self, draft: Draft) -> tuple[Write, ...]:
        last = len(draft.holder(self.option).options) - 1
        return (Move(self.option, max(0, min(self.place, last)), self.switch_minutes),)


@dataclass(frozen=True)
class Resize(Step):
    """How long it takes to switch to an option, and what it sustains; None: as it is."""

    option: str
    switch_minutes: int | None = None
    capacity: float | None = None

    def writes(self, draft: Draft) -> tuple[Write, ...]:
        was = draft.option(self.option)
        now = replace(
            was,
            switch_minutes=_or(self.switch_minutes, was.switch_minutes),
            capacity=_or(self.capacity, was.capacity),
        )
        return _edit(was, now)


@dataclass(frozen=True)
class NameRunbook(Step):
    """How to switch to an option. ``tested_on``: its exercises, and the runbook's, make that."""

    option: str
    runbook: str
    tested_on: date | None = None

    def writes(self, draft: Draft) -> tuple[Write, ...]:
        was = draft.option(self.option)
        draft.need_runbook(self.runbook)
        return _edit(was, replace(was, runbook=self.runbook, tested_on=self.tested_on))


def _or(wanted: T | None, was: T) -> T:
    return was if wanted is None else wanted


def _edit(was: Option, now: Option) -> tuple[Write, ...]:
    edit = Edit(was, now)
    if not edit.fields:
        raise Misfit(Fault.NOTHING_NEW, was.id, was.name)
    return (edit,)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What steps come to: for each its writes, and the portfolio with them all done.

    ``misfit``: of the step after the last of ``writes``; the portfolio is then that before it.
    """

    portfolio: Portfolio
    writes: tuple[tuple[Write, ...], ...]
    misfit: Misfit | None = None


def carry_out(portfolio: Portfolio, steps: Iterable[Step]) -> Outcome:
    """All of them, in order. Raises Misfit."""
    outcome = attempt(portfolio, steps)
    if outcome.misfit:
        raise outcome.misfit
    return outcome


def attempt(portfolio: Portfolio, steps: Iterable[Step]) -> Outcome:
    """As many of them as fit, in order, up to the first that does not."""
    draft = Draft(portfolio)
    done: list[tuple[Write, ...]] = []
    for step in steps:
        before = draft.portfolio
        try:
            writes = step.writes(draft)
            for write in writes:
                write.on(draft)
        except Misfit as misfit:
            return Outcome(before, tuple(done), misfit)
        done.append(writes)
    return Outcome(draft.portfolio, tuple(done))
