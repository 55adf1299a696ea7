"""From readings to outages: debounce, source health and what they amount to. Pure.

Human-edited feeds seldom flap, so two reads suffice; monitor-driven ones flap by the minute, so
they are held longer. ``unknown`` neither opens nor closes anything; maintenance opens nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .feeds import ORDER, State
from .memory import LEVELS, Observation, SignalState, Streak, Threshold

EASES = ORDER[1:-1]  # what an open outage can ease to, the mildest first
GAP = timedelta(minutes=20)  # reads further apart than this do not confirm each other
OLD_NEWS = timedelta(hours=2)  # what began longer ago, when first seen, is told to nobody
CLAIM = timedelta(hours=24)  # how far back a provider's own start is believed
CLOCK_SLACK = timedelta(minutes=10)
FLAPPING_OPENS, FLAPPING_WITHIN, FLAPPING_HOLD = 3, timedelta(hours=1), timedelta(minutes=30)
UNKNOWN_AFTER = timedelta(minutes=30)  # of not seeing: the state turns unknown


@dataclass(frozen=True)
class Policy:
    """What it takes to believe a feed of one class."""

    major: Threshold
    lesser: Threshold  # degraded, partial outage
    close: Threshold
    gap: timedelta = GAP
    hold: timedelta = FLAPPING_HOLD

    def opens(self, level: State) -> Threshold:
        return self.major if level is State.MAJOR_OUTAGE else self.lesser

    def hastened(self, factor: float) -> "Policy":
        """The same with every wait divided by ``factor`` (>= 1), to rehearse the whole chain."""

        def sooner(threshold: Threshold) -> Threshold:
            return replace(threshold, span=threshold.span / factor)

        return replace(
            self,
            major=sooner(self.major),
            lesser=sooner(self.lesser),
            close=sooner(self.close),
            hold=self.hold / factor,
        )


EDITED_BY_PEOPLE = Policy(
    major=Threshold(2, timedelta(seconds=30)),
    lesser=Threshold(2, timedelta(seconds=60)),
    close=Threshold(2, timedelta(minutes=10)),
)
DRIVEN_BY_MONITORS = Policy(
    major=Threshold(2, timedelta(0)),
    lesser=Threshold(3, timedelta(minutes=5)),
    close=Threshold(2, timedelta(minutes=15)),
)


@dataclass(frozen=True)
class Transition:
    """An outage opens, worsens or closes. ``since``: when that began, as well as we know."""

    kind: str  # "open", "worsen", "close"
    state: State
    since: datetime
    confirmed_at: datetime
    alert: bool = True
    unstable: bool = False
    title: str = ""
    incident: str = ""


def step(
    signal: SignalState, seen: Observation, now: datetime, policy: Policy
) -> tuple[SignalState, Transition | None]:
    """Take one observation in. One that is not newer than the last changes nothing."""
    if _clock_went_back(signal, now):
        signal = replace(signal, last=None, known_at=None, streaks={})
    if signal.last and seen.at <= signal.last.at:
        return signal, None
    if seen.state is State.UNKNOWN:
        keeps = signal.open or seen.missing
        return replace(signal, last=seen, state=signal.state if keeps else State.UNKNOWN), None
    before = signal
    if before.known_at is None or seen.at - before.known_at > policy.gap:
        signal = replace(signal, streaks={}, eases={})
    counts = not (seen.monitoring and signal.open)
    signal = replace(
        signal,
        last=seen,
        known_at=seen.at,
        streaks=_longer(signal.streaks, _agreeing(seen, counts), seen.at),
        eases=_longer(signal.eases, _easing(seen), seen.at) if signal.open else {},
    )
    if seen.state.is_bad:
        return _bad(_with_start(before, signal, seen), seen, policy)
    return _fine(signal, seen, policy)


def _bad(
    signal: SignalState, seen: Observation, policy: Policy
) -> tuple[SignalState, Transition | None]:
    level = _confirmed(signal, seen.at, policy)
    if level is None or (signal.open and level.rank <= signal.state.rank):
        return replace(signal, state=_eased(signal, seen, policy)), None
    first_bad = signal.streaks[State.DEGRADED].since
    recent = tuple(t for t in signal.opens if seen.at - t <= FLAPPING_WITHIN)
    opens = recent if signal.open else (*recent, seen.at)
    transition = Transition(
        kind="worsen" if signal.open else "open",
        state=level,
        since=signal.streaks[level].since if signal.open else _start(signal, first_bad),
        confirmed_at=seen.at,
        alert=not signal.late,
        unstable=len(opens) >= FLAPPING_OPENS,
        title=seen.title,
        incident=seen.incident,
    )
    return replace(signal, open=True, state=level, eases={}, opens=opens), transition


def _fine(
    signal: SignalState, seen: Observation, policy: Policy
) -> tuple[SignalState, Transition | None]:
    if not signal.open:
        idle = seen.posts if seen.state is State.OPERATIONAL else signal.idle
        fine = replace(signal, state=seen.state, good_at=seen.at, idle=idle)
        return replace(fine, late=False, began=None), None
    good = signal.streaks.get(State.OPERATIONAL)
    if good is None or not good.meets(_closing(signal, policy, seen.at), seen.at):
        return replace(signal, state=_eased(signal, seen, policy)), None
    closed = replace(
        signal,
        open=False,
        state=State.OPERATIONAL,
        good_at=seen.at,
        idle=seen.posts,
        eases={},
        late=False,
        began=None,
    )
    return closed, Transition(
        "close", State.OPERATIONAL, good.since, seen.at, alert=not signal.late
    )


def _closing(signal: SignalState, policy: Policy, at: datetime) -> Threshold:
    """What closes it: after three openings in an hour, half an hour of quiet."""
    recent = [t for t in signal.opens if at - t <= FLAPPING_WITHIN + policy.hold]
    if len(recent) < FLAPPING_OPENS:
        return policy.close
    return replace(policy.close, span=max(policy.hold, policy.close.span))


def _confirmed(signal: SignalState, at: datetime, policy: Policy) -> State | None:
    for level in LEVELS:
        streak = signal.streaks.get(level)
        if streak and streak.meets(policy.opens(level), at):
            return level
    return None


def _agreeing(seen: Observation, counts: bool) -> list[State]:
    """The levels that a read speaks for: those that it is at least as bad as, or good."""
    if seen.state.is_bad:
        return [level for level in LEVELS if seen.state.rank >= level.rank]
    return [State.OPERATIONAL] if seen.state is State.OPERATIONAL and counts else []


def _easing(seen: Observation) -> list[State]:
    return [level for level in EASES if seen.state.rank <= level.rank]


def _longer(streaks: Mapping[str, Streak], levels: list[State], at: datetime) -> dict[str, Streak]:
    """The streak of each level with one read more; a level that has none begins one."""
    return {
        level: Streak(streaks[level].since, streaks[level].reads + 1)
        if level in streaks
        else Streak(at, 1)
        for level in levels
    }


def _eased(signal: SignalState, seen: Observation, policy: Policy) -> State:
    """What an open outage has got down to, confirmed as getting worse is. Well is only closing."""
    if seen.state is State.OPERATIONAL:
        return signal.state
    for level in EASES:
        streak = signal.eases.get(level)
        milder = seen.state.rank <= level.rank < signal.state.rank
        if milder and streak and streak.meets(policy.lesser, seen.at):
            return level
    return signal.state


def _with_start(before: SignalState, signal: SignalState, seen: Observation) -> SignalState:
    """Remember the provider's own start, and whether we come late to old news."""
    if State.DEGRADED in before.streaks and signal.streaks[State.DEGRADED].reads > 1:
        earlier = [t for t in (signal.began, seen.began) if t]
        return replace(signal, began=min(earlier, default=None))
    if signal.open:
        return signal
    blind = before.known_at is None or seen.at - before.known_at > OLD_NEWS
    late = blind and seen.aged is not None and seen.at - seen.aged > OLD_NEWS
    return replace(signal, began=seen.began, late=late)


def _start(signal: SignalState, first_bad: datetime) -> datetime:
    """The provider's start if it is earlier and credible, else our first bad read; but never
    before the last read that was good."""
    began = signal.began
    if began is None or not first_bad - CLAIM <= began < first_bad:
        return first_bad
    return max(began, signal.good_at) if signal.good_at else began


def _clock_went_back(signal: SignalState, now: datetime) -> bool:
    return signal.last is not None and signal.last.at > now + CLOCK_SLACK
