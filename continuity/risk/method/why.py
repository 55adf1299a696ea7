"""METHOD 3, in facts: why a component stops a function. Words are for others to put."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from continuity.inventory.portable import Dependency, Function, Option

from .assess import Assessment, Index
from .gap import Judgement
from .recovery import NEVER, Ladder, Tier, tier_of

Failed = frozenset[str]


class Reason(StrEnum):
    NO_FALLBACK = "no_fallback"
    SHARED_FATE = "shared_fate"
    TOO_SMALL = "too_small"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class Fall:
    """An option that goes down with the component, and the way from the one to the other."""

    option: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What one component's failure does to one dependency.

    ``function``: whose dependency it is; not always the one asked about, which may wait for it.
    ``reason``: None where the function carries on in time. ``running``: the running options that
    fall; ``fallen``: the fallbacks that fall with them. ``leans_on``: the fallbacks that carry it,
    none when it never recovers. ``recovery_minutes`` at the tier that speaks, None for never.
    """

    function: str
    dependency: str
    reason: Reason | None
    recovery_minutes: int | None
    running: tuple[Fall, ...]
    fallen: tuple[Fall, ...]
    leans_on: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "function": self.function,
            "dependency": self.dependency,
            "reason": self.reason and str(self.reason),
            "recovery_minutes": self.recovery_minutes,
            "running": [{"option": f.option, "path": list(f.path)} for f in self.running],
            "fallen": [{"option": f.option, "path": list(f.path)} for f in self.fallen],
            "leans_on": list(self.leans_on),
        }


def explain(assessment: Assessment, function_id: str, component: str) -> tuple[Why, ...]:
    """Why the component's failure hits the function as it does; nothing when it is unaffected.

    First what is served again last: of several equally late, the first by function and id. Then
    each other dependency of the function itself that loses a running option: all of them must be
    switched, although the last one alone decides how long it takes.
    """
    result = assessment.functions[function_id]
    judgement = result.components.get(component) or result.internal.get(component)
    if judgement is None:
        return ()
    return explain_all(assessment.index, function_id, frozenset((component,)), judgement)


def explain_all(
    index: Index, function_id: str, failed: Failed, judgement: Judgement
) -> tuple[Why, ...]:
    """The same for components that fail together, of a function that feels it: see `failing`."""
    tier, asked = judgement.tier, index.functions[function_id]
    hit = list(_hit(index, function_id, failed, tier))
    last = max(hit, key=lambda found: found[0])
    rest = (found for found in hit if found is not last and found[1].id == function_id)
    return tuple(
        _why(index, asked, function, dependency, failed, tier, minutes)
        for minutes, function, dependency in (last, *rest)
    )


def _hit(
    index: Index, start: str, failed: Failed, tier: Tier
) -> Iterator[tuple[float, Function, Dependency]]:
    """Every essential dependency that loses a running option, of the function and those below."""
    ahead, seen = [start], {start}
    while ahead:
        function = index.functions[ahead.pop(0)]
        for dependency in sorted(function.dependencies, key=lambda d: d.id):
            if dependency.essential and _falls(index, dependency.running, failed):
                ladder = _ladder(index, function, dependency)
                recovery = ladder.without(_mask(index, dependency.options, failed))
                yield recovery[tier], function, dependency
        below = [name for name in sorted(function.depends_on) if name not in seen]
        seen.update(below)
        ahead += below


def _falls(index: Index, options: tuple[Option, ...], failed: Failed) -> bool:
    return any(not failed.isdisjoint(index.ground.closure(option.on)) for option in options)


def _mask(index: Index, options: tuple[Option, ...], failed: Failed) -> int:
    return sum(1 << at for at, option in enumerate(options) if _falls(index, (option,), failed))


def _ladder(index: Index, function: Function, dependency: Dependency) -> Ladder:
    held = index.portfolio
    return Ladder(dependency, function.minimum_capacity, held.as_of, held.test_cadence_days)


def _why(
    index: Index,
    asked: Function,
    function: Function,
    dependency: Dependency,
    failed: Failed,
    tier: Tier,
    minutes: float,
) -> Why:
    def falls(options: tuple[Option, ...]) -> tuple[Fall, ...]:
        paths = ((o.id, _way_down(index, o, failed)) for o in options)
        return tuple(Fall(name, path) for name, path in paths if path)

    running, fallen = falls(dependency.running), falls(dependency.fallbacks)
    gone = {fall.option for fall in fallen}
    held = index.portfolio
    carrying = tuple(
        o.id
        for o in dependency.fallbacks
        if o.id not in gone
        and o.switch_minutes <= minutes
        and tier_of(o, held.as_of, held.test_cadence_days) <= tier
    )
    reason = None
    if minutes > asked.rto_minutes:
        reason = _reason(index, asked, function, dependency, failed)
    return Why(
        function=function.id,
        dependency=dependency.id,
        reason=reason,
        recovery_minutes=None if minutes == NEVER else int(minutes),
        running=running,
        fallen=fallen,
        leans_on=() if minutes == NEVER else carrying,
    )


def _way_down(index: Index, option: Option, failed: Failed) -> tuple[str, ...]:
    """The shortest way from the option to what fails of all that it needs; () if nothing does."""
    fallen = sorted(failed & index.ground.closure(option.on))
    return min((index.ground.path(option.on, name) for name in fallen), key=len, default=())


def _reason(
    index: Index, asked: Function, function: Function, dependency: Dependency, failed: Failed
) -> Reason:
    """No fallback at all; or they would do, had they not fallen too; or what is left falls short
    in strength or number; or only in time. To do: within the bound that is passed, RTO or MTPD."""
    if not dependency.fallbacks:
        return Reason.NO_FALLBACK
    fallen = _mask(index, dependency.options, failed)
    running = fallen & ((1 << dependency.required) - 1)
    ladder = _ladder(index, function, dependency)
    standing, left = ladder.without(running).any, ladder.without(fallen).any
    bound = asked.mtpd_minutes if left > asked.mtpd_minutes else asked.rto_minutes
    all_fell = all(_falls(index, (option,), failed) for option in dependency.fallbacks)
    if all_fell or standing <= bound < left:
        return Reason.SHARED_FATE
    return Reason.TOO_SMALL if left == NEVER else Reason.TOO_SLOW
