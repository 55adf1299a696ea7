"""The shared sources: how reading them goes, and where those that moved may be now."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.web import page, typed
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role, User

from . import actions, parsers
from .models import Feed, Signal, SourceHealth
from .reading import failing_makers, feed_line, vanished_rows

PER_PAGE = 50
keepers_only = user_passes_test(lambda user: user.is_staff)


@require_safe
@keepers_only
def sources(request: HttpRequest) -> HttpResponse:
    """Every shared source; those that somebody has to look at come first."""
    wanted = {name: typed(request.GET, name) for name in ("q", "health")}
    now = timezone.now()
    feeds = _narrow(wanted)
    paged = Paginator(feeds, PER_PAGE).get_page(request.GET.get("page"))
    gone = vanished_rows(list(paged), Signal.objects.catalogue())
    lines = [{"line": feed_line(f, now), "feed": f, "gone": gone.get(f.pk, [])} for f in paged]
    on = Feed.objects.catalogue().filter(enabled=True)
    context = {
        "rows": paged,
        "lines": lines,
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "healths": SourceHealth.choices,
        "read": on.filter(health=SourceHealth.FRESH).count(),
        "all": on.count(),
        "makers": sorted(_label(maker) for maker in failing_makers()),
    }
    return page(request, "providers/sources.html", context, partial="providers/_sources.html")


def _narrow(wanted: dict[str, str]) -> Any:
    feeds = Feed.objects.catalogue().select_related("provider")
    if wanted["q"]:
        called = Q(provider__name__icontains=wanted["q"])
        feeds = feeds.filter(called | Q(url__icontains=wanted["q"]))
    if wanted["health"] in SourceHealth.values:
        feeds = feeds.filter(health=wanted["health"], enabled=True)
    return feeds.order_by("-enabled", "-failures", Lower("provider__name"), "pk")


def _label(maker: str) -> str:
    return str(getattr(parsers.FORMATS.get(maker), "LABEL", maker))


@require_POST
@keepers_only
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept one of the places that were found, or none of them."""
    feed = get_object_or_404(Feed.objects.catalogue(), pk=pk)
    assert isinstance(request.user, User)  # noqa: S101  staff only
    actor = Actor(Organization.objects.platform(), request.user, Role.OWNER)
    found = {one["url"]: one for one in feed.proposal.get("candidates", [])}
    where = found.get(request.POST.get("url", ""))
    try:
        if "dismiss" in request.POST:
            if actions.dismiss_move(actor, feed):
                messages.success(request, _("Dismissed. None of these is proposed again."))
        elif where is None:
            messages.error(request, _("That is proposed no more. Nothing was changed."))
        elif actions.accept_move(actor, feed, where):
            messages.success(request, _("It is read at %(url)s from now on.") % {"url": feed.url})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("installation-sources")
