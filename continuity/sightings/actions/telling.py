"""What people say together, and what organisations count together, as signals of an organisation.

Derived from the rows: it leaves no entry, but for the outages that it opens and closes.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.audit.verbs import lock
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers.actions import TOLD, Witness, forget, hear
from continuity.providers.feeds import State
from continuity.providers.memory import Observation
from continuity.providers.models import Component, Signal
from continuity.providers.reading import leaning
from continuity.sightings.finding import crowds
from continuity.sightings.models import Sighting

MORE = "sightings are one organisation's, and each ends for itself"
CROWD_HOLDS = timedelta(minutes=10)  # while a crowd stands it is told again before that


def people(until: datetime | None = None, **evidence: object) -> Witness:
    return Witness(Signal.Source.PEOPLE, "people", True, TOLD, until, evidence)


def crowd(until: datetime | None = None, **evidence: object) -> Witness:
    return Witness(Signal.Source.CROWD, "crowd", True, TOLD, until, evidence)


def tell_people(org: Organization, component: Component, now: datetime) -> None:
    """Bring the organisation's signal in line with what its people say by ``now``."""
    actor = Actor.system(org)
    said = Sighting.objects.for_org(org).counted(now).filter(component=component)
    words = list(said.select_related("user").order_by("said_at", "pk"))
    if not words:
        forget(actor, component, people(), now)
        return
    evidence = {
        "said_by": words[0].user.email,
        "said": words[0].words,
        "said_at": words[0].said_at.isoformat(),
    }
    state = max((State(word.state) for word in words), key=lambda s: s.rank)
    title = _("%(who)s says that it is %(how)s") % {
        "who": words[0].user,
        "how": words[0].get_state_display(),
    }
    seen = Observation(now, state, title=title[:300])
    hear(actor, component, people(max(word.until for word in words), **evidence), seen, now)


def expire_words(now: datetime, limit: int = 500) -> int:
    """End the words that ran out, each organisation's in a transaction of its own: how many.

    Nothing ran out: one query.
    """
    late = Sighting.objects.across_orgs(MORE).filter(ended_at=None, until__lte=now)
    found = late.select_related("organization", "component").order_by("until", "pk")[:limit]
    about = {(word.organization, word.component) for word in found}
    return sum(_expire(org, component, now) for org, component in about)


def _expire(org: Organization, component: Component, now: datetime) -> int:
    with transaction.atomic():
        lock(org)
        late = Sighting.objects.for_org(org).filter(
            component=component, ended_at=None, until__lte=now
        )
        ended = late.update(ended_at=now, ended=Sighting.End.EXPIRED)
        if ended:
            tell_people(org, component, now)
        return ended


def tell_crowds(now: datetime) -> int:
    """Tell those that share and lean on it what enough of them report: how many were told.

    No crowd: one query, however many organisations there are.
    """
    told = 0
    components = Component.objects.catalogue().in_bulk(list(counted := crowds.counts(now)))
    for pk, n in counted.items():
        fresh = Signal.objects.across_orgs(MORE).filter(
            source=Signal.Source.CROWD, component=pk, until__gt=now + CROWD_HOLDS / 2
        )
        for org in crowds.sharing_above(pk).exclude(pk__in=fresh.values("organization")):
            told += _tell_crowd(org, components[pk], n, now)
    return told


def _tell_crowd(org: Organization, component: Component, n: int, now: datetime) -> int:
    with transaction.atomic():
        lock(org)
        if not org.shares_since or component.pk not in leaning(org).beneath():
            return 0
        title = ngettext(
            "%(n)s organisation reports trouble", "%(n)s organisations report trouble", n
        ) % {"n": n}
        seen = Observation(now, State.DEGRADED, title=title)
        hear(Actor.system(org), component, crowd(now + CROWD_HOLDS, organisations=n), seen, now)
        return 1


def forget_crowds(actor: Actor, now: datetime) -> None:
    """An organisation that no longer shares is no longer told."""
    system = Actor.system(actor.org)
    mine = Signal.objects.for_org(actor.org).filter(
        organization=actor.org, source=Signal.Source.CROWD
    )
    for signal in mine.select_related("component"):
        forget(system, signal.component, crowd(), now)
