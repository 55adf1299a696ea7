"""Who has confirmed what? The list of campaigns, each one's page, and its sheet for the auditor."""

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from continuity.campaigns import actions, listing
from continuity.campaigns.choosing import chosen, people
from continuity.campaigns.forms import CampaignForm
from continuity.campaigns.lifecycle import OWED
from continuity.campaigns.models import Answer, Campaign
from continuity.core.web import page
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

PER_PAGE = 50
SHOWN = 100


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    rows = Campaign.objects.for_org(request.org).shown().order_by("-created_at", "-pk")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    come = listing.progress(request.org, shown)
    answers = Answer.objects.for_org(request.org).owed()
    context = {
        "rows": shown,
        "campaigns": [(row, come[row.pk]) for row in shown],
        "owed": answers.filter(asked_email=request.user.email.lower()).count(),
        "today": timezone.localdate(),
    }
    return render(request, "campaigns/index.html", context)


@for_editors
def add(request: OrgRequest) -> HttpResponse:
    form = CampaignForm(request.actor, request.POST or None)
    if request.method == "POST" and (row := form.perform(actions.add_campaign)):
        return redirect("campaigns:detail", request.org.slug, row.pk)
    return render(request, "campaigns/form.html", {"form": form})


@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    row = campaign_of(request, pk)
    form = CampaignForm(request.actor, request.POST or None, campaign=row)
    if request.method == "POST" and not form.searching:
        form.perform(actions.edit_campaign, row)
        if not form.errors:
            return redirect("campaigns:detail", request.org.slug, pk)
    return render(request, "campaigns/form.html", {"form": form, "campaign": row})


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """A draft: who would be asked. One that runs or ran: how far it has come."""
    row = campaign_of(request, pk)
    if row.state == Campaign.State.DRAFT:
        return _draft(request, row)
    want = listing.wanted(request.GET)
    rows = listing.answers(request.org, row, want)
    if request.GET.get("format") == "csv":
        return _csv(request, row, rows)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lost = listing.unreached(request.org, row)
    come = listing.progress(request.org, [row])[row.pk]
    owing = [(email, _owed(of)) for email, of in come.people.items() if email and _owed(of)]
    context = {
        "campaign": row,
        "progress": come,
        "rows": shown,
        "told": listing.told(request.org, shown),
        "wanted": want,
        "filtered": any(want.values()),
        "states": Answer.State.choices,
        "owing": sorted(owing, key=lambda each: (-each[1], each[0]))[:SHOWN],
        "strangers": lost,
        "nobody": _owed(come.people.get("", {})),
        "may_invite": request.actor.may(Role.ADMIN),
        "may_sign": request.actor.may(Role.APPROVER),
        "late": row.due_on < timezone.localdate(),
    }
    return page(request, "campaigns/detail.html", context, partial="campaigns/_rows.html")


@require_safe
def print_sheet(request: OrgRequest, pk: int) -> HttpResponse:
    """Who confirmed what, and when: all of it on paper."""
    row = campaign_of(request, pk)
    rows = listing.answers(request.org, row, listing.wanted(request.GET))
    context = {
        "campaign": row,
        "progress": listing.progress(request.org, [row])[row.pk],
        "told": listing.told(request.org, rows),
        "now": timezone.now(),
    }
    return render(request, "campaigns/print.html", context)


def campaign_of(request: OrgRequest, pk: int) -> Campaign:
    row: Campaign = get_object_or_404(Campaign.objects.for_org(request.org), pk=pk)
    row.organization = request.org
    return row


def _draft(request: OrgRequest, row: Campaign) -> HttpResponse:
    rows = chosen(request.org, row.scope, timezone.localdate())
    asked = people(request.org, rows)
    without = rows.filter(owner_email="").order_by("-criticality", "name", "pk")
    context = {
        "campaign": row,
        "count": sum(one.count for one in asked),
        "asked": [one for one in asked if one.email][:SHOWN],
        "people": sum(one.is_member for one in asked),
        "without": list(without[: SHOWN + 1]),
        "strangers": [one.email for one in asked if one.email and not one.is_member],
        "may_invite": request.actor.may(Role.ADMIN),
    }
    return render(request, "campaigns/draft.html", context)


def _owed(states: dict[str, int]) -> int:
    return sum(states.get(state, 0) for state in OWED)


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(request: OrgRequest, row: Campaign, rows) -> StreamingHttpResponse:  # type: ignore[no-untyped-def]
    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff"
        for cells in listing.as_csv(request.org, rows):
            yield writer.writerow(cells)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    name = f"campaign-{row.pk}-{request.org.slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
