"""The list of functions: what is asked for in the URL, as one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from continuity.core.picking import is_key
from continuity.core.web import typed
from continuity.orgs.models import Organization

from .models import Function
from .reasons import reason
from .tables.escapes import neutral
from .templates import SECTORS

SORTS = {
    "name": "name",
    "criticality": "criticality",
    "rto": "rto_minutes",
    "mtpd": "mtpd_minutes",
    "score": "score__score",
    "owner": "owner_email",
}
VERDICTS = ("unaffected", "covered", "untested", "undocumented", "late", "lost")
FILLINGS = ("unfinished", "undescribed")
HEAD = ["function", "criticality", "rto_minutes", "mtpd_minutes", "score", "band", "verdict"]
HEAD += ["worst_component", "reason", "owner"]
FIELDS = ("q", "criticality", "verdict", "owner", "component", "template")


def _by_verdict(rows: QuerySet, verdict: str) -> QuerySet:
    """A verdict against the worst component, or how far a function is filled in."""
    if verdict in FILLINGS:
        return rows.filter(score__filling=verdict)
    if verdict in VERDICTS:
        rows = rows.filter(score__verdict=verdict)
    if verdict == "unaffected":
        rows = rows.exclude(score__filling__in=FILLINGS)
    return rows


def wanted(asked: QueryDict) -> dict[str, str]:
    return {name: typed(asked, name) for name in FIELDS}


def functions(org: Organization, asked: QueryDict) -> QuerySet:
    """Filtered and sorted; each row with its score and its worst component."""
    rows = Function.objects.for_org(org).select_related("score__worst")
    want = wanted(asked)
    if want["q"]:
        words = Q(name__icontains=want["q"]) | Q(description__icontains=want["q"])
        rows = rows.filter(words)
    if want["criticality"] in {"1", "2", "3", "4", "5"}:
        rows = rows.filter(criticality=want["criticality"])
    rows = _by_verdict(rows, want["verdict"])
    if want["owner"]:
        rows = rows.filter(owner_email__iexact=want["owner"])
    if want["component"].isdecimal() and len(want["component"]) < 19:
        rows = rows.filter(gaps__component=want["component"])
    if want["template"]:
        rows = rows.filter(template=want["template"], assessed_on=None)
    return rows.order_by(*_order(asked.get("sort", "")))


@dataclass(frozen=True)
class FromTemplate:
    """Functions taken from one template; ``waiting``: those whose figures nobody confirmed yet."""

    slug: str
    functions: int
    waiting: int

    @property
    def name(self) -> str:
        sector = SECTORS.get(self.slug)
        return sector.name if sector else self.slug

    @property
    def confirmed(self) -> int:
        return self.functions - self.waiting


def suggested(org: Organization) -> list[FromTemplate]:
    """Templates of which something still waits to be confirmed; one query, by its index."""
    rows = Function.objects.for_org(org).exclude(template="").order_by("template")
    counts = rows.values("template").annotate(
        n=Count("pk"), waiting=Count("pk", filter=Q(assessed_on=None))
    )
    return [FromTemplate(r["template"], r["n"], r["waiting"]) for r in counts if r["waiting"]]


MOST_TICKED = 200


def chosen(org: Organization, asked: QueryDict) -> QuerySet:
    """The rows ticked in the list; with ``all`` every one that its filters leave."""
    if asked.get("all"):
        return functions(org, asked)
    keys = [key for key in asked.getlist("function")[:MOST_TICKED] if is_key(key)]
    return Function.objects.for_org(org).filter(pk__in=keys)


def _order(sort: str) -> list[Any]:
    column = SORTS.get(sort.lstrip("-"))
    if column is None:
        return ["-criticality", "name", "pk"]
    first = F(column).desc(nulls_last=True) if sort[0] == "-" else F(column).asc(nulls_last=True)
    return [first, "name", "pk"]


def as_csv(rows: QuerySet) -> Iterator[list[str]]:
    """A header and a line for each row, streamed."""
    yield HEAD
    for row in rows.iterator(chunk_size=1000):
        score = getattr(row, "score", None)
        yield [
            safe(row.name),
            str(row.criticality),
            str(row.rto_minutes),
            str(row.mtpd_minutes),
            f"{score.score:.1f}" if score and score.known else "",
            score.standing if score else "",
            score.verdict if score and score.known else "",
            safe(score.worst.name) if score and score.worst else "",
            safe(reason(score.why)) if score and score.worst else "",
            safe(row.owner_email),
        ]


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return neutral(text)


def with_inside(rows: QuerySet) -> QuerySet:
    """For the page of one function: all that stands on it, in a fixed number of queries."""
    return rows.select_related("score__worst").prefetch_related(
        "gaps__component__provider",
        "dependencies__options__on__provider",
        "dependencies__options__runbook",
        "dependencies__options__measured_by",
        "depends_on",
        "feeds",
    )
