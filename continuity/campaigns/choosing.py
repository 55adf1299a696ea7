"""Which functions a campaign is about, and who is asked of how many of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from continuity.inventory.models import Function
from continuity.inventory.owners import strangers
from continuity.orgs.models import Organization


def chosen(org: Organization, scope: Mapping[str, Any], today: date) -> QuerySet:
    """All, less what the scope leaves out: ``older_than_days``, ``criticality``, ``functions``."""
    rows = Function.objects.for_org(org)
    if days := scope.get("older_than_days"):
        stale = Q(assessed_on=None) | Q(assessed_on__lt=today - timedelta(days=days))
        rows = rows.filter(stale)
    if least := scope.get("criticality"):
        rows = rows.filter(criticality__gte=least)
    if picked := scope.get("functions"):
        rows = rows.filter(pk__in=picked)
    return rows


@dataclass(frozen=True)
class Asked:
    email: str
    count: int
    is_member: bool


def people(org: Organization, rows: QuerySet) -> list[Asked]:
    """Who would be asked, of how many functions; most first. An empty address: nobody yet."""
    found = (
        rows.annotate(who=Lower("owner_email"))
        .order_by()
        .values_list("who")
        .annotate(n=Count("pk"))
        .order_by("-n", "who")
    )
    counts = list(found)
    unknown = strangers(org, (email for email, _n in counts))
    return [Asked(email, n, bool(email) and email not in unknown) for email, n in counts]
