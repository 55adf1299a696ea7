"""Whether an hour kept its promises, from what is on record of it. Pure.

No transition lost or doubled: the timetable's outages, the rows and the entries of the chain match
one to one. No notification lost: whoever owns a function that felt an outage was told of it and,
once, of the end; what falls together may be told together, and its end when all of it is over. No
message without news, and none of what means nothing to who reads it. None doubled but by a fault:
of each message there is one row, and what came twice by mail came under one Message-ID, no more
often than something fell.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.chaos.cast import Lean
from tests.chaos.timetable import Spell, name

SLACK = 1.0  # seconds: clocks of one machine, and a page that is asked as it changes
BACK = " is back"
RISES = (" is worse: ", " comes and goes: ", " for certain: ", "now says so, ")
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


@dataclass
class Telling:
    """A message that something is down; ``until``: when its reader was told of the end."""

    message: Message
    pages: set[int]
    functions: set[str]
    until: float = float("inf")


def _told(history: History) -> Iterator[str]:
    felt: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for lean in history.leans:
        felt[lean.person][lean.page].add(lean.function)
    for person, functions in felt.items():
        mine = sorted((m for m in history.messages if m.to == person), key=lambda m: m.created_at)
        for problem in _told_to(history, functions, mine):
            yield f"{person}: {problem}"


def _told_to(history: History, felt: dict[int, set[str]], mine: list[Message]) -> Iterator[str]:
    tellings: list[Telling] = []
    for message in mine:
        pages = {page for page in felt if name(page) in message.body}
        yield from _heard(history, message, pages, felt, tellings)
    for telling in tellings:
        if telling.until == float("inf"):
            yield f"nobody told that it is over: {telling.message.subject}"
    for page, names in felt.items():
        yield from _unheard(history, page, names, mine, tellings)


def _heard(
    history: History,
    message: Message,
    pages: set[int],
    felt: dict[int, set[str]],
    tellings: list[Telling],
) -> Iterator[str]:
    """What is wrong with a message, by what its reader heard before."""
    down = {outage.page for outage in history.outages}
    for page in pages - down:
        yield f"told of {name(page)}, which never was down"
    waits = [telling for telling in tellings if telling.until == float("inf")]
    if message.subject.endswith(BACK):
        ended = [telling for telling in waits if telling.pages & pages]
        if not ended:
            yield f"nobody told of what is over, or it was said before: {message.subject}"
        for telling in ended:
            telling.until = message.created_at
            yield from _too_early(history, telling)
        return
    functions = {f for names in felt.values() for f in names if f in message.body}
    if message.subject.endswith(" was down"):
        return
    known = {f for telling in waits for f in telling.functions}
    if not functions - known and not any(words in message.subject for words in RISES):
        yield f"no news in {message.subject}, {message.id}"
    tellings.append(Telling(message, pages, functions))


def _too_early(history: History, telling: Telling) -> Iterator[str]:
    for outage in history.outages:
        opened, closed = _open_from(history, outage), _open_until(history, outage)
        then = opened <= telling.message.created_at < closed
        if outage.page in telling.pages and then and closed > telling.until + SLACK:
            yield f"told {closed - telling.until:.1f} s too early that {outage} is over"


def _unheard(
    history: History, page: int, names: set[str], mine: list[Message], tellings: list[Telling]
) -> Iterator[str]:
    """Functions of which nobody told that they felt it: neither then, nor in what lasted still."""
    outages = sorted((o for o in history.outages if o.page == page), key=lambda o: o.confirmed_at)
    for outage, following in zip(outages, [*outages[1:], None], strict=False):
        opened = _open_from(history, outage) - SLACK
        until = following.confirmed_at if following else float("inf")
        words = [m for m in mine if not m.subject.endswith(BACK)]
        told = [m.body for m in words if opened <= m.created_at < until]
        told += [t.message.body for t in tellings if t.message.created_at < opened <= t.until]
        for function in names:
            if not any(function in body for body in told):
                yield f"nobody told of {outage}, felt by {function}"


def _open_from(history: History, outage: Outage) -> float:
    return min(_at(history, outage, "outage.open"), default=outage.confirmed_at)


def _open_until(history: History, outage: Outage) -> float:
    return min(_at(history, outage, "outage.close"), default=float("inf"))


def _at(history: History, outage: Outage, verb: str) -> list[float]:
    return [e.at for e in history.entries if e.outage == outage.pk and e.verb == verb]


def _rows(history: History) -> Iterator[str]:
    leaning = {(lean.person, name(lean.page)) for lean in history.leans}
    leaning |= {(lean.person, lean.function) for lean in history.leans}
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
    yield from _said_twice(history)


def _said_twice(history: History) -> Iterator[str]:
    said = Counter((m.to, m.subject, m.body) for m in history.messages)
    for (to, subject, _body), count in said.items():
        if count > 1:
            yield f"{count} messages to {to} say the same: {subject}"


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
