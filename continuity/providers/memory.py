"""What the debounce remembers of one component on one feed, and its form as JSON. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .feeds import State

LEVELS = (State.MAJOR_OUTAGE, State.PARTIAL_OUTAGE, State.DEGRADED)  # the worst first


@dataclass(frozen=True)
class Threshold:
    """That many reads in a row, the first and the last at least ``span`` apart."""

    reads: int
    span: timedelta


@dataclass(frozen=True)
class Observation:
    """What one read of a feed said of one component.

    ``missing``: not listed at all. ``monitoring``: a fix is being watched. ``began``: the
    provider's own start of the trouble; ``aged``: the same, or the start of what may be about
    it. ``title`` and ``incident``: its post, if there is one. ``posts``: all that are open.
    Past ``until``, the end of an announced window, an unchanged page says ``then``.
    """

    at: datetime
    state: State
    missing: bool = False
    monitoring: bool = False
    began: datetime | None = None
    title: str = ""
    incident: str = ""
    aged: datetime | None = None
    posts: tuple[str, ...] = ()
    until: datetime | None = None
    then: State | None = None


@dataclass(frozen=True)
class Streak:
    """Reads in a row that agree."""

    since: datetime
    reads: int

    def meets(self, threshold: Threshold, at: datetime) -> bool:
        return self.reads >= threshold.reads and at - self.since >= threshold.span


@dataclass(frozen=True)
class SignalState:
    """How far the debounce of one component on one feed is. Survives as JSON."""

    state: State = State.UNKNOWN  # confirmed: what it is, not the worst that it was
    open: bool = False
    last: Observation | None = None
    known_at: datetime | None = None
    good_at: datetime | None = None  # the last read, outside an outage, that was not bad
    idle: tuple[str, ...] = ()  # posts that stood open at the last operational one
    streaks: Mapping[str, Streak] = field(default_factory=dict)  # at least that bad, or good
    eases: Mapping[str, Streak] = field(default_factory=dict)  # at most that bad, while open
    began: datetime | None = None
    late: bool = False  # first seen when it was old news
    opens: tuple[datetime, ...] = ()

    @property
    def pending(self) -> State | None:
        """The worst level that a further read may confirm; None if there is none."""
        return next((x for x in LEVELS if x in self.streaks and self._unconfirmed(x)), None)

    def _unconfirmed(self, level: State) -> bool:
        return not self.open or level.rank > self.state.rank


def dump(signal: SignalState) -> dict[str, Any]:
    """As JSON values."""
    return _plain(asdict(signal))


def load(stored: Mapping[str, Any] | None) -> SignalState:
    """What ``dump`` gave; an empty mapping is a signal never seen."""
    if not stored:
        return SignalState()
    return SignalState(
        state=State(stored["state"]),
        open=stored["open"],
        last=_observation(stored["last"]) if stored.get("last") else None,
        known_at=_at(stored["known_at"]),
        good_at=_at(stored.get("good_at")),
        idle=tuple(stored.get("idle", ())),
        streaks=_streaks(stored["streaks"]),
        eases=_streaks(stored.get("eases", {})),
        began=_at(stored["began"]),
        late=stored["late"],
        opens=tuple(datetime.fromisoformat(t) for t in stored["opens"]),
    )


def _observation(stored: Mapping[str, Any]) -> Observation:
    moments = {name: _at(stored.get(name)) for name in ("began", "aged", "until")}
    return Observation(
        **{
            **stored,
            **moments,
            "at": datetime.fromisoformat(stored["at"]),
            "state": State(stored["state"]),
            "posts": tuple(stored.get("posts", ())),
            "then": State(stored["then"]) if stored.get("then") else None,
        }
    )


def _streaks(stored: Mapping[str, Any]) -> dict[str, Streak]:
    return {
        State(level): Streak(datetime.fromisoformat(s["since"]), s["reads"])
        for level, s in stored.items()
    }


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, State):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value
