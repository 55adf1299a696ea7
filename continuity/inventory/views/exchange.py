"""Out as a file, in any format that there is."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from continuity.inventory.exporters import csv_flat, exporters, xlsx
from continuity.inventory.exporters.portable import export
from continuity.inventory.portable import Organization, Portfolio
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

TEMPLATES = {"xlsx": xlsx, "csv": csv_flat}


@require_safe
def export_file(request: OrgRequest) -> HttpResponseBase:
    module = exporters().get(request.GET.get("format", "portable"))
    if module is None:
        raise Http404
    body = module.write(export(request.org, timezone.localdate()))
    return attached(body, module.CONTENT_TYPE, f"{request.org.slug}{module.ENDING}")


@require_safe
def template_file(request: OrgRequest) -> HttpResponseBase:
    """The tables without a row, to be filled in."""
    request.actor.require(Role.EDITOR)
    module = TEMPLATES.get(request.GET.get("format", "xlsx"))
    if module is None:
        raise Http404
    org = request.org
    own = Organization(org.name, org.currency, org.timezone)
    nothing = Portfolio(timezone.localdate(), org.test_cadence_days, own)
    return attached(module.write(nothing), module.CONTENT_TYPE, f"continuity{module.ENDING}")


def attached(body: bytes | Iterator[bytes], content_type: str, name: str) -> HttpResponseBase:
    """A download that nothing keeps a copy of."""
    kind = HttpResponse if isinstance(body, bytes) else StreamingHttpResponse
    response: HttpResponseBase = kind(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
