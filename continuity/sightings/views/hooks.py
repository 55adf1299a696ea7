"""Webhooks of an organisation, what they call what, and what came in. Administrators only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.drafts import was_taken
from continuity.core.notices import say
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.sightings import actions, reading, trying, words
from continuity.sightings.forms import HookForm, MapForm
from continuity.sightings.models import Delivery, Hook, Upstream

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    @wraps(view)
    def guarded(request: OrgRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.actor.require(Role.ADMIN)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_administrators
def index(request: OrgRequest) -> HttpResponse:
    hooks = Hook.objects.for_org(request.org).order_by("name", "pk")
    context = {"hooks": [{"hook": h, "kind": actions.KINDS[h.kind].LABEL} for h in hooks]}
    return render(request, "sightings/hooks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def add(request: OrgRequest) -> HttpResponse:
    """The address of a new one is shown in this answer only."""
    form = HookForm(request.actor, request.POST or None)
    made = form.perform(actions.add_hook) if request.method == "POST" else None
    if made:
        was_taken(request)
        return render(request, "sightings/made.html", {"hook": made, **trying.shown(made)})
    return _form(request, form, _("Add a webhook"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    hook = _hook(request, pk)
    form = HookForm(request.actor, request.POST or None, hook=hook)
    if request.method == "POST":
        changed = form.perform(actions.edit_hook, hook)
        if changed and changed.signing_secret:
            was_taken(request)
            return render(request, "sightings/made.html", {"hook": changed})
        if not form.errors:
            say(request, _("Saved."))
            return redirect("sightings:hook", request.org.slug, pk)
    return _form(request, form, hook.name, hook)


@require_safe
@for_administrators
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    hook = _hook(request, pk)
    kind = actions.KINDS[hook.kind]
    rows = Delivery.objects.for_org(request.org).filter(hook=hook).order_by("-at", "-pk")
    paged = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "hook": hook,
        "kind": kind.LABEL,
        "signed": words.SIGNED[kind.SIGNED if hook.signing else ""],
        "trial": trying.shown(hook)["line"],
        "lines": reading.lines(request.org, hook),
        "page": paged,
        "deliveries": [
            {
                "row": row,
                "reason": words.reason(row.reason),
                "words": [(name, state, words.reason(f), t) for name, state, f, t in row.words],
            }
            for row in paged
        ],
    }
    return render(request, "sightings/hook.html", context)


@require_POST
@for_administrators
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    hook = actions.remove_hook(request.actor, _hook(request, pk))
    undo = reverse("sightings:restore_hook", args=[request.org.slug, pk])
    say(request, _("“%(name)s” takes nothing in any more.") % {"name": hook.name}, undo=undo)
    return redirect("sightings:hooks", request.org.slug)


@require_POST
@for_administrators
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    hook = get_object_or_404(Hook.objects.removed(request.org), pk=pk)
    actions.restore_hook(request.actor, hook)
    say(request, _("“%(name)s” takes in again.") % {"name": hook.name})
    return redirect("sightings:hook", request.org.slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def map_upstream(request: OrgRequest, pk: int) -> HttpResponse:
    """Which component of ours it is; ``on`` in one press, or picked by search."""
    rows = Upstream.objects.for_org(request.org).select_related("hook", "component")
    upstream = get_object_or_404(rows, pk=pk, hook__removed_at=None)
    now = {"on": [upstream.component_id] if upstream.component_id else []}
    form = MapForm(request.actor, request.POST or None, initial=now)
    if request.method == "POST":
        form.perform(lambda actor, on: actions.map_upstream(actor, upstream, on))
        if not form.errors and not form.searching:
            said = {"theirs": upstream.name, "ours": form.cleaned_data["on"] or _("nothing")}
            say(request, _("“%(theirs)s” is %(ours)s now.") % said)
            return redirect("sightings:hook", request.org.slug, upstream.hook_id)
    context = {"form": form, "title": upstream.name, "hook": upstream.hook}
    return render(request, "sightings/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: OrgRequest) -> HttpResponse:
    """Whether we count in what organisations report together. Others than administrators read."""
    if request.method == "POST":
        request.actor.require(Role.ADMIN)
        on = request.POST.get("on") == "yes"
        if actions.set_sharing(request.actor, on=on):
            say(request, _("We are counted.") if on else _("We are counted no longer."))
        return redirect("sightings:sharing", request.org.slug)
    context = {"may_admin": request.actor.may(Role.ADMIN)}
    return render(request, "sightings/sharing.html", context)


def _form(
    request: OrgRequest, form: HookForm, title: str, hook: Hook | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "hook": hook}
    return render(request, "sightings/form.html", context, status=422 if form.errors else 200)


def _hook(request: OrgRequest, pk: int) -> Hook:
    return get_object_or_404(Hook.objects.for_org(request.org), pk=pk)
