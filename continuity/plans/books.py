"""What a plan freezes of the runbooks, as plain rows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from continuity.inventory.models import Function
from continuity.orgs.models import Organization
from continuity.runbooks.models import Runbook
from continuity.runbooks.reading import Reading, read

Row = dict[str, Any]


def in_order(org: Organization, functions: Iterable[Function]) -> list[Reading]:
    """Those that the functions name, what hurts first in front; then the others."""
    covered = {f.pk for f in functions}
    readings = [read(r) for r in Runbook.objects.for_org(org).with_reading().order_by("title")]
    return sorted(readings, key=lambda reading: _urgency(reading, covered))


def _urgency(reading: Reading, covered: set[int]) -> tuple[Any, ...]:
    served = [f for f in reading.functions if f.pk in covered]
    title = reading.runbook.title
    if not served:
        return (1, 0, 0, title)
    return (0, -max(f.criticality for f in served), min(f.rto_minutes for f in served), title)


def runbook_rows(books: Iterable[Reading], functions: Iterable[Function], day: date) -> list[Row]:
    covered = {f.pk for f in functions}
    return [_runbook(reading, covered, day) for reading in books]


def _runbook(reading: Reading, covered: set[int], day: date) -> Row:
    served = [f for f in reading.functions if f.pk in covered]
    book, time = reading.runbook, reading.time
    due = reading.next_review
    return {
        "id": book.pk,
        "title": book.title,
        "summary": book.summary,
        "owner": book.owner_email,
        "version": book.version,
        "reviewed_on": book.reviewed_on,
        "overdue": due is not None and due < day,
        "changed": reading.changed_since_review,
        "minutes": time.minutes,
        "normal_minutes": time.normal_minutes,
        "rto_minutes": min((f.rto_minutes for f in served), default=None),
        "serves": [f.name for f in served],
        "steps": [
            {
                "key": s.key,
                "title": s.title,
                "role": s.role,
                "minutes": s.minutes,
                "starts": time.starts.get(s.key, 0),
                "longest": s.key in time.path,
                "after_service": s.key in time.after,
                "instruction": s.instruction,
                "proof": s.proof,
                "waits_for": s.waits_for,
            }
            for s in reading.steps
        ],
        "exercises": [
            {
                "held_on": e.held_on,
                "passed": e.passed,
                "minutes": e.measured_minutes,
                "scenario": e.scenario,
                "lessons": e.lessons,
            }
            for e in reading.exercises
        ],
    }
