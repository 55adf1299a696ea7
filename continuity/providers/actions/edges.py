"""An organisation's own word on what rests on what: it overrules the catalogue's hint."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.graph import way
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.orgs.revision import touch
from continuity.providers.effective import runs_on
from continuity.providers.models import Component, Edge


@verb("edge.correct", needs=Role.EDITOR)
def correct_edge(
    actor: Actor,
    component: Component,
    runs_on: Component,
    *,
    present: bool,
    evidence: str,
    as_of: date | None = None,
) -> Edge | None:
    """``component`` does (or does not) need ``runs_on``; how we know, and since when.

    ``as_of`` defaults to today. Refused: no evidence, a date to come, a circle (it is named).
    None when that is on record already.
    """
    known_on = as_of or timezone.now().date()
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say how you know: a page, a contract, a person.")})
    if known_on > timezone.now().date():
        raise ValidationError({"as_of": _("That day is still to come.")})
    if present:
        refuse_circle(actor, component, [runs_on])
    edge = (
        Edge.objects.for_org(actor.org)
        .filter(organization=actor.org, component=component, runs_on=runs_on)
        .first()
    )
    if edge is None:
        edge = Edge(organization=actor.org, component=component, runs_on=runs_on)
    elif (edge.present, edge.evidence, edge.as_of) == (present, evidence.strip(), known_on):
        return None
    edge.present, edge.evidence, edge.as_of = present, evidence.strip(), known_on
    edge.confidence = "high"
    edge.full_clean(validate_constraints=False)
    edge.save()
    touch(actor.org)
    return edge


@verb("edge.revert", needs=Role.EDITOR)
def revert_edge(actor: Actor, edge: Edge) -> Edge:
    """Take the organisation's own word back: what the catalogue says counts again."""
    if edge.organization_id != actor.org.pk:
        raise ValidationError(_("The catalogue's own hint cannot be taken back, only corrected."))
    hint = (
        Edge.objects.catalogue()
        .filter(component=edge.component_id, runs_on=edge.runs_on_id, present=True)
        .exists()
    )
    if hint and not edge.present:
        refuse_circle(actor, edge.component, [edge.runs_on])
    pk = edge.pk
    edge.delete()
    edge.pk = pk  # the entry of the chain names the row that went
    touch(actor.org)
    return edge


def refuse_circle(actor: Actor, component: Component, on: list[Component]) -> None:
    """Raise ValidationError, naming the circle, if ``component`` on ``on`` would close one.

    Only circles through the new edges count. Another one, which a newer catalogue closed with
    an own edge, is no reason to refuse: it is cut open wherever edges are used.
    """
    below = runs_on(actor.org)
    for lower in on:
        back = [int(pk) for pk in way(below, str(lower.pk), str(component.pk))]
        if back:
            names = Component.objects.for_org(actor.org).in_bulk(back)
            path = " → ".join(names[pk].name for pk in (component.pk, *back))
            raise ValidationError(
                {"runs_on": _("That would go round in a circle: %(path)s.") % {"path": path}}
            )
