"""From readings to outages: debounce, source health and what they amount to. Pure.

Human-edited feeds seldom flap, so two reads suffice; monitor-driven ones flap by the minute, so
they are held longer. ``unknown`` neither opens nor closes anything; maintenance opens nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .feeds import IncidentReading, Reading, State
from .memory import LEVELS, Observation, SignalState, Streak, Threshold

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


def observe(reading: Reading, upstream_id: str, at: datetime) -> Observation:
    """What ``reading`` says of one component."""
    component = reading.component(upstream_id)
    if component is None or component.reason == "component_missing":
        return Observation(at, State.UNKNOWN, missing=True)
    posts = [i for i in reading.incidents if not i.is_closed]
    about = [i for i in posts if upstream_id in i.components]
    untagged = [i for i in posts if not i.components] if component.state.is_bad else []
    post = _oldest(about) or _oldest(untagged)
    starts = [i.started_at for i in about if i.started_at]
    return Observation(
        at,
        component.state,
        monitoring=any(i.state == "monitoring" for i in about),
        began=min(starts, default=None),
        title=post.title if post else "",
        incident=post.id if post else "",
    )


def again(signal: SignalState, at: datetime) -> Observation:
    """The last observation once more: the source says that nothing changed."""
    return replace(signal.last or Observation(at, State.UNKNOWN), at=at)


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
        signal = replace(signal, streaks={})
    counts = not (seen.monitoring and signal.open)
    signal = replace(
        signal, last=seen, known_at=seen.at, streaks=_extended(signal.streaks, seen, counts)
    )
    if seen.state.is_bad:
        return _bad(_with_start(before, signal, seen), seen, policy)
    return _fine(signal, seen, policy)


def _bad(
    signal: SignalState, seen: Observation, policy: Policy
) -> tuple[SignalState, Transition | None]:
    level = _confirmed(signal, seen.at, policy)
    if level is None or (signal.open and level.rank <= signal.state.rank):
        return signal, None
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
    return replace(signal, open=True, state=level, opens=opens), transition


def _fine(
    signal: SignalState, seen: Observation, policy: Policy
) -> tuple[SignalState, Transition | None]:
    if not signal.open:
        return replace(signal, state=seen.state, late=False, began=None), None
    good = signal.streaks.get(State.OPERATIONAL)
    if good is None or not good.meets(_closing(signal, policy, seen.at), seen.at):
        return signal, None
    closed = replace(signal, open=False, state=State.OPERATIONAL, late=False, began=None)
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


def _extended(streaks: Mapping[str, Streak], seen: Observation, counts: bool) -> dict[str, Streak]:
    """Each level's streak of reads at least that bad, or the streak of good ones."""
    if seen.state.is_bad:
        agreeing = [level for level in LEVELS if seen.state.rank >= level.rank]
    else:
        agreeing = [State.OPERATIONAL] if seen.state is State.OPERATIONAL and counts else []
    return {
        level: Streak(streaks[level].since, streaks[level].reads + 1)
        if level in streaks
        else Streak(seen.at, 1)
        for level in agreeing
    }


def _with_start(before: SignalState, signal: SignalState, seen: Observation) -> SignalState:
    """Remember the provider's own start, and whether we come late to old news."""
    if State.DEGRADED in before.streaks and signal.streaks[State.DEGRADED].reads > 1:
        earlier = [t for t in (signal.began, seen.began) if t]
        return replace(signal, began=min(earlier, default=None))
    if signal.open:
        return signal
    blind = before.known_at is None or seen.at - before.known_at > OLD_NEWS
    late = blind and seen.began is not None and seen.at - seen.began > OLD_NEWS
    return replace(signal, began=seen.began, late=late)


def _start(signal: SignalState, first_bad: datetime) -> datetime:
    """The provider's start if it is earlier and credible, else our first bad read."""
    began = signal.began
    return began if began and first_bad - CLAIM <= began < first_bad else first_bad


def _clock_went_back(signal: SignalState, now: datetime) -> bool:
    return signal.last is not None and signal.last.at > now + CLOCK_SLACK


def _oldest(posts: list[IncidentReading]) -> IncidentReading | None:
    return min(posts, key=lambda p: (p.started_at is None, p.started_at or 0, p.id), default=None)
