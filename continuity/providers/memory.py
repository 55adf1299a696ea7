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
    provider's own start of the trouble. ``title`` and ``incident``: its post, if there is one.
    """

    at: datetime
    state: State
    missing: bool = False
    monitoring: bool = False
    began: datetime | None = None
    title: str = ""
    incident: str = ""


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

    state: State = State.UNKNOWN  # confirmed; the worst of it while an outage is open
    open: bool = False
    last: Observation | None = None
    known_at: datetime | None = None
    streaks: Mapping[str, Streak] = field(default_factory=dict)
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
    last = stored.get("last")
    return SignalState(
        state=State(stored["state"]),
        open=stored["open"],
        last=Observation(
            **{**last, "at": _at(last["at"]), "began": _at(last["began"])}
            | {"state": State(last["state"])}
        )
        if last
        else None,
        known_at=_at(stored["known_at"]),
        streaks={
            State(level): Streak(datetime.fromisoformat(s["since"]), s["reads"])
            for level, s in stored["streaks"].items()
        },
        began=_at(stored["began"]),
        late=stored["late"],
        opens=tuple(datetime.fromisoformat(t) for t in stored["opens"]),
    )


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
