"""Would it have helped? An outage replayed on today's inventory and on the planned one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from continuity.changes import reading
from continuity.changes.draft import Misfit
from continuity.orgs.http import OrgRequest
from continuity.simulator.library import FIRST
from continuity.simulator.showing import simulated

from .rows import the_change


@require_safe
def replay(request: OrgRequest, pk: int) -> HttpResponse:
    """What is replayed stands in the address; by itself the outage that all began with."""
    change = the_change(request, pk)
    asked = request.GET.copy()
    asked.setdefault("event", FIRST)
    context: dict[str, Any] = {"change": change}
    try:
        today, after = reading.before_and_after(change)
    except Misfit:
        context["misfit"] = True
    else:
        columns = [(_("Today"), today), (_("With this change"), after)]
        context |= simulated(request.org, asked, columns)
    return render(request, "changes/replay.html", context)
