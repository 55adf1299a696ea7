"""Bring the shared rows in line with the shipped files, and touch nothing else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch_all
from continuity.providers import catalogue as files
from continuity.providers.models import (
    Component,
    Edge,
    Outage,
    Provider,
    State,
)

from .closing import close_what_is_untold
from .reconcile import Fields, Loaded, sync
from .telling import load_sources


@verb("catalogue.load", needs=Role.OWNER)
def load_catalogue(actor: Actor, catalogue: files.Catalogue) -> Loaded | None:
    """Make the shared rows say what ``catalogue`` says; None when they do already.

    Rows of organisations stay as they are. A component that the files no longer name is retired,
    never deleted. For the installation's own actor only: the rows belong to nobody else.
    """
    if actor.org.slug != Organization.PLATFORM:
        raise PermissionDenied(_("Only the installation itself may load the catalogue."))
    loaded = Loaded(catalogue.version)
    now = timezone.now()
    providers = _providers(catalogue, loaded)
    components = _components(catalogue, providers, loaded, now)
    _edges(catalogue, components, loaded)
    named = load_sources(catalogue, providers, components, loaded, now)
    _outages(catalogue, components, loaded)
    loaded.counts["ended"] = [0, 0, len(close_what_is_untold(actor, named, now))]
    if not any(loaded.changed(kind) for kind in loaded.counts):
        return None
    if loaded.changed("edges") or loaded.changed("components"):
        touch_all()
    loaded.audit_note = {"version": loaded.version, **loaded.counts}
    return loaded


def _keep(rows: list[Any]) -> int:
    """What people may still look at stays."""
    return 0


def _retire(rows: list[Component]) -> int:
    """Options may still rest on them: keep them, but offer them no more."""
    living = [row.pk for row in rows if row.retired_on is None]
    today = timezone.now().date()
    return Component.objects.catalogue().filter(pk__in=living).update(retired_on=today)


def _providers(catalogue: files.Catalogue, loaded: Loaded) -> dict[str, Provider]:
    wanted = {
        p.slug: {
            "slug": p.slug,
            "name": p.name,
            "operator": p.operator,
            "kind": p.kind,
            "status_page": p.status_page,
            "terms_url": p.terms_url,
            "no_feed": p.no_feed,
            "confidence": p.confidence,
            "unverified": list(p.unverified),
            "as_of": p.as_of,
        }
        for p in catalogue.providers
    }
    return sync(loaded, "providers", Provider, lambda row: row.slug, wanted, gone=_keep)


def _components(
    catalogue: files.Catalogue, providers: dict[str, Provider], loaded: Loaded, now: datetime
) -> dict[str, Component]:
    wanted = {
        c.key: {
            "provider_id": providers[p.slug].pk,
            "key": c.key,
            "name": c.name,
            "kind": c.kind,
            "retired_on": None,
            "retires_on": c.retires,
            "retire_source": f"{c.retire_source} {c.retire_as_of or ''}".strip(),
        }
        for p, c in catalogue.components()
    }
    return sync(
        loaded,
        "components",
        Component,
        lambda row: row.key,
        wanted,
        new={"state": State.UNKNOWN, "state_since": now},
        gone=_retire,
    )


def _edges(catalogue: files.Catalogue, components: dict[str, Component], loaded: Loaded) -> None:
    wanted = {}
    for _provider, component in catalogue.components():
        for edge in component.runs_on:
            pair = (components[component.key].pk, components[edge.on].pk)
            wanted[pair] = {
                "component_id": pair[0],
                "runs_on_id": pair[1],
                "present": True,
                "evidence": edge.evidence,
                "confidence": edge.confidence,
                "as_of": edge.as_of,
            }
    sync(loaded, "edges", Edge, lambda row: (row.component_id, row.runs_on_id), wanted)


def _outages(catalogue: files.Catalogue, components: dict[str, Component], loaded: Loaded) -> None:
    """Past events with a known start. Those known by the day only stay in the files."""
    wanted = {
        (components[key].pk, event.key): {
            "component_id": components[key].pk,
            "key": event.key,
            "source": Outage.Source.LIBRARY,
            "state": State.MAJOR if event.kind == "outage" else State.DEGRADED,
            "title": event.title,
            "started_at": span.start,
            "ended_at": span.end,
            "evidence": _evidence(event, span),
        }
        for event, span in _dated(catalogue.events)
        for key in span.components
    }
    sync(
        loaded,
        "outages",
        Outage,
        lambda row: (row.component_id, row.key),
        wanted,
        rows=Outage.objects.catalogue().filter(source=Outage.Source.LIBRARY),
    )


def _dated(events: Iterable[files.Event]) -> Iterable[tuple[files.Event, files.Span]]:
    return ((e, s) for e in events if e.kind != "non_outage" for s in e.spans if s.start)


def _evidence(event: files.Event, span: files.Span) -> Fields:
    facts = {
        "summary": event.summary,
        "source": event.source,
        "grade": event.grade,
        "disputed": event.disputed,
        "minutes": span.minutes,
        "unaffected": list(event.unaffected),
    }
    return {name: value for name, value in facts.items() if value not in ("", None, [])}
