"""What there is to tell in one organisation of the outages that it feels, and nothing twice.

Works on what was read before: asks the database for nothing.
"""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count

from continuity.orgs.models import Organization
from continuity.providers.feeds import State
from continuity.providers.finding.states import Beneath
from continuity.providers.models import Outage
from continuity.risk.finding.hits import Ask, Book, Felt, Hit

from .falls import Fall, fall_of
from .grouping import Opening, groups
from .hearers import short
from .models import Reminder
from .outage_letters import (
    certain_letter,
    missed_letter,
    outage_letter,
    over_letter,
    worse_letter,
)
from .outage_letters import say as _
from .persons import Person, persons

OVER = ":over"  # ends the key of a message that says so
Letter = tuple[str, str]


@dataclass
class Ground:
    """What was read of many organisations, by primary key.

    ``causes``: what people were told of and is not among ``outages``; ``fresh``: outages whose
    end was not looked at yet; ``plans``: each plan's title with its functions, none of one that
    covers all.
    """

    outages: dict[int, Outage]
    causes: dict[int, Outage]
    fresh: set[int]
    felt: Felt
    below: Beneath
    reminders: Mapping[int, list[Reminder]]
    told: Mapping[int, set[int]]  # functions by reminder
    members: Mapping[int, dict[str, int]]
    proposed: set[tuple[int, int]]
    plans: Mapping[int, list[tuple[str, set[int]]]]
    alike: dict[tuple[int, ...], list[Fall]] = field(default_factory=dict)  # see `falls`


@dataclass
class Message:
    """One letter to one person. ``hits``: what it tells of for the first time."""

    kind: str  # the verb
    fall: Fall
    hearer: str
    key: str
    letter: Letter
    hits: list[Hit] = field(default_factory=list)
    of: Reminder | None = None  # told before


@dataclass
class Composed:
    org: Organization
    messages: list[Message] = field(default_factory=list)
    proposals: list[tuple[Book, Outage, str]] = field(default_factory=list)
    known: list[tuple[Reminder, Fall]] = field(default_factory=list)  # now told at its level
    over: list[Reminder] = field(default_factory=list)


def compose(org: Organization, ground: Ground, now: datetime) -> Composed:
    found = Composed(org)
    _propose(found, ground)
    for person in _persons(org.id, ground):
        for fall in falls(org.id, ground, person):
            _tell(found, fall, ground, person, now)
    return found


def _persons(org: int, ground: Ground) -> list[Person]:
    rows, members = ground.reminders.get(org, []), ground.members.get(org, {})
    return persons(org, ground.outages, ground.felt, rows, ground.told, members)


def falls(org: int, ground: Ground, person: Person) -> list[Fall]:
    """The outages that a person feels or was told of, by their cause.

    Who was told nothing yet, and sees what runs on what as the catalogue does, shares them with
    all others that feel the same.
    """
    here = tuple(sorted(person.feels))
    if person.rows or org in ground.below.own:
        return _falls(org, ground, here, person.rows)
    if here not in ground.alike:
        ground.alike[here] = _falls(org, ground, here, ())
    return ground.alike[here]


def _falls(org: int, ground: Ground, here: Iterable[int], rows: Sequence[Reminder]) -> list[Fall]:
    known: Mapping[int, Outage] = ChainMap({}, ground.outages, ground.causes)
    told: dict[int, int] = {}
    over: dict[int, datetime] = {}
    for row in sorted(rows, key=lambda row: (row.over_at is not None, row.pk)):
        if row.outage_id is None or row.cause_id is None:
            continue
        told.setdefault(row.cause_id, row.cause_id)
        told.setdefault(row.outage_id, row.cause_id)
        if row.over_at is not None:
            over[row.cause_id] = max(row.over_at, over.get(row.cause_id, row.over_at))
    waited = {row.cause_id for row in rows if row.over_at is None}
    over = {pk: at for pk, at in over.items() if pk not in waited}
    openings = [_opening(known[pk]) for pk in {*here, *told}]
    causes = groups(openings, lambda part: ground.below.of(org, part), told, over)
    members: dict[int, list[Outage]] = defaultdict(list)
    for pk, cause in causes.items():
        members[cause].append(known[pk])
    return [fall_of(known[pk], alike) for pk, alike in members.items()]


def _opening(outage: Outage) -> Opening:
    part = outage.component
    return Opening(
        outage.pk,
        part.pk,
        part.provider_id,
        outage.started_at,
        str(outage.evidence.get("incident") or ""),
        outage.ended_at,
        outage.confirmed_at,
    )


def _tell(found: Composed, fall: Fall, ground: Ground, person: Person, now: datetime) -> None:
    rows = [row for row in person.rows if row.cause_id == fall.cause.pk]
    waiting = [row for row in rows if row.over_at is None]
    past = bool(rows) and not waiting  # heard that it is over: what was seen to last, is not
    known, ever = _told_of(found.org, fall, ground)
    here = {} if past else fall.hits(person.own, fall.open_pks)
    gone = fall.hits(person.own, ground.fresh)
    heard = _answer(
        found, fall, ground, person, [h for f, h in here.items() if f not in known], now
    )
    _missed(found, fall, ground, person, [h for f, h in gone.items() if f not in {*ever, *here}])
    if fall.open:
        _worse(found, fall, person, waiting, heard, now)
    elif waiting:
        _over(found, fall, person, waiting)


def _told_of(org: Organization, fall: Fall, ground: Ground) -> tuple[set[int], set[int]]:
    """Functions of which somebody was told that this hits them: and waits for the end; or ever."""
    rows = [r for r in ground.reminders.get(org.id, ()) if fall.holds(r.outage_id, r.cause_id)]
    waits = {f for row in rows if row.over_at is None for f in ground.told.get(row.pk, ())}
    return waits, {f for row in rows for f in ground.told.get(row.pk, ())}


def _propose(found: Composed, ground: Ground) -> None:
    """For each outage by itself; what is only suspected sets nothing off."""
    for pk, outage in ground.outages.items():
        if outage.suspected or outage.ended_at is not None:
            continue
        for hit in ground.felt.get((found.org.id, pk), ()):
            for ask in hit.asks:
                for book in ask.runbooks:
                    if (book.pk, pk) not in ground.proposed:
                        ground.proposed.add((book.pk, pk))
                        found.proposals.append((book, outage, reason(hit, ask)))


def _answer(
    found: Composed, fall: Fall, ground: Ground, person: Person, new: list[Hit], now: datetime
) -> bool:
    """Who is told of functions, each once; one that comes to feel it later is told of then."""
    if not new:
        return False
    plans = covering(ground, found.org.id, new)
    letter = outage_letter(found.org, fall, new, now, plans=plans)
    key = _key(found, fall, ground, person)
    found.messages.append(Message("outage.answer", fall, person.hearer, key, letter, new))
    return True


def _missed(found: Composed, fall: Fall, ground: Ground, person: Person, gone: list[Hit]) -> None:
    """Who was never told that it began: it is over, and there is nothing left to do."""
    if not gone:
        return
    functions = {hit.function.pk for hit in gone}
    past = [
        outage
        for outage in fall.members
        if outage.pk in ground.fresh
        and any(hit.function.pk in functions for hit in person.own.get(outage.pk, ()))
    ]
    whole = fall_of(past[0], past)
    key = _key(found, whole, ground, person) + OVER
    letter = missed_letter(found.org, whole, gone)
    found.messages.append(Message("outage.missed", whole, person.hearer, key, letter, gone))


def _worse(
    found: Composed, fall: Fall, person: Person, rows: list[Reminder], heard: bool, now: datetime
) -> None:
    """Who was told less: upwards only, once a level; also who had ticked it off meanwhile."""
    behind = [row for row in rows if is_behind(row, fall)]
    found.known += [(row, fall) for row in behind]
    if heard or not behind:
        return  # it is in the letter of this round
    first = behind[0]
    raised = any(_raised(row, fall) for row in behind)
    sure = not raised and any(row.suspected and not fall.suspected for row in behind)
    still = [*fall.hits({pk: person.of(pk) for pk in person.feels}, fall.open_pks).values()]
    if sure:
        letter = certain_letter(found.org, fall, still, now)
    else:
        letter = worse_letter(found.org, fall, still, first.level, now)
    key = fall.level if raised else "certain" if sure else "unstable"
    whole = f"outage:{first.pk}:{short(person.hearer)}:{key}"
    found.messages.append(Message("outage.worse", fall, person.hearer, whole, letter, of=first))


def _over(found: Composed, fall: Fall, person: Person, waiting: list[Reminder]) -> None:
    """Also who had ticked it off meanwhile; of who left meanwhile, those who stand in for them."""
    letter = over_letter(found.org, fall)
    key = f"outage:{waiting[0].pk}:{short(person.hearer)}{OVER}"
    found.messages.append(Message("outage.over", fall, person.hearer, key, letter, of=waiting[0]))
    found.over += waiting


def is_behind(row: Reminder, fall: Fall) -> bool:
    """Whether it is worse, or more certain, than the owner of the reminder was told."""
    return (
        (fall.unstable and not row.unstable)
        or (row.suspected and not fall.suspected)
        or _raised(row, fall)
    )


def _raised(row: Reminder, fall: Fall) -> bool:
    return bool(row.level) and State(row.level).rank < State(fall.level).rank


def covering(ground: Ground, org: int, hits: list[Hit]) -> list[str]:
    """Titles of the plans in which one of the functions stands."""
    functions = {hit.function.pk for hit in hits}
    return [title for title, held in ground.plans.get(org, ()) if not held or held & functions]


def _key(found: Composed, fall: Fall, ground: Ground, person: Person) -> str:
    """Of a reminder: the first of a cause has it bare, later ones are counted."""
    bare = f"outage:{fall.cause.pk}:{found.org.id}:{short(person.hearer)}"
    taken = {row.key for row in ground.reminders.get(found.org.id, ())}
    taken |= {message.key.removesuffix(OVER) for message in found.messages if message.hits}
    later = (f"{bare}:{number}" for number in count(2))
    return next(key for key in chain([bare], later) if key not in taken)


def reason(hit: Hit, ask: Ask) -> str:
    facts = {"function": hit.function.name, "carriers": ", ".join(ask.carriers)}
    if ask.carriers:
        return _("%(function)s moves to %(carriers)s") % facts
    return _("%(function)s has nothing that carries it") % facts
