"""Scores and outlooks follow what they rest on: every minute, whoever is behind."""

import logging
from typing import Any

from celery import shared_task
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from continuity.inventory.models import Option
from continuity.orgs.models import Organization

from . import current
from .models import Assessment, Outlook
from .outlook import simulated as outlook

WHY = "one sweep serves all"
log = logging.getLogger(__name__)


@shared_task
def assess_stale() -> int:
    """Assess every organisation whose newest assessment is behind. Safe to run twice, or at once.

    One that fails does not hold up the others. Answers how many were kept.
    """
    return sum(_kept(org) for org in stale())


def stale() -> list[Organization]:
    """Who is behind; in two queries."""
    kept = Assessment.objects.across_orgs(WHY)
    newest = kept.filter(organization=OuterRef("pk")).order_by("-day").values("pk")[:1]
    orgs = list(
        Organization.objects.exclude(slug=Organization.PLATFORM)
        .annotate(newest=Subquery(newest))
        .order_by("pk")
    )
    found = kept.defer("summary").in_bulk([org.newest for org in orgs if org.newest])
    now = timezone.now()
    return [org for org in orgs if current.is_behind(org, found.get(org.newest), now)]


def _kept(org: Organization) -> bool:
    try:
        return current.refresh(org) is not None
    except Exception:
        log.exception("Could not assess organisation %s", org.pk)
        return False


@shared_task
def simulate_stale() -> int:
    """Simulate the large organisations whose outlook is behind; small ones wait for a reader.

    Safe to run twice, or at once. Answers how many were kept.
    """
    return sum(_simulated(org) for org in _waiting())


def _waiting() -> list[Organization]:
    held = {row.organization_id: row for row in _outlooks().defer("result")}
    orgs = Organization.objects.exclude(slug=Organization.PLATFORM).order_by("pk")
    now = timezone.now()
    behind = [org for org in orgs if outlook.is_behind(org, held.get(org.pk), now)]
    large = Option.objects.across_orgs(WHY).filter(organization__in=behind).order_by()
    counts = dict(large.values_list("organization").annotate(Count("pk")))
    return [org for org in behind if counts.get(org.pk, 0) > current.SMALL]


def _outlooks() -> Any:
    return Outlook.objects.across_orgs(WHY)


def _simulated(org: Organization) -> bool:
    try:
        return outlook.refresh(org) is not None
    except Exception:
        log.exception("Could not simulate organisation %s", org.pk)
        return False


SWEEPS = [(assess_stale, 60), (simulate_stale, 60)]
