"""The chain, to be read, taken away and verified."""

import json
from collections.abc import Iterator
from datetime import date

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import page, typed
from continuity.core.wording import when
from continuity.orgs.http import OrgRequest

from . import reading
from . import verify as script
from .chain import entries, verify_org
from .models import Event
from .words import GROUPS

PER_PAGE = 50
AT_ONCE = 200_000  # entries that a page may take the time to verify


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    """Newest first; ``before`` is the place from which to read on, so that no page is slow."""
    rows = Event.objects.for_org(request.org)
    head = rows.order_by("-seq").values_list("seq", flat=True).first() or 0
    asked = {name: typed(request.GET, name) for name in ("who", "verb", "what")}
    days = {name: _day(request.GET.get(name, "")) for name in ("from", "to")}
    if asked["who"]:
        rows = rows.filter(actor__icontains=asked["who"])
    if asked["verb"]:
        rows = rows.filter(verb__startswith=asked["verb"])
    if asked["what"]:
        rows = rows.filter(label__icontains=asked["what"])
    if days["from"]:
        rows = rows.filter(at__date__gte=days["from"])
    if days["to"]:
        rows = rows.filter(at__date__lte=days["to"])
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 16:
        rows = rows.filter(seq__lt=int(before))
    found = list(rows.newest_first()[: PER_PAGE + 1])
    context = {
        "entries": [reading.entry(event) for event in found[:PER_PAGE]],
        "groups": GROUPS,
        "more": found[PER_PAGE - 1].seq if len(found) > PER_PAGE else None,
        "head": head,
        "asked": asked,
        "days": days,
    }
    return page(request, "audit/index.html", context, partial="audit/_rows.html")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
def verify(request: OrgRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    if Event.objects.for_org(request.org).filter(seq__gt=AT_ONCE).exists():
        say(request, _("The chain is long. Verify it with: manage.py audit verify"))
        return redirect("audit:index", request.org.slug)
    verdict = verify_org(request.org)
    if verdict.holds:
        at = strip_tags(when(timezone.now()))
        facts = {"n": verdict.count, "at": at, "head": verdict.head}
        say(request, _("Verified up to entry %(n)s on %(at)s. Head: %(head)s") % facts)
    else:
        say(request, _("It does not hold: %(reason)s.") % {"reason": verdict.reason}, level=40)
    return redirect("audit:index", request.org.slug)


@require_safe
def export(request: OrgRequest) -> StreamingHttpResponse:
    """The whole chain, an entry a line, as ``verify.py`` reads it.

    Where the database holds what cannot be read, a last line says so, and is no entry.
    For every member: auditors are viewers, and what they verify must be what they can take away.
    In the demonstration nobody acts under a real address, see ``orgs.access.visitor_for``.
    """

    def lines() -> Iterator[str]:
        try:
            for entry in entries(request.org):
                yield json.dumps(entry, ensure_ascii=False) + "\n"
        except script.Unreadable as fault:
            yield json.dumps({"unreadable": str(fault)}) + "\n"

    response = StreamingHttpResponse(lines(), content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="audit-{request.org.slug}.jsonl"'
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def verifier(request: OrgRequest) -> FileResponse:
    """The script that verifies an export, with nothing installed."""
    return FileResponse(open(script.__file__, "rb"), as_attachment=True, filename="verify.py")  # noqa: PTH123
