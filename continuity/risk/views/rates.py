"""How often things fail: what is held of it, from where, and the organisation's own word."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import page, typed
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.providers.models import Component
from continuity.risk import actions
from continuity.risk.current import today
from continuity.risk.forms.priors import PriorForm
from continuity.risk.method.likelihood import shipped
from continuity.risk.models import Prior
from continuity.risk.outlook import frequency, reading

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def rates(request: OrgRequest) -> HttpResponse:
    """What is held of each kind and each component, from where, and what was seen since."""
    own = frequency.priors(request.org)
    wanted = typed(request.GET, "q")
    rows = Paginator(reading.felt(request.org, wanted), 100).get_page(request.GET.get("page"))
    day = today(request.org, timezone.now())
    context = {
        "kinds": reading.kinds(own),
        "rows": rows,
        "lines": reading.rate_lines(request.org, list(rows), own, day),
        "wanted": wanted,
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return page(request, "risk/rates.html", context, partial="risk/_rates.html")


@form_page
@for_editors
def kind(request: OrgRequest, kind: str) -> HttpResponse:
    return _form(request, _kind(kind), kind=kind)


@form_page
@for_editors
def component(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Component.objects.for_org(request.org), pk=pk)
    return _form(request, str(row), component=row)


def _form(request: OrgRequest, name: str, **of: Any) -> HttpResponse:
    """The prior of a kind or of a component: filled in with what holds now."""
    held = Prior.objects.for_org(request.org).filter(**{"kind": "", "component": None, **of})
    row = held.first()
    form = PriorForm(
        request.actor, request.POST or None, instance=row, initial={} if row else _now(request, of)
    )
    if request.method == "POST" and form.perform(partial(actions.set_prior, **of)):
        say(request, _("Kept. Losses and advice follow."))
        return redirect("risk:rates", request.org.slug)
    return render(request, "risk/prior_form.html", {"form": form, "name": name, "row": row, **of})


def _now(request: OrgRequest, of: dict[str, Any]) -> dict[str, Any]:
    part = of.get("component")
    kind = part.kind if part else of["kind"]
    prior = frequency.priors(request.org).get(kind) or shipped()[kind]
    return {
        "outages_per_year": f"{prior.outages_per_year:g}",
        "median_minutes": round(prior.median_minutes),
        "long_minutes": round(prior.long_minutes),
        "worth_years": f"{prior.worth_years:g}",
    }


def _kind(kind: str) -> str:
    labels = dict(Component.Kind.choices)
    if kind not in labels:
        raise Http404
    return str(labels[kind])


@require_POST
def reset_kind(request: OrgRequest, kind: str) -> HttpResponse:
    return _reset(request, kind=kind, component=None)


@require_POST
def reset_component(request: OrgRequest, pk: int) -> HttpResponse:
    return _reset(request, kind="", component=pk)


def _reset(request: OrgRequest, **of: Any) -> HttpResponse:
    row = get_object_or_404(Prior.objects.for_org(request.org), **of)
    actions.reset_prior(request.actor, row)
    say(request, _("Taken back. Losses and advice follow."))
    return redirect("risk:rates", request.org.slug)
