"""What rests on what as one organisation sees it, with every circle cut open."""

from continuity.core.graph import without_circles
from continuity.orgs.models import Organization

from .models import Edge


def runs_on(org: Organization, known: set[str] | None = None) -> dict[str, list[str]]:
    """What runs on what, as ``org`` sees it: the catalogue's hints under its own corrections.

    By primary keys as text, of components ``known`` where they are given. Where the two together
    go round, which a newer catalogue can bring about, the catalogue's edge gives way. One query.
    """
    shared: dict[tuple[str, str], bool] = {}
    own: dict[tuple[str, str], bool] = {}
    rows = Edge.objects.for_org(org).order_by("component_id", "runs_on_id")
    for owner, upper, lower, present in rows.values_list(
        "organization_id", "component_id", "runs_on_id", "present"
    ):
        if known is None or {str(upper), str(lower)} <= known:
            (own if owner else shared)[str(upper), str(lower)] = present
    wanted = [pair for pair, present in {**shared, **own}.items() if present]
    return without_circles(sorted(wanted, key=lambda pair: pair not in own))
