"""What was removed, and how it comes back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

PER_PAGE = 50


@require_safe
def removed(request: OrgRequest) -> HttpResponse:
    """Functions, the last removed first; what was removed inside one stands on its own page."""
    rows = Function.objects.removed(request.org).order_by("-removed_at", "name")
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return render(request, "inventory/removed.html", context)


def inside(function: Function) -> dict[str, Any]:
    """Dependencies removed from it, and options from those that are there; two queries.

    An option that went with its dependency comes back with it, and is not told of by itself.
    """
    asks = Dependency.objects.removed(function.organization).filter(function=function)
    options = Option.objects.removed(function.organization).filter(
        dependency__function=function, dependency__removed_at=None
    )
    gone = list(asks.order_by("-removed_at"))
    ways = list(options.select_related("dependency").order_by("-removed_at"))
    return {"dependencies": gone, "options": ways, "count": len(gone) + len(ways)}
