"""The pages of probes: what they see, what they cost, and how they are set up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import typed
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from . import actions, reading
from .actions import leases
from .forms import BudgetForm, KeyForm, ProbeForm
from .kinds import kinds
from .models import Probe
from .questions import BUILT_IN
from .ring import origin_of

SHOWN = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    now = timezone.now()
    ordered = reading.all_of(request.org).order_by(Lower("name"), "pk")
    rows = Paginator(ordered, SHOWN).get_page(request.GET.get("page"))
    lines = reading.lines(request.org, list(rows), now)
    context = {
        "rows": rows,
        "lines": lines,
        "ill": [line for line in lines if line.tone in ("bad", "poor")],
        "waiting": [line for line in lines if line.tone == "watch"],
        "spent": reading.spent_today(request.org, now),
        "kinds": _kinds(),
        "may_edit": request.actor.may(Role.EDITOR),
        "may_budget": request.actor.may(Role.ADMIN),
    }
    return render(request, "probes/index.html", context)


def _kinds() -> list[tuple[str, Any]]:
    """Those without a key first: they cost nothing."""
    return sorted(kinds().items(), key=lambda item: (item[1].KEYED, item[1].NAME))


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    now = timezone.now()
    (line,) = reading.lines(request.org, [probe], now)
    context = {
        "probe": probe,
        "line": line,
        "key": getattr(probe, "secret", None),
        "origin": origin_of(probe.url),
        "runs": reading.latest(probe),
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return render(request, "probes/detail.html", context)


@form_page
@for_editors
def add(request: OrgRequest) -> HttpResponse:
    """The query says of which kind, and may say of which component."""
    kind = typed(request.GET, "kind")
    begun = {"component": typed(request.GET, "component", 18)}
    if kind not in kinds():
        return render(request, "probes/kinds.html", {"kinds": _kinds(), "begun": begun})
    form = ProbeForm(request.actor, kind, request.POST or None, initial=begun)

    def place(actor: Any, **fields: Any) -> Probe:
        return actions.add_probe(actor, kind=kind, **fields)

    if request.method == "POST" and (probe := form.perform(place)):
        if probe.is_canary:
            messages.success(request, _("Set up. It begins as soon as it has its key."))
            return redirect("probes:key", request.org.slug, probe.pk)
        messages.success(request, _("Set up. It runs within seconds."))
        return redirect(probe)
    return _form(request, form, _("Set up a probe: %(kind)s") % {"kind": kinds()[kind].NAME})


@form_page
@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    had_key = hasattr(probe, "secret")
    form = ProbeForm(request.actor, probe.kind, request.POST or None, instance=probe)
    if request.method == "POST":
        form.perform(actions.edit_probe, probe)
        if not form.errors:
            if had_key and probe.secret.origin != origin_of(probe.url):
                messages.warning(
                    request, _("It has another host now, so its key was forgotten: set one for it.")
                )
                return redirect("probes:key", request.org.slug, pk)
            return redirect(probe)
    return _form(request, form, probe.name, Probe.objects.for_org(request.org).get(pk=pk))


@form_page
@for_editors
@sensitive_post_parameters("key")
@sensitive_variables("form")
def key(request: OrgRequest, pk: int) -> HttpResponse:
    """Take a key in. It is never shown again, not even on this page."""
    probe = _probe(request, pk)
    if not probe.is_canary:
        return redirect(probe)
    form = KeyForm(request.actor, request.POST or None)
    if request.method == "POST" and form.perform(actions.set_key, probe):
        messages.success(request, _("The key is kept, sealed. It is used within seconds."))
        return redirect(probe)
    context = {"probe": probe, "form": form, "origin": origin_of(probe.url)}
    status = 422 if request.method == "POST" else 200
    response = render(request, "probes/key.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def drop_key(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    actions.drop_key(request.actor, probe)
    messages.success(request, _("The key was forgotten. The probe waits for another."))
    return redirect(probe)


@require_POST
@for_editors
def ask_now(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    if leases.ask_now(probe, timezone.now()):
        messages.success(request, _("It runs within seconds: load this page again."))
    else:
        messages.warning(request, _("It ran within the last minute, or is paused. Once a minute."))
    return redirect(probe)


@require_POST
def pause(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    actions.pause_probe(request.actor, probe)
    undo = reverse("probes:resume", args=[request.org.slug, pk])
    say(request, _("“%(name)s” is paused.") % {"name": probe}, undo=undo)
    return redirect(probe)


@require_POST
def resume(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    actions.resume_probe(request.actor, probe)
    say(request, _("“%(name)s” goes on.") % {"name": probe})
    return redirect(probe)


@require_POST
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    probe = _probe(request, pk)
    actions.remove_probe(request.actor, probe)
    undo = reverse("probes:restore", args=[request.org.slug, pk])
    said = _("“%(name)s” was removed, and its key forgotten.") if probe.is_canary else None
    say(request, (said or _("“%(name)s” was removed.")) % {"name": probe}, undo=undo)
    return redirect("probes:index", request.org.slug)


@require_POST
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    probe = get_object_or_404(Probe.objects.removed(request.org), pk=pk)
    try:
        actions.restore_probe(request.actor, probe)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    return redirect("probes:index", request.org.slug)


@form_page
def budget(request: OrgRequest) -> HttpResponse:
    request.actor.require(Role.ADMIN)
    spent = reading.spent_today(request.org, timezone.now())
    form = BudgetForm(request.actor, request.POST or None, instance=spent.budget)
    if request.method == "POST":
        form.perform(actions.set_budget)
        if not form.errors:
            return redirect("probes:index", request.org.slug)
    return _form(request, form, _("What all probes may cost in a day"))


def _probe(request: OrgRequest, pk: int) -> Probe:
    return get_object_or_404(reading.all_of(request.org), pk=pk)


def _form(request: OrgRequest, form: Any, title: str, probe: Probe | None = None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title, "probe": probe, "questions": BUILT_IN}
    return render(request, "probes/form.html", context, status=status)
