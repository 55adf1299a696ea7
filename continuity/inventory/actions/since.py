"""Whether what a file wrote was changed since: the audit chain knows every change, and by whom."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.audit.models import Event
from continuity.audit.words import said
from continuity.inventory.models import Dependency, Function, Import, Option
from continuity.orgs.actor import Actor
from continuity.providers.models import Component, Edge
from continuity.runbooks.models import Runbook, Step

# Verbs that change nothing of the inventory, by their first word.
_WORDS = "risk catalogue outage activation plan version reminder notification organization member"
ELSEWHERE = frozenset(f"{_WORDS} invitation token demo feed".split())
Touched = dict[str, set[int]]


def refuse_changed(actor: Actor, row: Import) -> None:
    """Raises ValidationError, naming the first change of what ``row`` wrote."""
    events = Event.objects.for_org(actor.org).filter(seq__gt=row.seq).order_by("seq")
    later = [e for e in events if e.verb.split(".")[0] not in ELSEWHERE]
    if not later:
        return
    touched = _touched(actor, row)
    for event in later:
        if _matters(actor, event, touched):
            told = {"who": event.actor, "what": said(event.verb), "label": event.label}
            raise ValidationError(
                _(
                    "It cannot be taken back as a whole: since then %(who)s %(what)s "
                    "(“%(label)s”). Change by hand what should be otherwise."
                )
                % told
            )


def _touched(actor: Actor, row: Import) -> Touched:
    inverse = row.inverse
    functions = {*inverse["functions"], *inverse["changed"]}
    before = inverse["before"]
    runbooks = [r["id"] for r in before["runbooks"]]
    components = [c["id"] for c in before["components"]]
    return {
        "functions": functions,
        "runbooks": {*inverse["runbooks"], *_keyed(Runbook, actor, runbooks)},
        "components": {*inverse["components"], *_keyed(Component, actor, components)},
    }


def _keyed(model: Any, actor: Actor, keys: list[str]) -> set[int]:
    return set(model.objects.for_org(actor.org).filter(key__in=keys).values_list("pk", flat=True))


def _matters(actor: Actor, event: Event, touched: Touched) -> bool:
    """What cannot be told matters: taking back must never undo somebody else's work."""
    label, _colon, number = event.target.partition(":")
    if not number.isdecimal():
        return True
    pk = int(number)
    if label == Import._meta.label:
        return _import_matters(actor, event, pk)
    if label not in _WHERE:
        return True
    model, path, kind = _WHERE[label]
    found = {pk} if model is None else _above(model, actor, path, pk)
    return not found or bool(found & touched[kind])


def _import_matters(actor: Actor, event: Event, pk: int) -> bool:
    """Another file's way in matters while it is not taken back."""
    taken = Import.objects.for_org(actor.org).filter(pk=pk, state=Import.State.TAKEN_IN)
    return event.verb == "import.take_in" and taken.exists()


def _above(model: Any, actor: Actor, path: tuple[str, ...], pk: int) -> set[int]:
    """The numbers of what a row belongs to, of one that was removed too."""
    rows = [model.objects.for_org(actor.org)]
    if hasattr(model.objects, "removed"):
        rows.append(model.objects.removed(actor.org))
    return {
        above for some in rows for found in some.filter(pk=pk).values_list(*path) for above in found
    }


_WHERE: dict[str, tuple[Any, tuple[str, ...], str]] = {
    Function._meta.label: (None, (), "functions"),
    Dependency._meta.label: (Dependency, ("function",), "functions"),
    Option._meta.label: (Option, ("dependency__function",), "functions"),
    Runbook._meta.label: (None, (), "runbooks"),
    Step._meta.label: (Step, ("runbook",), "runbooks"),
    Component._meta.label: (None, (), "components"),
    Edge._meta.label: (Edge, ("component",), "components"),
}
