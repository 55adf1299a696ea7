"""Does it hold today? Plans, their versions, and the document."""

import hashlib

from django.contrib import messages
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, Prefetch, QuerySet
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.orgs.actor import Actor
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Organization, Role
from continuity.providers.effective import own_signals
from continuity.providers.models import Component
from continuity.providers.reading import BAD
from continuity.risk.current import today
from continuity.risk.pressure import pressed

from . import actions, snapshot
from .forms import FreezeForm, PlanForm, WordForm
from .lifecycle import NEXT
from .models import Plan, Version
from .observing import drifts
from .pressing import presses, standings
from .standing import Reason, Standing, compare, drifted, under

PAGES = {
    "function": "inventory:function",
    "runbook": "runbooks:detail",
    "provider": "providers:detail",
}
KEPT_SECONDS = 3600
REMOVED_SHOWN = 50
MOST_REASONS = 40
cache = caches["process"]
DECISIONS = {
    "submit": actions.submit,
    "remake": actions.remake,
    "approve": actions.approve,
    "reject": actions.reject,
    "withdraw": actions.withdraw,
}
WORDLESS = (actions.submit, actions.remake, actions.withdraw)


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    plans = Plan.objects.for_org(request.org).order_by("title")
    plans = plans.prefetch_related(Prefetch("versions", _light(request)))
    now = {plan.pk: found for plan, found in standings(request.org, pressed(request.org))}
    rows = [
        (plan, _in_force(plan), next(iter(plan.versions.all()), None), now.get(plan.pk))
        for plan in plans
    ]
    removed = Plan.objects.removed(request.org).order_by("-removed_at")[:REMOVED_SHOWN]
    context = {"rows": rows, "removed": removed, "may_edit": request.actor.may(Role.EDITOR)}
    return render(request, "plans/index.html", context)


def _light(request: OrgRequest) -> QuerySet[Version]:
    """Versions without their records, which may be large."""
    return Version.objects.for_org(request.org).defer("snapshot")


def _in_force(plan: Plan) -> Version | None:
    approved = Version.State.APPROVED
    return next((v for v in plan.versions.all() if v.state == approved), None)


def _plan(request: OrgRequest, pk: int) -> Plan:
    rows = Plan.objects.for_org(request.org).select_related("organization")
    versions = Prefetch("versions", _light(request))
    return get_object_or_404(rows.prefetch_related(versions, "versions__approvals__user"), pk=pk)


def _version(request: OrgRequest, pk: int, number: int) -> Version:
    rows = Version.objects.for_org(request.org).filter(plan__removed_at=None)
    return get_object_or_404(rows.select_related("plan__organization"), plan=pk, number=number)


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    in_force = _in_force(plan)
    found, seen = standing(plan, in_force) if in_force else None, []
    if found:
        functions = set(plan.functions.values_list("pk", flat=True))
        found = under(found, presses(pressed(request.org), functions))
        seen = drifts(request.org, in_force, timezone.now()) if in_force else []
        found = drifted(found, seen)
    context = {
        "plan": plan,
        "in_force": in_force,
        "standing": found,
        "drifts": seen,
        "drifting": sum(row.drifts for row in seen),
        "unseen": sum(row.verdict == "unknown" for row in seen),
        "reasons": [(r, _page(plan, r)) for r in found.reasons[:MOST_REASONS]] if found else [],
        "more_reasons": max(0, len(found.reasons) - MOST_REASONS) if found else 0,
        "versions": list(plan.versions.all()),
        "freeze_form": FreezeForm(request.actor),
        "may_edit": request.actor.may(Role.EDITOR),
        "may_remove": request.actor.may(Role.APPROVER if in_force else Role.EDITOR),
    }
    return render(request, "plans/detail.html", context)


def standing(plan: Plan, version: Version) -> Standing | None:
    """The version in force against today; None if its record is of another form.

    Kept until something that it rests on moves: working it out takes seconds where much is held.
    """
    if version.snapshot.get("format") != snapshot.FORMAT:
        return None
    org, day = plan.organization, today(plan.organization, timezone.now())
    components = Component.objects.for_org(org)
    moved = components.aggregate(at=Max("state_since"), pk=Max("pk"))
    seen = _seen_here(org)
    rests_on = (version.pk, plan.edited_at, org.revision, org.test_cadence_days, day, moved, seen)
    key = f"standing:{hashlib.sha256(repr(rests_on).encode()).hexdigest()}"
    if (known := cache.get(key)) is not None:
        return known
    now = snapshot.take(plan, day)
    states = dict(components.values_list("pk", "state")) | seen
    found = compare(version.snapshot, now, states, str(plan.next_review or ""))
    cache.set(key, found, KEPT_SECONDS)
    return found


def _seen_here(org: Organization) -> dict[int, str]:
    """Components that the organisation itself sees failing."""
    rows = own_signals(org, timezone.now()).filter(state__in=BAD).order_by("pk")
    return dict(rows.values_list("component", "state"))


def _page(plan: Plan, reason: Reason) -> str:
    """Where the reason is mended."""
    if reason.link is None:
        return ""
    kind, pk = reason.link
    return reverse(PAGES[kind], args=[plan.organization.slug, pk])


@for_editors
def add(request: OrgRequest) -> HttpResponse:
    initial = {"owner_email": request.user.email}
    form = PlanForm(request.actor, request.POST or None, initial=initial)
    asked = request.method == "POST" and not form.searching
    if asked and (plan := form.perform(actions.add_plan)):
        return redirect(plan)
    return render(request, "plans/form.html", {"form": form})


@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.for_org(request.org), pk=pk)
    form = PlanForm(request.actor, request.POST or None, instance=plan)
    if request.method == "POST" and not form.searching:
        form.perform(actions.edit_plan, plan)
        if not form.errors:
            return redirect(plan)
    return render(request, "plans/form.html", {"form": form, "plan": plan})


@require_POST
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.for_org(request.org), pk=pk)
    actions.remove_plan(request.actor, plan)
    undo = reverse("plans:restore", args=[request.org.slug, pk])
    say(request, _("“%(title)s” was removed.") % {"title": plan}, undo=undo)
    return redirect("plans:index", request.org.slug)


@require_POST
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.removed(request.org), pk=pk)
    return redirect(actions.restore_plan(request.actor, plan))


@require_POST
def freeze(request: OrgRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    form = FreezeForm(request.actor, request.POST)
    if version := form.perform(actions.freeze, plan):
        return redirect(version)
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    newest = plan.versions.order_by("-number").first()
    if form.is_valid() and newest:
        messages.info(request, _("Nothing has changed since this version was frozen."))
        return redirect(newest)
    return redirect(plan)


@require_safe
def version(request: OrgRequest, pk: int, number: int) -> HttpResponse:
    row = _version(request, pk, number)
    context = {
        "plan": row.plan,
        "version": row,
        "approvals": row.approvals.select_related("user"),
        "documents": row.documents.all(),
        "word_form": WordForm(request.actor),
        **_rights(request.actor, row),
    }
    template = "plans/_pdf.html" if request.htmx else "plans/version.html"
    return render(request, template, context)


def _rights(actor: Actor, row: Version) -> dict[str, bool]:
    """What the page offers. ``alone``: to approve what one froze oneself, as nobody else may."""
    in_review, own = row.state == "in_review", actor.user and actor.user.pk == row.frozen_by_id
    may_decide = in_review and actor.may(Role.APPROVER)
    alone = bool(may_decide and own and not actions.others_may_approve(actor))
    takes_back = Role.APPROVER if row.state == "approved" else Role.EDITOR
    return {
        "may_edit": actor.may(Role.EDITOR),
        "may_submit": row.state == "draft" and actor.may(Role.EDITOR),
        "may_decide": bool(may_decide),
        "may_approve": bool(may_decide and (not own or alone)),
        "alone": alone,
        "may_withdraw": bool(NEXT[row.state] & {"withdrawn"}) and actor.may(takes_back),
    }


@require_POST
def decide(request: OrgRequest, pk: int, number: int) -> HttpResponse:
    row = _version(request, pk, number)
    verb = DECISIONS.get(request.POST.get("decision", ""))
    if verb is None:
        raise Http404
    form = WordForm(request.actor, request.POST)
    try:
        if verb in WORDLESS:
            verb(request.actor, row)
        else:
            form.perform(verb, row)
    except (ValidationError, PermissionDenied) as refusal:
        words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        messages.error(request, " ".join(words))
    for error in form.non_field_errors() if form.is_bound else []:
        messages.error(request, str(error))
    return redirect(row)


@require_safe
def pdf(request: OrgRequest, pk: int, number: int) -> FileResponse:
    """The document; 404 until it is made."""
    row = _version(request, pk, number)
    return _file(row, row.pdf)


@require_safe
def kept_pdf(request: OrgRequest, pk: int, number: int, document: int) -> FileResponse:
    """The document as it was while the version was in force."""
    row = _version(request, pk, number)
    return _file(row, get_object_or_404(row.documents, pk=document).pdf)


def _file(version: Version, pdf: FieldFile) -> FileResponse:
    if not pdf:
        raise Http404
    name = f"{slugify(version.plan.title) or 'plan'}-v{version.number}.pdf"
    response = FileResponse(pdf.open("rb"), filename=name, content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
