"""The next review of each runbook and plan."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.orgs.models import Organization
from continuity.plans.models import Plan
from continuity.reminders.models import Reminder
from continuity.reminders.schedule import morning_of, review_day
from continuity.runbooks.models import Runbook

Kind = Reminder.Kind
WHY = "one sweep serves all"
FIELDS = ("pk", "title", "owner_email", "reviewed_on", "review_every_days", "edited_at")


def reviews(orgs: Sequence[Organization]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """``(organisation, key, fields)`` of each; two queries. Each leads to the page of its thing,
    where it is said to be fit for use, or frozen and approved."""
    by_number = {org.pk: org for org in orgs}
    for kind, rows, page, words in (
        (Kind.RUNBOOK_REVIEW, Runbook.objects, "runbooks:detail", _runbook_words),
        (Kind.PLAN_REVIEW, Plan.objects, "plans:detail", _plan_words),
    ):
        live = rows.across_orgs(WHY).filter(organization__in=orgs)
        for org_id, pk, title, owner, reviewed_on, every, edited_at in live.values_list(
            "organization", *FIELDS
        ):
            org = by_number[org_id]
            day = review_day(reviewed_on, every, edited_at.date())
            yield (
                org_id,
                f"{kind}:{pk}:{_occurrence(reviewed_on, day)}",
                {
                    "kind": kind,
                    "subject": words(title)[:200],
                    "path": reverse(page, args=[org.slug, pk]),
                    "due_on": day,
                    "due_at": morning_of(day, org.timezone),
                    "owner_email": owner,
                },
            )


def _occurrence(reviewed_on: date | None, day: date) -> str:
    """What makes an occurrence one: the review before it. Edits do not make another."""
    return f"{reviewed_on.isoformat()}-{day.isoformat()}" if reviewed_on else "first"


def _runbook_words(title: str) -> str:
    return _("Review the runbook “%(title)s”") % {"title": title}


def _plan_words(title: str) -> str:
    return _("Review the plan “%(title)s”") % {"title": title}
