"""Probes that people set up, change, pause and remove; and what all of them may cost."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.probes.judging import Looks
from continuity.probes.kinds import kinds
from continuity.probes.models import Budget, Probe, Secret
from continuity.probes.ring import origin_of
from continuity.providers.fetch import Refused, checked
from continuity.providers.models import Component

from .results import forget

FIELDS = frozenset(
    {
        *("name", "url", "every_minutes", "method", "statuses", "contains", "first_within_ms"),
        *("model", "api_version", "thinks", "question", "answers"),
        *("price_in", "price_out", "tokens_a_day", "money_a_day"),
    }
)
MOST_ANSWERS = 20


@verb("probe.add")
def add_probe(actor: Actor, *, component: Component, kind: str, **fields: Any) -> Probe:
    """A probe that waits for its key, if it takes one, and else runs at once."""
    _refuse_more(actor)
    probe = Probe(
        organization=actor.org,
        component=component,
        kind=kind,
        owner=actor.user,
        next_due=timezone.now(),
    )
    _assign(probe, fields)
    _check(probe)
    probe.save()
    return probe


@verb("probe.edit")
def edit_probe(actor: Actor, probe: Probe, **fields: Any) -> Probe | None:
    """Change a probe; None when nothing differs. A key does not follow to another host."""
    _assign(probe, fields)
    if not probe.changes():
        return None
    _check(probe)
    key = Secret.objects.for_org(actor.org).filter(probe=probe)
    if key.exclude(origin=origin_of(probe.url)).delete()[0]:
        probe.audit_note = {"key": "dropped: another host"}
    if {"url", "model", "api_version"} & probe.changes().keys():
        _begin_anew(actor, probe)
    probe.spent_on = None
    probe.next_due = timezone.now()
    probe.save()
    return probe


@verb("probe.pause")
def pause_probe(actor: Actor, probe: Probe) -> Probe | None:
    return _set_paused(actor, probe, True)


@verb("probe.resume")
def resume_probe(actor: Actor, probe: Probe) -> Probe | None:
    return _set_paused(actor, probe, False)


@verb("probe.remove")
def remove_probe(actor: Actor, probe: Probe) -> Probe:
    """Its key is forgotten at once; bringing the probe back asks for it anew."""
    Secret.objects.for_org(actor.org).filter(probe=probe).delete()
    probe.removed_at = timezone.now()
    forget(actor, probe, probe.removed_at)
    probe.save()
    return probe


@verb("probe.restore")
def restore_probe(actor: Actor, probe: Probe) -> Probe:
    _refuse_more(actor)
    probe.removed_at = None
    _refuse_twice(probe)
    probe.next_due = timezone.now()
    probe.save()
    return probe


@verb("probe.budget", needs=Role.ADMIN)
def set_budget(actor: Actor, **fields: Any) -> Budget | None:
    """What all probes together may come to in a day. What waits for it is tried again."""
    rows = Budget.objects.for_org(actor.org)
    budget = rows.first() or Budget(organization=actor.org)
    for name, value in fields.items():
        setattr(budget, name, value)
    if budget.pk and not budget.changes():
        return None
    budget.full_clean()
    budget.save()
    waiting = Probe.objects.for_org(actor.org).exclude(spent_on=None)
    waiting.update(spent_on=None, next_due=timezone.now())
    return budget


def _begin_anew(actor: Actor, probe: Probe) -> None:
    """It has not worked like this yet, and what it said was of something else."""
    probe.proven, probe.looks, probe.looks_since = False, Looks.NEW.value, timezone.now()
    probe.bad, probe.good, probe.bad_since, probe.rights = 0, 0, None, []
    forget(actor, probe, timezone.now())


def _set_paused(actor: Actor, probe: Probe, paused: bool) -> Probe | None:
    if probe.paused == paused:
        return None
    probe.paused = paused
    if paused:
        forget(actor, probe, timezone.now())
    probe.next_due = timezone.now()
    probe.save()
    return probe


def _assign(probe: Probe, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - FIELDS:
        raise TypeError(f"No such field: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(probe, name, value.strip() if isinstance(value, str) else value)


def _check(probe: Probe) -> None:
    if probe.kind not in kinds():
        raise ValidationError(_("There is no such kind of probe."))
    faults: dict[str, str] = {}
    _check_address(probe, faults)
    if probe.is_canary:
        _check_question(probe, probe.answers, faults)
    _check_statuses(probe, faults)
    if faults:
        raise ValidationError(faults)
    probe.full_clean()
    _refuse_twice(probe)


def _check_address(probe: Probe, faults: dict[str, str]) -> None:
    try:
        url = checked(probe.url, frozenset(settings.PROBE_ALLOW))
    except Refused:
        faults["url"] = _("An https address with a name and the usual port, without a password.")
        return
    if probe.is_canary and (url.raw_query_string or url.raw_fragment):
        faults["url"] = _("Only up to the path: no question mark and no #.")
    elif any(word in url.query_string.lower() for word in ("key=", "token=", "secret=")):
        faults["url"] = _("An address is shown to everybody here: it must not hold a key.")


def _check_question(probe: Probe, answers: Sequence[str], faults: dict[str, str]) -> None:
    if not probe.model:
        faults["model"] = _("Which model, or which deployment?")
    if not probe.question:
        faults["question"] = _("Ask something whose answer you know.")
    if not answers or len(answers) > MOST_ANSWERS:
        faults["answers"] = _("At least one right answer, and at most twenty.")
    elif any(not isinstance(a, str) or not a.strip() or len(a) > 100 for a in answers):
        faults["answers"] = _("Each answer is a line of at most 100 characters.")


def _check_statuses(probe: Probe, faults: dict[str, str]) -> None:
    parts = probe.statuses.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() and 100 <= int(part) <= 599 for part in parts):
        faults["statuses"] = _("Numbers from 100 to 599, such as 200 204.")
    probe.statuses = " ".join(parts)


def _refuse_twice(probe: Probe) -> None:
    same = Probe.objects.for_org(probe.organization).filter(name=probe.name).exclude(pk=probe.pk)
    if same.exists():
        told = _("A probe “%(name)s” is there already.") % {"name": probe.name}
        raise ValidationError({"name": told})


def _refuse_more(actor: Actor) -> None:
    budget = Budget.objects.for_org(actor.org).first() or Budget()
    if Probe.objects.for_org(actor.org).count() >= budget.most_probes:
        raise ValidationError(
            ngettext(
                "There may be %(n)d probe at most here: remove one first.",
                "There may be %(n)d probes at most here: remove one first.",
                budget.most_probes,
            )
            % {"n": budget.most_probes}
        )
