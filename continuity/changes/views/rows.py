"""A change, a step, evidence: of this organisation, or 404."""

from django.shortcuts import get_object_or_404

from continuity.changes.models import Change, Evidence, Step
from continuity.orgs.http import OrgRequest


def the_change(request: OrgRequest, pk: int) -> Change:
    rows = Change.objects.for_org(request.org).select_related("organization")
    return get_object_or_404(rows, pk=pk)


def the_step(request: OrgRequest, pk: int, step: int) -> Step:
    rows = Step.objects.for_org(request.org).select_related("change__organization")
    return get_object_or_404(rows, pk=step, change=pk)


def the_evidence(request: OrgRequest, pk: int, number: int) -> Evidence:
    rows = Evidence.objects.for_org(request.org).select_related("change__organization")
    return get_object_or_404(rows, change=pk, number=number)
