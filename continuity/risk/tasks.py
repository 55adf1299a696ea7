"""Scores follow what they rest on: every minute, whoever is behind."""

import logging

from celery import shared_task
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from continuity.orgs.models import Organization

from . import current
from .models import Assessment

log = logging.getLogger(__name__)


@shared_task
def assess_stale() -> int:
    """Assess every organisation whose newest assessment is behind. Safe to run twice, or at once.

    One that fails does not hold up the others. Answers how many were kept.
    """
    return sum(_kept(org) for org in stale())


def stale() -> list[Organization]:
    """Who is behind; in two queries."""
    kept = Assessment.objects.across_orgs("one sweep serves all")
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


SWEEPS = [(assess_stale, 60)]
