"""What am I asked? One list over all campaigns that run: what is owed first."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from continuity.campaigns.lifecycle import OWED
from continuity.campaigns.models import Answer, Campaign
from continuity.orgs.http import OrgRequest

PER_PAGE = 50


@require_safe
def mine(request: OrgRequest) -> HttpResponse:
    asked = Answer.objects.for_org(request.org).filter(
        campaign__state=Campaign.State.OPEN,
        asked_email=request.user.email.lower(),
        function__removed_at=None,
    )
    owed = When(state__in=OWED, then=Value(0))
    first = Case(owed, default=Value(1), output_field=IntegerField())
    rows = asked.select_related("campaign", "function").order_by(
        first, "campaign__due_on", "-function__criticality", "function__name", "pk"
    )
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    left = asked.filter(state__in=OWED).count()
    context = {
        "rows": shown,
        "left": left,
        "all": shown.paginator.count,
        "given": shown.paginator.count - left,
        "notes": list({row.campaign_id: row.campaign for row in shown}.values()),
        "today": timezone.localdate(),
    }
    return render(request, "campaigns/mine.html", context)
