"""Scores follow what they rest on: every minute, whoever is behind."""

from celery import shared_task
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from continuity.orgs.models import Organization

from . import current
from .models import Assessment


@shared_task
def assess_stale() -> int:
    """Assess every organisation whose newest assessment is behind. Safe to run twice, or at once.

    Finding them is one query. Answers how many were kept.
    """
    now = timezone.now()
    newest = (
        Assessment.objects.across_orgs("whoever is behind")
        .filter(organization=OuterRef("pk"))
        .order_by("-day")
    )
    orgs = (
        Organization.objects.exclude(slug=Organization.PLATFORM)
        .annotate(
            seen_revision=Subquery(newest.values("revision")[:1]),
            seen_method=Subquery(newest.values("method")[:1]),
            seen_day=Subquery(newest.values("day")[:1]),
        )
        .order_by("pk")
    )
    stale = [
        org
        for org in orgs.iterator(chunk_size=2000)
        if current.is_other(org, (org.seen_revision, org.seen_method, org.seen_day), now)
    ]
    return sum(current.refresh(org) is not None for org in stale)


SWEEPS = [(assess_stale, 60)]
