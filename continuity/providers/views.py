"""The pages of providers: can we trust them, what rests on whom, and who tells us."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.picking import answer
from continuity.core.web import page, typed
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from . import actions, reading
from .catalogue import slugs_called
from .effective import state_now, suspected_now
from .forms import ComponentForm, CorrectionForm, NewComponentForm, ProviderForm
from .models import Component, Edge, Provider
from .picker import COMPONENTS, known
from .through import through

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    our = reading.leaning(request.org)
    wanted = {name: typed(request.GET, name) for name in ("q", "kind", "state", "ours")}
    providers = _narrow(request, our, wanted)
    rows = Paginator(providers, 100).get_page(request.GET.get("page"))
    context = {
        "rows": rows,
        "lines": reading.lines(request.org, list(rows), our, timezone.now()),
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "kinds": Provider.Kind.choices,
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return page(request, "providers/index.html", context, partial="providers/_rows.html")


def _narrow(request: OrgRequest, our: reading.Leaning, wanted: dict[str, str]) -> Any:
    """The providers asked for: what we lean on first, then by name."""
    mine = Q(components__in=our.beneath()) | Q(organization=request.org)
    ours = Provider.objects.for_org(request.org).filter(mine).values("pk")
    providers = Provider.objects.for_org(request.org).annotate(
        rank=Case(When(pk__in=ours, then=Value(0)), default=Value(1))
    )
    if wanted["q"]:
        called = slugs_called(wanted["q"])
        parts = Component.objects.for_org(request.org).filter(name__icontains=wanted["q"])
        providers = providers.filter(
            Q(name__icontains=wanted["q"])
            | Q(pk__in=parts.values("provider"))
            | Q(slug__in=called, organization=None)
        )
    if wanted["kind"] in Provider.Kind.values:
        providers = providers.filter(kind=wanted["kind"])
    if wanted["state"] in reading.STATES:
        providers = reading.in_state(providers, request.org, wanted["state"], timezone.now())
    if wanted["ours"]:
        providers = providers.filter(rank=0)
    return providers.order_by("rank", Lower("name"), "pk")


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.for_org(request.org), pk=pk)
    now = timezone.now()
    our = reading.leaning(request.org)
    (line,) = reading.lines(request.org, [provider], our, now)
    line.feeds = reading.looked_into(request.org, line.feeds)
    parts = list(
        Component.objects.for_org(request.org)
        .filter(provider=provider)
        .annotate(state_now=state_now(request.org, now), suspected=suspected_now(request.org))
        .order_by(Lower("name"), "pk")
    )
    keys = [part.pk for part in parts]
    below = reading.needs(request.org, keys)
    today = now.date()
    shown = [p for p in parts if p.organization_id or p.pk in our.direct or not p.is_retired(today)]
    served = through(request.org, shown, now)
    rows = [
        {
            "part": p,
            "needs": below[p.pk],
            "direct": our.direct.get(p.pk),
            "served": served.get(p.pk),
            "retired": p.retires_on is not None and p.retires_on <= today,
        }
        for p in shown
    ]
    models = [row for row in rows if row["part"].kind == Component.Kind.MODEL]
    models.sort(key=lambda row: row["part"].retires_on or date.max)
    functions = reading.functions_on(request.org, our.above(keys))
    context = {
        "provider": provider,
        "line": line,
        "parts": rows,
        "services": [row for row in rows if row["part"].kind != Component.Kind.MODEL],
        "models": [row for row in models if _is_ours(row)],
        "spare_models": [row for row in models if not _is_ours(row)],
        "ended": sorted(
            (p for p in parts if p not in shown and p.retires_on), key=lambda p: p.retires_on
        ),
        "functions": functions[:20],
        "more_functions": max(len(functions) - 20, 0),
        "bars": reading.past_year(request.org, provider, now),
        "own": provider.organization_id is not None,
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return render(request, "providers/detail.html", context)


def _is_ours(row: dict[str, Any]) -> bool:
    return bool(row["direct"] or row["part"].organization_id)


@form_page
@for_editors
def add(request: OrgRequest) -> HttpResponse:
    form = ProviderForm(request.actor, request.POST or None, initial={"kind": "own"})
    if request.method == "POST" and (provider := form.perform(actions.add_provider)):
        messages.success(request, _("Added. Now say what of it can fail as one."))
        return redirect("providers:add_component", request.org.slug, provider.pk)
    return _form(request, form, _("Add a provider of your own"))


@form_page
@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.for_org(request.org), pk=pk)
    form = ProviderForm(request.actor, request.POST or None, instance=provider)
    if request.method == "POST":
        form.perform(actions.edit_provider, provider)
        if not form.errors:
            return redirect("providers:detail", request.org.slug, pk)
    return _form(request, form, provider.name, provider)


@require_POST
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.for_org(request.org), pk=pk)
    try:
        actions.remove_provider(request.actor, provider)
    except ValidationError as refusal:
        return _refused(request, refusal, pk)
    messages.success(request, _("“%(name)s” was removed.") % {"name": provider.name})
    return redirect("providers:index", request.org.slug)


@form_page
@for_editors
def add_component(request: OrgRequest, pk: int) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.for_org(request.org), pk=pk)
    kind = Component.Kind.INTERNAL if provider.organization_id else Component.Kind.SERVICE
    form = NewComponentForm(request.actor, request.POST or None, initial={"kind": kind})

    def place(actor: Any, **fields: Any) -> Component:
        return actions.add_component(actor, provider=provider, **fields)

    if request.method == "POST" and form.perform(place):
        return redirect("providers:detail", request.org.slug, pk)
    return _form(request, form, _("Add a component"), provider)


@require_safe
def components(request: OrgRequest) -> HttpResponse:
    """The search of a form that asks for some of them."""
    return answer(request, request.org.slug, COMPONENTS, known(request.org))


@form_page
@for_editors
def edit_component(request: OrgRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(
        Component.objects.for_org(request.org).select_related("provider"), pk=pk
    )
    form = ComponentForm(request.actor, request.POST or None, instance=part)
    if request.method == "POST":
        form.perform(actions.edit_component, part)
        if not form.errors:
            return redirect("providers:detail", request.org.slug, part.provider_id)
    return _form(request, form, part.name, part.provider)


@require_POST
def remove_component(request: OrgRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(Component.objects.for_org(request.org), pk=pk)
    try:
        actions.remove_component(request.actor, part)
    except ValidationError as refusal:
        return _refused(request, refusal, part.provider_id)
    messages.success(request, _("“%(name)s” was removed.") % {"name": part.name})
    return redirect("providers:detail", request.org.slug, part.provider_id)


@form_page
@for_editors
def correct(request: OrgRequest, pk: int) -> HttpResponse:
    """Say what the component does or does not need. The query may name ``runs_on`` and ``is``."""
    part = get_object_or_404(
        Component.objects.for_org(request.org).select_related("provider"), pk=pk
    )
    asked = {"runs_on": request.GET.get("runs_on"), "present": request.GET.get("is", "yes")}
    form = CorrectionForm(request.actor, request.POST or None, initial=asked)
    if request.method == "POST":
        form.perform(actions.correct_edge, part)
        if not form.errors:
            return redirect("providers:detail", request.org.slug, part.provider_id)
    title = _("What does %(name)s need?") % {"name": part.name}
    return _form(request, form, title, part.provider)


@require_POST
def revert(request: OrgRequest, pk: int) -> HttpResponse:
    edge = get_object_or_404(
        Edge.objects.for_org(request.org).select_related("component", "runs_on"), pk=pk
    )
    try:
        actions.revert_edge(request.actor, edge)
    except ValidationError as refusal:
        return _refused(request, refusal, edge.component.provider_id)
    return redirect("providers:detail", request.org.slug, edge.component.provider_id)


def _form(
    request: OrgRequest, form: Any, title: str, provider: Provider | None = None
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title, "provider": provider}
    return render(request, "providers/form.html", context, status=status)


def _refused(request: OrgRequest, refusal: ValidationError, pk: int) -> HttpResponse:
    for sentence in refusal.messages:
        messages.error(request, sentence)
    return redirect("providers:detail", request.org.slug, pk)
