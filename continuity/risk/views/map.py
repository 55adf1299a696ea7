"""Where does it all rest? The map: pick a component to fail it, and see who is hit."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from continuity.core.web import page, wants_part
from continuity.inventory.models import Function
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.risk.current import is_behind, newest
from continuity.risk.map.asking import read
from continuity.risk.map.drawn.net import component_key
from continuity.risk.map.drawn.placing import draw
from continuity.risk.map.narrowing import chips, failing, narrowed
from continuity.risk.map.outcome import Outcome, outcome
from continuity.risk.map.resting import Resting, resting
from continuity.risk.map.showing import SCREEN, showing
from continuity.risk.map.whatif import hits

PER_PAGE = 25
MOST_CHOICES = 300  # components in the list to choose from; of more the map itself is the list


@require_safe
def map_page(request: OrgRequest) -> HttpResponse:
    asked, now = read(request.GET), timezone.now()
    rest = resting(request.org, now)
    failed = failing(rest, asked)
    happened = None
    if failed:
        felt = hits(request.org, [int(key[1:]) for key in failed], now)
        happened = outcome(rest, failed, felt)
    net, found = narrowed(rest, asked)
    hit = happened.verdicts if happened else ()  # the hardest first
    picture = draw(net, SCREEN, asked.open, [*sorted(failed), *sorted(found), *hit])
    assessment = getattr(request, "assessment", None) or newest(request.org)
    context = {
        "part": wants_part(request),
        "asked": asked,
        "rest": rest,
        "showing": showing(request.org.slug, asked, rest, picture, happened),
        "chips": chips(rest, asked),
        "happened": happened,
        "behind": assessment and is_behind(request.org, assessment, now),
        "assessment": assessment,
        "levels": Function.Criticality.choices,
        "may_edit": request.actor.may(Role.EDITOR),
        **_choices(rest, happened),
    }
    if happened:
        context["rows"] = Paginator(happened.rows, PER_PAGE).get_page(request.GET.get("page"))
    response = page(request, "risk/map.html", context, partial="risk/_map.html")
    if context["part"]:
        response.headers["HX-Push-Url"] = request.get_full_path()
    return response


def _choices(rest: Resting, happened: Outcome | None) -> dict[str, Any]:
    """What else may be failed, by name."""
    failed = {component_key(c.pk) for c in happened.failed} if happened else set()
    left = [c for key, c in rest.components.items() if key not in failed]
    left.sort(key=lambda c: (c.name.casefold(), c.pk))
    return {"choices": left if len(left) <= MOST_CHOICES else [], "providers": rest.providers}
