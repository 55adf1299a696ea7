"""In and out as a file: every fault by its place, then a preview, then all or nothing."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from continuity.core.notices import say
from continuity.inventory import actions
from continuity.inventory.comparing import compare
from continuity.inventory.exporters.portable import export as to_portable
from continuity.inventory.portable import PortableError, read, write
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

LARGEST = 10 * 1024 * 1024
SHOWN = 200


def import_file(request: OrgRequest) -> HttpResponse:
    request.actor.require(Role.EDITOR)
    if request.method != "POST":
        return render(request, "inventory/import.html")
    text = _text(request)
    if isinstance(text, str):
        return render(request, "inventory/import.html", {"refusal": text})
    try:
        portfolio = read(text, unfinished=True)
    except PortableError as fault:
        faults = fault.faults
        context = {"faults": faults[:SHOWN], "more": len(faults) - SHOWN}
        return render(request, "inventory/import.html", context)
    if "confirm" not in request.POST:
        context = {"preview": compare(request.org, portfolio), "text": text.decode("utf-8-sig")}
        return render(request, "inventory/import.html", context)
    try:
        taken_in = actions.import_portfolio(request.actor, portfolio)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("inventory:import", request.org.slug)
    n = len(portfolio.functions)
    said = ngettext("%(n)s function was taken in.", "%(n)s functions were taken in.", n) % {"n": n}
    say(request, said if taken_in else _("All of it was so already: nothing was changed."))
    return redirect("inventory:index", request.org.slug)


def _text(request: OrgRequest) -> bytes | str:
    """What was uploaded or is being confirmed; or a sentence on why it is not usable."""
    if "text" in request.POST:
        return request.POST["text"].encode()
    file = request.FILES.get("file")
    if file is None:
        return _("Choose a file first.")
    if (file.size or 0) > LARGEST:
        return _("The file is larger than 10 MB. Split it by functions.")
    return file.read()


@require_safe
def export_file(request: OrgRequest) -> HttpResponse:
    record = write(to_portable(request.org, timezone.localdate()))
    body = json.dumps(record, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"{request.org.slug}.portfolio.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
