"""What organisations of a sector often have: looked at, ticked, taken in as suggestions."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from continuity.core.notices import say
from continuity.inventory import actions
from continuity.inventory.models import Function
from continuity.inventory.templates import SECTORS, Sector
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest


@for_editors
def templates(request: OrgRequest) -> HttpResponse:
    """All of them; with ``?sector=`` one, whose functions can be taken in."""
    slug = request.GET.get("sector")
    if slug is None:
        return render(request, "inventory/templates.html", {"sectors": SECTORS.values()})
    if slug not in SECTORS:
        raise Http404
    sector = SECTORS[slug]
    ticked = set(request.POST.getlist("key"))
    refusal = ""
    if "confirm" in request.POST:
        try:
            batch = actions.take_in_template(request.actor, slug, sorted(ticked))
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            if batch is not None:
                undo = reverse("inventory:undo", args=[request.org.slug, batch.pk])
                say(request, _taken(len(batch.rows)), undo=undo)
                return redirect("inventory:index", request.org.slug)
    return render(request, "inventory/template.html", _context(request, sector, ticked, refusal))


def _context(request: OrgRequest, sector: Sector, ticked: set[str], refusal: str) -> dict:
    names = [f.name for f in sector.functions]
    held = Function.objects.for_org(request.org).filter(name__in=names)
    there = set(held.values_list("name", flat=True))
    free = [f for f in sector.functions if f.name not in there]
    if request.method == "GET":
        ticked = {f.key for f in free}
    called = {f.key: f.name for f in sector.functions}
    chosen = [f for f in free if f.key in ticked]
    known = there | {f.name for f in chosen}
    return {
        "sector": sector,
        "rows": [(f, f.name in there, f.key in ticked) for f in sector.functions],
        "free": free,
        "refusal": refusal,
        "previewed": request.method == "POST" and "back" not in request.POST,
        "chosen": chosen,
        "asks": sum(len(f.asks) for f in chosen),
        "ways": sum(len(ask.ways) for f in chosen for ask in f.asks),
        "unlinked": [
            (f.name, called[key])
            for f in chosen
            for key in f.depends_on
            if called[key] not in known
        ],
    }


def _taken(n: int) -> str:
    return ngettext(
        "%(n)s function was taken in as a suggestion. Its figures wait to be confirmed.",
        "%(n)s functions were taken in as suggestions. Their figures wait to be confirmed.",
        n,
    ) % {"n": n}
