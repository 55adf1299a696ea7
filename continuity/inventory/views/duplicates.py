"""Functions that look alike, and two of them made into one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from continuity.core.notices import say
from continuity.core.picking import is_key
from continuity.inventory import actions, merging
from continuity.inventory.models import Dependency, Function
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest


@for_editors
def duplicates(request: OrgRequest) -> HttpResponse:
    """Pairs that look alike; with ``?keep=…&other=…`` one of them, to be merged."""
    if "keep" not in request.GET:
        context = {"pairs": merging.likely(request.org), "most": merging.MOST}
        return render(request, "inventory/duplicates.html", context)
    keep, other = (_row(request, name) for name in ("keep", "other"))
    if keep.pk == other.pk:
        raise Http404
    chosen = {name: request.POST.get(f"from_{name}", "keep") for name in merging.FIELDS}
    refusal: list[str] = []
    if request.method == "POST":
        take = [name for name, where in chosen.items() if where == "other"]
        gone = other.name
        try:
            actions.merge_functions(request.actor, keep, other, take=take)
        except ValidationError as refused:
            refusal = refused.messages
            keep, other = (_row(request, name) for name in ("keep", "other"))
        else:
            told = {"other": gone, "keep": keep.name}
            say(
                request,
                _("“%(other)s” was merged into “%(keep)s”. It waits among what was removed.")
                % told,
            )
            return redirect("inventory:function", request.org.slug, keep.pk)
    context = _context(request, keep, other, chosen if request.method == "POST" else {})
    return render(request, "inventory/merge.html", {**context, "refusal": refusal})


def _row(request: OrgRequest, name: str) -> Function:
    key = request.GET.get(name, "")
    row = Function.objects.for_org(request.org).filter(pk=key).first() if is_key(key) else None
    if row is None:
        raise Http404
    return row


def _context(
    request: OrgRequest, keep: Function, other: Function, chosen: dict[str, str]
) -> dict[str, Any]:
    asks = Dependency.objects.for_org(request.org).filter(function=other)
    stay = merging.twins(request.org, keep, other)
    names = list(asks.values_list("pk", "name"))
    return {
        "keep": keep,
        "other": other,
        "choices": merging.choices(keep, other, chosen),
        "moves": [name for pk, name in names if pk not in stay],
        "twins": [name for pk, name in names if pk in stay],
        "needed_by": list(other.feeds.exclude(pk=keep.pk).values_list("name", flat=True)[:20]),
        "needs": list(other.depends_on.exclude(pk=keep.pk).values_list("name", flat=True)[:20]),
    }
