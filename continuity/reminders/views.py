"""What must be done by when, and what was said to whom."""

from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import page
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from . import actions
from .forms import HandOverForm, SnoozeForm
from .links import read_by
from .models import Notification, Reminder

PER_PAGE = 50


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    """One list: mine first; done ones on demand."""
    show = request.GET.get("show", "")
    rows = Reminder.objects.for_org(request.org)
    if show == "done":
        rows = rows.exclude(done_at=None).order_by("-done_at")
    else:
        rows = rows.filter(done_at=None).order_by("due_at")
        asleep = Q(snoozed_until__gt=timezone.now())
        rows = rows.filter(asleep) if show == "snoozed" else rows.exclude(asleep)
    mine = request.user.email.lower()
    paged = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    ordered = sorted(paged, key=lambda r: r.owner_email.lower() != mine) if not show else paged
    context = {
        "rows": paged,
        "reminders": list(ordered),
        "mine": mine,
        "show": show,
        "snooze_form": SnoozeForm(request.actor),
        "hand_over_form": HandOverForm(request.actor),
        "now": timezone.now(),
    }
    return page(request, "reminders/index.html", context, partial="reminders/_rows.html")


def _open(request: OrgRequest, pk: int) -> Reminder:
    return get_object_or_404(Reminder.objects.for_org(request.org), pk=pk)


@require_POST
def done(request: OrgRequest, pk: int) -> HttpResponse:
    try:
        if actions.done(request.actor, _open(request, pk)):
            say(request, _("Done."))
    except ValidationError as refusal:
        say(request, " ".join(refusal.messages), level=messages.ERROR)
    return redirect("due:index", request.org.slug)


@require_POST
def snooze(request: OrgRequest, pk: int) -> HttpResponse:
    if row := SnoozeForm(request.actor, request.POST).perform(actions.snooze, _open(request, pk)):
        when = timezone.localtime(row.snoozed_until).date()
        say(request, _("Put off until %(day)s.") % {"day": when.isoformat()})
    return redirect("due:index", request.org.slug)


@require_POST
def hand_over(request: OrgRequest, pk: int) -> HttpResponse:
    form = HandOverForm(request.actor, request.POST)
    if row := form.perform(actions.hand_over, _open(request, pk)):
        say(request, _("Handed over to %(email)s, who is told.") % {"email": row.owner_email})
    return redirect("due:index", request.org.slug)


@require_safe
def outbox(request: OrgRequest) -> HttpResponse:
    """Every message of the organisation, and what became of it."""
    request.actor.require(Role.ADMIN)
    return _outbox(request, Notification.objects.for_org(request.org), "reminders/outbox.html")


@require_POST
def retry(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Notification.objects.for_org(request.org), pk=pk)
    if actions.retry(request.actor, row):
        say(request, _("It is tried again."))
    return redirect("due:outbox", request.org.slug)


@require_safe
@user_passes_test(lambda user: user.is_staff)
def installation(request: HttpRequest) -> HttpResponse:
    """Mail of the installation itself, for who looks after it: password resets among it."""
    return _outbox(request, Notification.objects.installation(), "reminders/installation.html")


def _outbox(request: HttpRequest, rows, template: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    state = request.GET.get("state", "")
    if state in Notification.State.values:
        rows = rows.filter(state=state)
    paged = Paginator(rows.order_by("-created_at"), PER_PAGE).get_page(request.GET.get("page"))
    read_by(getattr(request, "actor", None), paged, timezone.now())
    context = {"rows": paged, "state": state, "states": Notification.State.choices}
    return page(request, template, context, partial="reminders/_messages.html")
