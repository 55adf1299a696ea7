"""What is asked of a campaign's answers: in the URL, as one query; and how far it has come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from continuity.core.web import typed
from continuity.inventory.listing import safe
from continuity.inventory.owners import strangers
from continuity.orgs.models import Organization

from .comparing import changes
from .lifecycle import GIVEN, OWED
from .models import Answer, Campaign
from .records import names
from .words import lines

FIELDS = ("q", "state", "who")
NOBODY = "nobody"
SHOWN: tuple[str, ...] = (
    "campaign",
    "state",
    "asked_email",
    "seen",
    "said",
    "remark",
    "function__name",
)
SHOWN += ("answered_at", "answered_by", "signed_at", "signed_by")
HEAD = ["function", "asked", "state", "answered_on", "answered_by", "changed", "remark"]
HEAD += ["signed_off_on", "signed_off_by"]


def wanted(asked: QueryDict) -> dict[str, str]:
    return {name: typed(asked, name) for name in FIELDS}


def answers(org: Organization, campaign: Campaign, want: dict[str, str]) -> QuerySet:
    """In the order of names. ``who``: an address, or ``nobody``: no member is asked."""
    rows = Answer.objects.for_org(org).filter(campaign=campaign).counted()
    if want["q"]:
        rows = rows.filter(function__name__icontains=want["q"])
    if want["state"] == "owed":
        rows = rows.filter(state__in=OWED)
    elif want["state"] in Answer.State.values:
        rows = rows.filter(state=want["state"])
    if want["who"] == NOBODY:
        rows = rows.filter(asked_email__in=["", *unreached(org, campaign)], state__in=OWED)
    elif want["who"]:
        rows = rows.filter(asked_email=want["who"].lower())
    return rows.select_related("function").only(*SHOWN).order_by("function__name", "pk")


def unreached(org: Organization, campaign: Campaign) -> set[str]:
    """Addresses that are asked and that no member has; two queries."""
    rows = Answer.objects.for_org(org).filter(campaign=campaign).counted()
    asked = rows.filter(state__in=OWED).order_by().values_list("asked_email", flat=True).distinct()
    return strangers(org, asked)


@dataclass
class Progress:
    """How far a campaign has come; ``people``: by address, how many of each state."""

    states: dict[str, int] = field(default_factory=dict)
    people: dict[str, dict[str, int]] = field(default_factory=dict)
    unchanged: int = 0  # answered, to be signed off, and nothing in it changed

    @property
    def all(self) -> int:
        return sum(self.states.values())

    @property
    def answered(self) -> int:
        return sum(self.states.get(state, 0) for state in GIVEN)

    @property
    def signed(self) -> int:
        return self.states.get("signed", 0)

    @property
    def to_sign(self) -> int:
        return self.states.get("answered", 0)

    @property
    def owed(self) -> int:
        return sum(self.states.get(state, 0) for state in OWED)

    @property
    def not_begun(self) -> int:
        """People who have done nothing yet; nobody is no person."""
        return sum(bool(email) and set(of) == {"asked"} for email, of in self.people.items())

    @property
    def share(self) -> float:
        return self.answered / self.all if self.all else 0.0


def progress(org: Organization, campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """Of each, by primary key; one query for all."""
    found = {campaign.pk: Progress() for campaign in campaigns}
    rows = Answer.objects.for_org(org).filter(campaign__in=list(found)).counted()
    counts = rows.order_by().values_list("campaign", "asked_email", "state")
    unchanged = Count("pk", filter=Q(unchanged=True, state=Answer.State.ANSWERED))
    for campaign, email, state, n, same in counts.annotate(n=Count("pk"), same=unchanged):
        one = found[campaign]
        one.states[state] = one.states.get(state, 0) + n
        theirs = one.people.setdefault(email, {})
        theirs[state] = theirs.get(state, 0) + n
        one.unchanged += same
    return found


@dataclass(frozen=True)
class Row:
    """An answer with what it changed, in words."""

    answer: Answer
    changed: list[Any]


def told(org: Organization, rows: Iterable[Answer]) -> list[Row]:
    """Two queries for the names of what they need, if any needs something."""
    found = list(rows)
    known = names(org, [said for row in found for said in (row.seen, row.said)])
    return [Row(row, _lines(row, known, org)) for row in found]


def _lines(row: Answer, known: dict[str, str], org: Organization) -> list[Any]:
    if row.state not in GIVEN:
        return []
    return lines(changes(row.seen, row.said), known, org.currency, row.seen)


def as_csv(org: Organization, rows: QuerySet, size: int = 500) -> Iterator[list[str]]:
    """A header and a line for each answer."""
    yield HEAD
    batch: list[Answer] = []
    for row in rows.iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield from _csv_lines(org, batch)
            batch = []
    yield from _csv_lines(org, batch)


def _csv_lines(org: Organization, batch: list[Answer]) -> Iterator[list[str]]:
    for row in told(org, batch):
        answer = row.answer
        changed = "; ".join(f"{line.label}: {line.before} → {line.after}" for line in row.changed)
        given = answer.state in GIVEN
        yield [
            safe(answer.function.name),
            safe(answer.asked_email),
            answer.state,
            answer.answered_at.isoformat() if given and answer.answered_at else "",
            safe(answer.answered_by) if given else "",
            safe(changed) if given else "",
            safe(answer.remark) if given else "",
            answer.signed_at.isoformat() if answer.signed_at else "",
            safe(answer.signed_by),
        ]
