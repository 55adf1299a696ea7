"""Events that an organisation keeps: saved from the simulator, used in exercises."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import typed
from continuity.inventory.portable import write_event
from continuity.inventory.views.attempts import attempt
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.runbooks.models import Runbook
from continuity.simulator import actions
from continuity.simulator.asking import asked
from continuity.simulator.forms import ScenarioForm
from continuity.simulator.models import Scenario

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def save(request: OrgRequest) -> HttpResponse:
    """Keep what the query asks. Its form stands on the page of the result too."""
    choice = asked(request.org, request.GET).choice
    if choice is None:
        return redirect(_simulator(request, request.GET.urlencode()))
    name = {"name": choice.event.name}
    form = ScenarioForm(request.actor, request.POST or None, initial=name)

    def keep(actor, **fields):  # type: ignore[no-untyped-def]
        event, held = write_event(choice.event), list(choice.held)
        return actions.save_scenario(actor, event=event, held=held, **fields)

    if request.method == "POST" and (row := form.perform(keep)):
        undo = reverse("simulator:remove_scenario", args=[request.org.slug, row.pk])
        say(request, _("“%(name)s” is kept.") % {"name": row}, undo=undo)
        return redirect(_simulator(request, f"scenario={row.pk}"))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "choice": choice, "address": request.GET.urlencode()}
    return render(request, "simulator/save.html", context, status=status)


def _simulator(request: OrgRequest, query: str) -> str:
    return f"{reverse('simulator:index', args=[request.org.slug])}?{QueryDict(query).urlencode()}"


@require_safe
@for_editors
def exercise(request: OrgRequest, pk: int) -> HttpResponse:
    """Which runbook is to be tried in it; each leads to its own form, the scenario filled in."""
    row = get_object_or_404(Scenario.objects.for_org(request.org), pk=pk)
    words = typed(request.GET, "q")
    books = Runbook.objects.for_org(request.org).filter(title__icontains=words)
    context = {
        "scenario": row,
        "words": words,
        "told": f"{row.name}: {row.note}" if row.note else row.name,
        "rows": Paginator(books.order_by("title", "pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "simulator/exercise.html", context)


@require_POST
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Scenario.objects.for_org(request.org), pk=pk)
    actions.remove_scenario(request.actor, row)
    undo = reverse("simulator:restore_scenario", args=[request.org.slug, pk])
    say(request, _("“%(name)s” was removed.") % {"name": row}, undo=undo)
    return redirect(_simulator(request, "by=saved"))


@require_POST
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Scenario.objects.removed(request.org), pk=pk)
    attempt(request, actions.restore_scenario, row)
    return redirect(_simulator(request, "by=saved"))
