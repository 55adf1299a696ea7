"""An organisation's own providers and components: what no catalogue can know."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.orgs.revision import touch
from continuity.providers.models import Component, Edge, Provider

from .edges import refuse_circle

PROVIDER_FIELDS = frozenset({"name", "kind", "status_page", "terms_url", "notes"})
COMPONENT_FIELDS = frozenset({"name", "kind", "retires_on"})


@verb("provider.add", needs=Role.EDITOR)
def add_provider(actor: Actor, *, name: str, slug: str = "", **fields: Any) -> Provider:
    """A provider of the organisation's own. ``slug`` is made from the name unless given."""
    provider = Provider(organization=actor.org, name=name.strip(), **_only(fields, PROVIDER_FIELDS))
    _refuse_known_provider(actor, provider)
    taken = Provider.objects.for_org(actor.org).values_list("slug", flat=True)
    provider.slug = _free(slug or slugify(name) or "provider", set(taken), longest=60)
    provider.full_clean()
    provider.save()
    return provider


@verb("provider.edit", needs=Role.EDITOR)
def edit_provider(actor: Actor, provider: Provider, **fields: Any) -> Provider | None:
    """Change an own provider; None when nothing differs."""
    _refuse_shared(actor, provider)
    _assign(provider, _only(fields, PROVIDER_FIELDS))
    if not provider.changes():
        return None
    _refuse_known_provider(actor, provider)
    provider.full_clean()
    provider.save()
    return provider


@verb("provider.remove", needs=Role.EDITOR)
def remove_provider(actor: Actor, provider: Provider) -> Provider:
    """Forget an own provider that has no components left."""
    _refuse_shared(actor, provider)
    if Component.objects.for_org(actor.org).filter(provider=provider).exists():
        raise ValidationError(_("Remove its components first."))
    return _gone(provider)


@verb("component.add", needs=Role.EDITOR)
def add_component(
    actor: Actor,
    *,
    provider: Provider,
    name: str,
    kind: str = Component.Kind.SERVICE,
    key: str = "",
    retires_on: date | None = None,
    runs_on: Iterable[Component] = (),
    evidence: str = "",
) -> Component:
    """A component of the organisation's own, of an own or a catalogue provider.

    ``key`` is made from the names unless given; ``runs_on`` is what it cannot do without.
    """
    component = Component(
        organization=actor.org,
        provider=provider,
        name=name.strip(),
        kind=kind,
        retires_on=retires_on,
        state_since=timezone.now(),
    )
    _check_component(actor, component)
    taken = set(Component.objects.for_org(actor.org).values_list("key", flat=True))
    if key and key in taken:
        raise ValidationError({"key": _("That key is taken.")})
    made = f"{provider.slug}/{slugify(name) or 'component'}"
    component.key = key or _free(made, taken, longest=120)
    component.full_clean()
    component.save()
    _rest_on(actor, component, list(runs_on), evidence)
    return component


@verb("component.edit", needs=Role.EDITOR)
def edit_component(actor: Actor, component: Component, **fields: Any) -> Component | None:
    """Change the name or kind of an own component; None when nothing differs."""
    _refuse_shared(actor, component)
    _assign(component, _only(fields, COMPONENT_FIELDS))
    if not component.changes():
        return None
    _check_component(actor, component)
    component.full_clean()
    component.save()
    touch(actor.org)
    return component


@verb("component.remove", needs=Role.EDITOR)
def remove_component(actor: Actor, component: Component) -> Component:
    """Forget an own component that nothing rests on."""
    _refuse_shared(actor, component)
    # Looked at from below: options stand in a higher app, removed ones can come back.
    if component.options.through.objects.filter(component=component).exists():
        raise ValidationError(_("An option rests on it, perhaps one that was removed lately."))
    above = Edge.objects.for_org(actor.org).filter(runs_on=component, present=True).first()
    if above is not None:
        raise ValidationError(
            _("%(name)s rests on it. Correct that first.") % {"name": above.component.name}
        )
    return _gone(component)


def _rest_on(actor: Actor, component: Component, below: list[Component], evidence: str) -> None:
    if not below:
        return
    refuse_circle(actor, component, below)
    today = timezone.now().date()
    Edge.objects.for_org(actor.org).bulk_create(
        Edge(
            organization=actor.org,
            component=component,
            runs_on=lower,
            evidence=evidence.strip() or _("Our own system"),
            confidence="high",
            as_of=today,
        )
        for lower in below
    )
    touch(actor.org)


def _only(fields: dict[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    if unknown := fields.keys() - allowed:
        raise TypeError(f"No such field: {', '.join(sorted(unknown))}")
    return fields


def _assign(row: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _refuse_shared(actor: Actor, row: Provider | Component) -> None:
    if row.organization_id != actor.org.pk:
        raise ValidationError(
            _("%(name)s is in the shared catalogue: correct what it rests on, or add your own.")
            % {"name": row.name}
        )


def _refuse_known_provider(actor: Actor, provider: Provider) -> None:
    same = (
        Provider.objects.for_org(actor.org)
        .filter(name__iexact=provider.name)
        .exclude(pk=provider.pk)
        .first()
    )
    if same is not None:
        raise ValidationError(
            {"name": _("%(name)s is listed already: add a component to it.") % {"name": same.name}}
        )


def _check_component(actor: Actor, component: Component) -> None:
    internal = component.kind == Component.Kind.INTERNAL
    if internal and component.provider.organization_id is None:
        raise ValidationError(
            {"kind": _("What belongs to a provider of the catalogue is not your own system.")}
        )
    same = (
        Component.objects.for_org(actor.org)
        .filter(Q(name__iexact=component.name), provider=component.provider)
        .exclude(pk=component.pk)
    )
    if same.exists():
        raise ValidationError({"name": _("This provider has a component of that name.")})


def _free(wanted: str, taken: set[str], *, longest: int) -> str:
    """``wanted``, or with the first number that makes it new."""
    stem, number = wanted[:longest], 1
    candidate = stem
    while candidate in taken:
        number += 1
        candidate = f"{stem[: longest - len(str(number)) - 1]}-{number}"
    return candidate


def _gone(row: Any) -> Any:
    pk = row.pk
    row.delete()
    row.pk = pk  # the entry of the chain names the row that went
    return row
