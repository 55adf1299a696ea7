"""What there is to tell in one organisation of the outages that it feels, and nothing twice.

Works on what was read before: asks the database for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from continuity.orgs.models import Organization
from continuity.providers.feeds import State
from continuity.providers.finding.states import Beneath
from continuity.providers.models import Outage
from continuity.risk.finding.hits import Ask, Book, Felt, Hit

from .falls import Fall, fall_of
from .grouping import Opening, groups, joined
from .hearers import choose, short
from .models import Reminder
from .outage_letters import (
    certain_letter,
    missed_letter,
    outage_letter,
    over_letter,
    worse_letter,
)
from .outage_letters import say as _

OVER = ":over"  # ends the key of a message that says so
Letter = tuple[str, str]


@dataclass
class Ground:
    """What was read of many organisations, by primary key.

    ``causes``: those of what people were told that are over themselves; ``fresh``: outages whose
    end was not looked at yet; ``plans``: each plan's title with its functions, none of one that
    covers all.
    """

    outages: Mapping[int, Outage]
    causes: Mapping[int, Outage]
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
    rows = ground.reminders.get(org.id, [])
    for fall in falls(org.id, ground, rows):
        _tell(found, fall, ground, [r for r in rows if r.cause_id == fall.cause.pk], now)
    return found


def falls(org: int, ground: Ground, rows: Sequence[Reminder]) -> list[Fall]:
    """The outages that it feels or was told of, by their cause.

    Who was told nothing yet, and sees what runs on what as the catalogue does, shares them with
    all others that feel the same.
    """
    told = {row.outage_id: row.cause_id for row in rows if row.outage_id and row.cause_id}
    here = tuple(
        pk for pk in ground.outages if (org, pk) in ground.felt or pk in told or pk in told.values()
    )
    if told or org in ground.below.own:
        return _falls(org, ground, here, told)
    if here not in ground.alike:
        ground.alike[here] = _falls(org, ground, here, told)
    return ground.alike[here]


def _falls(org: int, ground: Ground, here: Iterable[int], told: dict[int, int]) -> list[Fall]:
    openings = [_opening(ground.outages[pk]) for pk in here]
    causes = groups(openings, lambda part: ground.below.of(org, part))
    members: dict[int, list[Outage]] = defaultdict(list)
    for pk, cause in joined(causes, told).items():
        members[cause].append(ground.outages[pk])
    known = {**ground.causes, **ground.outages}
    return [fall_of(pk, alike, known.get(pk)) for pk, alike in members.items()]


def _opening(outage: Outage) -> Opening:
    incident = outage.evidence.get("incident") or ""
    part = outage.component
    return Opening(outage.pk, part.pk, part.provider_id, outage.started_at, str(incident))


def _tell(found: Composed, fall: Fall, ground: Ground, rows: list[Reminder], now: datetime) -> None:
    org = found.org.id
    known = {function for row in rows for function in ground.told.get(row.pk, ())}
    here = fall.hits(ground.felt, org, fall.open)
    fresh = [outage for outage in fall.members if outage.pk in ground.fresh]
    gone = fall.hits(ground.felt, org, fresh)
    _propose(found, fall, ground)
    heard = _answer(found, fall, ground, [h for pk, h in here.items() if pk not in known], now)
    _missed(found, fall, ground, [h for pk, h in gone.items() if pk not in {*known, *here}])
    if fall.open:
        _worse(found, fall, ground, rows, here, heard, now)
    elif rows:
        _over(found, fall, ground, rows)


def _propose(found: Composed, fall: Fall, ground: Ground) -> None:
    """For each outage by itself; what is only suspected sets nothing off."""
    for outage in fall.open:
        if outage.suspected:
            continue
        for hit in ground.felt.get((found.org.id, outage.pk), ()):
            for ask in hit.asks:
                for book in ask.runbooks:
                    if (book.pk, outage.pk) not in ground.proposed:
                        ground.proposed.add((book.pk, outage.pk))
                        found.proposals.append((book, outage, reason(hit, ask)))


def _answer(found: Composed, fall: Fall, ground: Ground, new: list[Hit], now: datetime) -> set[str]:
    """Who is told of functions, each once; one that comes to feel it later is told of then."""
    told = _owners(found.org, ground, new)
    for hearer, theirs in told.items():
        key = _key(found.org, fall, hearer)
        if any(row.key == key for row in ground.reminders.get(found.org.id, ())):
            key = f"{key}:and-{min(hit.function.pk for hit in theirs)}"
        plans = covering(ground, found.org.id, theirs)
        letter = outage_letter(found.org, fall, theirs, now, plans=plans)
        found.messages.append(Message("outage.answer", fall, hearer, key, letter, theirs))
    return set(told)


def _missed(found: Composed, fall: Fall, ground: Ground, gone: list[Hit]) -> None:
    """Who was never told that it began: it is over, and there is nothing left to do."""
    for hearer, theirs in _owners(found.org, ground, gone).items():
        key = _key(found.org, fall, hearer)
        if any(row.key == key for row in ground.reminders.get(found.org.id, ())):
            key = f"{key}:and-{min(hit.function.pk for hit in theirs)}"
        letter = missed_letter(found.org, fall, theirs)
        found.messages.append(Message("outage.missed", fall, hearer, key + OVER, letter, theirs))


def _worse(
    found: Composed,
    fall: Fall,
    ground: Ground,
    rows: list[Reminder],
    here: dict[int, Hit],
    heard: set[str],
    now: datetime,
) -> None:
    """Who was told less: upwards only, once a level; also who had ticked it off meanwhile."""
    behind = [row for row in rows if is_behind(row, fall)]
    for hearer, theirs in _by_hearer(found.org, ground, behind).items():
        if hearer in heard:
            continue  # in the letter of this round
        functions = {pk for row in theirs for pk in ground.told.get(row.pk, ())}
        still = [hit for pk, hit in here.items() if pk in functions]
        first = theirs[0]
        raised = any(_raised(row, fall) for row in theirs)
        sure = not raised and any(row.suspected and not fall.suspected for row in theirs)
        key = fall.level if raised else "certain" if sure else "unstable"
        if sure:
            letter = certain_letter(found.org, fall, still, now)
        else:
            letter = worse_letter(found.org, fall, still, first.level, now)
        whole = f"{_key(found.org, fall, hearer)}:{key}"
        found.messages.append(Message("outage.worse", fall, hearer, whole, letter, of=first))
    found.known += [(row, fall) for row in behind]


def _over(found: Composed, fall: Fall, ground: Ground, rows: list[Reminder]) -> None:
    """Also who had ticked it off meanwhile; of who left meanwhile, those who stand in for them."""
    waiting = [row for row in rows if row.over_at is None]
    for hearer, theirs in _by_hearer(found.org, ground, waiting).items():
        key = f"{_key(found.org, fall, hearer)}{OVER}"
        letter = over_letter(found.org, fall)
        found.messages.append(Message("outage.over", fall, hearer, key, letter, of=theirs[0]))
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


def _owners(org: Organization, ground: Ground, hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """Who hears, beside what they hear of: an address that is nobody's here hears nothing."""
    found: dict[str, list[Hit]] = {}
    known = ground.members.get(org.id, {})
    for hit in hits:
        for hearer in choose(known, hit.function.owner_email, hit.function.deputy_email):
            found.setdefault(hearer, []).append(hit)
    return found


def _by_hearer(
    org: Organization, ground: Ground, rows: Iterable[Reminder]
) -> dict[str, list[Reminder]]:
    found: dict[str, list[Reminder]] = {}
    for row in rows:
        for hearer in choose(ground.members.get(org.id, {}), row.owner_email):
            found.setdefault(hearer, []).append(row)
    return found


def covering(ground: Ground, org: int, hits: Iterable[Hit]) -> list[str]:
    """Titles of the plans in which one of the functions stands."""
    functions = {hit.function.pk for hit in hits}
    return [title for title, held in ground.plans.get(org, ()) if not held or held & functions]


def _key(org: Organization, fall: Fall, hearer: str) -> str:
    return f"outage:{fall.cause.pk}:{org.id}:{short(hearer)}"


def reason(hit: Hit, ask: Ask) -> str:
    facts = {"function": hit.function.name, "carriers": ", ".join(ask.carriers)}
    if ask.carriers:
        return _("%(function)s moves to %(carriers)s") % facts
    return _("%(function)s has nothing that carries it") % facts
