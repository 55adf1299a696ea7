"""People say that something is down for them, still is, or works again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.drafts import came_from
from continuity.core.notices import say
from continuity.core.web import page, typed, wants_part
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.providers.models import Component
from continuity.providers.reading import leaning
from continuity.sightings import actions, reading
from continuity.sightings.forms import QuickForm, ReportForm
from continuity.sightings.models import Sighting

PER_PAGE = 50


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    """What is said now; then any component, what we lean on first, to say it of."""
    words = typed(request.GET, "q")
    parts = Component.objects.for_org(request.org).filter(retired_on=None)
    if words:
        for word in words.split()[:10]:
            parts = parts.filter(Q(name__icontains=word) | Q(provider__name__icontains=word))
    else:
        parts = parts.filter(pk__in=leaning(request.org).beneath())
    paged = Paginator(parts.order_by(Lower("name"), "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "told": reading.told(request, reading.said_now(request)),
        "page": paged,
        "rows": reading.rows(request, paged.object_list),  # type: ignore[arg-type]
        "q": words,
        "over": reading.over(request.org, timezone.now())[:20],
        "shares": request.org.shares_since,
        "may_edit": request.actor.may(Role.EDITOR),
        "may_admin": request.actor.may(Role.ADMIN),
    }
    return page(request, "sightings/index.html", context, partial="sightings/_rows.html")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: OrgRequest, pk: int) -> HttpResponse:
    """The form with words; what stands already is there to be changed."""
    part = _component(request, pk)
    mine = reading.of(request, pk).mine
    known = {"state": mine.state, "words": mine.words} if mine else None
    form = ReportForm(request.actor, request.POST or None, initial=known)
    if request.method == "POST":
        form.perform(actions.report, part)
        if not form.errors:
            _thank(request, part)
            return redirect("sightings:index", request.org.slug)
    context = {"form": form, "part": part, "mine": mine}
    status = 422 if form.errors else 200
    return render(request, "sightings/report.html", context, status=status)


@require_POST
def press(request: OrgRequest, pk: int) -> HttpResponse:
    """One press beside a component: it is down for me, or still is."""
    part = _component(request, pk)
    form = QuickForm(request.actor, request.POST)
    form.perform(actions.report, part)
    if form.errors:
        for errors in form.errors.values():
            say(request, str(errors[0]), level=messages.ERROR)
    else:
        _thank(request, part)
    return _back(request, part)


def _thank(request: OrgRequest, part: Component) -> None:
    mine = Sighting.objects.for_org(request.org).filter(
        component=part, user=request.user, ended_at=None
    )
    (pk,) = mine.values_list("pk", flat=True)
    undo = reverse("sightings:withdraw", args=[request.org.slug, pk])
    told = _("You say that %(name)s is not well. It counts for four hours, unless you renew it.")
    say(request, told % {"name": part.name}, undo=undo)


@require_POST
def withdraw(request: OrgRequest, pk: int) -> HttpResponse:
    word = _word(request, pk)
    if actions.withdraw(request.actor, word):
        undo = reverse("sightings:stand_by", args=[request.org.slug, pk])
        told = _("You say that %(name)s works again.") % {"name": word.component}
        say(request, told, undo=undo)
    return _back(request, word.component)


@require_POST
def stand_by(request: OrgRequest, pk: int) -> HttpResponse:
    word = _word(request, pk)
    if _try(request, actions.stand_by, word):
        say(request, _("Your word on %(name)s stands again.") % {"name": word.component})
    return _back(request, word.component)


@require_POST
@for_editors
def set_aside(request: OrgRequest, pk: int) -> HttpResponse:
    word = _word(request, pk)
    if actions.set_aside(request.actor, word):
        undo = reverse("sightings:put_back", args=[request.org.slug, pk])
        said = {"who": word.user, "name": word.component}
        say(request, _("What %(who)s says of %(name)s no longer counts.") % said, undo=undo)
    return _back(request, word.component)


@require_POST
@for_editors
def put_back(request: OrgRequest, pk: int) -> HttpResponse:
    word = _word(request, pk)
    if actions.put_back(request.actor, word):
        say(request, _("What %(who)s says counts again.") % {"who": word.user})
    return _back(request, word.component)


def _back(request: OrgRequest, part: Component) -> HttpResponse:
    """To the page where the button stood; htmx gets what stands beside the component anew."""
    if wants_part(request):
        context = reading.panel(request, part.pk, part.name)
        return render(request, "sightings/_pressed.html", context)
    return redirect(_page(request))


def _page(request: OrgRequest) -> str:
    page = came_from(request)
    here = request.path.rsplit("/", 2)[0]
    return reverse("sightings:index", args=[request.org.slug]) if here in page else page


def _component(request: OrgRequest, pk: int) -> Component:
    parts = Component.objects.for_org(request.org).select_related("provider")
    return get_object_or_404(parts, pk=pk)


def _word(request: OrgRequest, pk: int) -> Sighting:
    words = Sighting.objects.for_org(request.org).select_related("component", "user")
    return get_object_or_404(words, pk=pk)


def _try(request: OrgRequest, verb: Any, *args: Any) -> Any:
    """What the verb did; what it refuses becomes a message."""
    try:
        return verb(request.actor, *args)
    except ValidationError as refusal:
        say(request, refusal.messages[0], level=messages.ERROR)
        return None
