"""Whether an hour kept its promises, from what is on record of it. Pure.

No transition lost or doubled: the timetable's outages, the rows and the entries of the chain match
one to one. No notification lost: whoever owns a function that felt an outage was told of it and of
its end. None doubled but by a fault: of each message there is one row, and what came twice by mail
came under one Message-ID, no more often than something fell.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.cast import Lean
from tests.chaos.timetable import Spell, name

SLACK = 1.0  # seconds: clocks of one machine, and a page that is asked as it changes
STATES = {
    "major_outage": "major_outage",
    "partial_outage": "partial_outage",
    "degraded_performance": "degraded",
}


@dataclass
class Outage:
    pk: int
    page: int
    state: str
    started_at: float
    confirmed_at: float
    ended_at: float | None


@dataclass
class Entry:
    """Of the chain: a verb on an outage."""

    verb: str
    outage: int
    at: float


@dataclass
class Message:
    """A row of the outbox."""

    to: str
    id: str
    state: str
    created_at: float
    subject: str
    body: str


@dataclass
class Delivery:
    """What the mail server took. ``hung_up``: it did not say so."""

    to: str
    id: str
    at: float
    hung_up: bool = False


@dataclass
class History:
    """``chains``: organisations whose chain does not hold. ``may_double``: how many messages may
    have been under way when something fell."""

    spells: list[Spell]
    leans: list[Lean]
    began: float
    haste: float
    outages: list[Outage] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    broken_chains: list[str] = field(default_factory=list)
    may_double: int = 0

    def real(self, second: float) -> float:
        """The moment of a simulated second."""
        return self.began + second / self.haste


def check(history: History) -> list[str]:
    """What is wrong with it, each in a sentence."""
    return [
        *_outages(history),
        *_entries(history),
        *_told(history),
        *_rows(history),
        *_mail(history),
    ]


def duplicates(history: History) -> int:
    """Copies too many, but for those that the mail server itself asked for."""
    taken = Counter(d.id for d in history.deliveries)
    unsure = Counter(d.id for d in history.deliveries if d.hung_up)
    return sum(max(0, count - unsure[id_] - 1) for id_, count in taken.items())


def _outages(history: History) -> Iterator[str]:
    left = {outage.pk: outage for outage in history.outages}
    for spell in history.spells:
        start, end = history.real(spell.start) - SLACK, history.real(spell.end) + SLACK
        mine = [o for o in left.values() if o.page == spell.page and start <= o.started_at <= end]
        if len(mine) != 1:
            yield f"{spell} was opened {len(mine)} times"
        for outage in mine:
            del left[outage.pk]
            if outage.ended_at is None:
                yield f"{spell} was never closed"
            elif outage.ended_at < end - 2 * SLACK:
                yield f"{spell} was closed {end - outage.ended_at:.1f} s early"
            if outage.state != STATES[spell.worst]:
                yield f"{spell} ended as {outage.state}"
    for outage in left.values():
        yield f"{outage} is in no timetable"


def _entries(history: History) -> Iterator[str]:
    count = Counter((entry.outage, entry.verb) for entry in history.entries)
    known = {outage.pk for outage in history.outages}
    for outage in history.outages:
        for verb in ("outage.open", "outage.close"):
            if count[outage.pk, verb] != 1:
                yield f"{outage} has {count[outage.pk, verb]} entries {verb}"
        if count[outage.pk, "outage.worsen"] > 2:
            yield f"{outage} became worse {count[outage.pk, 'outage.worsen']} times"
    for entry in history.entries:
        if entry.outage not in known:
            yield f"{entry} is of no outage"
    for chain in history.broken_chains:
        yield f"the chain of {chain} does not hold"


def _told(history: History) -> Iterator[str]:
    """Every owner, of every function that felt an outage: of it, and of its end."""
    functions: dict[tuple[str, int], list[str]] = defaultdict(list)
    for lean in history.leans:
        functions[lean.person, lean.page].append(lean.function)
    for (person, page), felt in functions.items():
        about = [m for m in history.messages if m.to == person and name(page) in m.body]
        outages = [o for o in history.outages if o.page == page]
        if about and not outages:
            yield f"{person} was told of {name(page)}, which never was down"
        outages.sort(key=lambda o: o.confirmed_at)
        for outage, following in zip(outages, [*outages[1:], None], strict=False):
            until = following.confirmed_at if following else float("inf")
            mine = [m for m in about if outage.confirmed_at <= m.created_at < until]
            for problem in _told_of(history, outage, felt, mine):
                yield f"{person}: {problem}"


def _told_of(
    history: History, outage: Outage, felt: list[str], messages: list[Message]
) -> Iterator[str]:
    """One person of one outage: at most one message of it, one each time it got worse, and one
    of its end; who hears of it too late hears both in one."""
    entries = [e for e in history.entries if e.outage == outage.pk]
    closed = min((e.at for e in entries if e.verb == "outage.close"), default=float("inf"))
    worse = sum(e.verb == "outage.worsen" for e in entries)
    for function in felt:
        if not any(function in message.body for message in messages):
            yield f"nobody told of {outage}, felt by {function}"
    if not any(message.created_at >= closed for message in messages):
        yield f"nobody told of {outage} that it is over"
    if len(messages) > 2 + worse:
        yield f"{len(messages)} messages told of {outage}"


def _rows(history: History) -> Iterator[str]:
    leaning = {(lean.person, name(lean.page)) for lean in history.leans}
    names = {name for _person, name in leaning}
    for message in history.messages:
        if message.state != "sent":
            yield f"{message.subject!r} to {message.to} is {message.state}"
        for word in names:
            if word in message.body and (message.to, word) not in leaning:
                yield f"{message.to} was told of {word}, and leans on it with nothing"
    for id_, count in Counter(m.id for m in history.messages).items():
        if count > 1:
            yield f"{count} rows have the Message-ID {id_}"


def _mail(history: History) -> Iterator[str]:
    owed = {message.id: message for message in history.messages}
    came = {(delivery.id, delivery.to) for delivery in history.deliveries}
    for message in history.messages:
        if message.state == "sent" and (message.id, message.to) not in came:
            yield f"{message.subject!r} never came to {message.to}"
    for delivery in history.deliveries:
        if delivery.id not in owed:
            yield f"{delivery} is of no row: was its Message-ID changed?"
    if (count := duplicates(history)) > history.may_double:
        yield f"{count} messages came twice, and only {history.may_double} may have"
