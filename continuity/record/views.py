"""Can we trust them: the track records of providers. Reading only."""

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from continuity.orgs.http import OrgRequest
from continuity.providers.models import Component, Provider
from continuity.providers.reading import leaning

from . import reading


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    """The providers that the organisation leans on, or all with ``?all=1``."""
    providers = Provider.objects.for_org(request.org).order_by(Lower("name"), "pk")
    everything = request.GET.get("all") == "1"
    if not everything:
        leant = Component.objects.for_org(request.org).filter(pk__in=leaning(request.org).beneath())
        providers = providers.filter(pk__in=leant.values("provider"))
    page = Paginator(providers, 50).get_page(request.GET.get("page"))
    tracks = reading.tracks(request.org, list(page.object_list), timezone.now())
    context = {
        "tracks": tracks,
        "known": any(track.watched or track.incidents for track in tracks),
        "page": page,
        "everything": everything,
    }
    return render(request, "record/index.html", context)


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.for_org(request.org), pk=pk)
    (track,) = reading.tracks(request.org, [provider], timezone.now())
    page = Paginator(track.incidents, reading.SHOWN).get_page(request.GET.get("page"))
    return render(
        request,
        "record/detail.html",
        {"provider": provider, "track": track, "candour": track.candour, "page": page},
    )
