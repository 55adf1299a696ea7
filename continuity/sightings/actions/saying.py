"""Somebody says that a component is down for them, still is, or works again."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role, User
from continuity.providers.models import Component
from continuity.sightings.models import Sighting

from .telling import MORE, tell_people

HOLDS = timedelta(hours=4)
AGAIN = timedelta(minutes=1)  # the same word within it is the same press
MOST = 20  # new words of one person within an hour, in all their organisations


@verb("sighting.report", needs=Role.VIEWER)
def report(
    actor: Actor, component: Component, *, state: str = Sighting.Claim.DOWN, words: str = ""
) -> Sighting | None:
    """Say that it is down, or renew one's word. None where the same was said a moment ago.

    Without new words the old ones stand.
    """
    user, now = _person(actor), timezone.now()
    word = _open(actor, component, user)
    if word is not None and word.until <= now:
        word.ended_at, word.ended = now, Sighting.End.EXPIRED
        word.save()
        word = None
    if word is None:
        _refuse_flood(user, now)
        word = Sighting(
            organization=actor.org, component=component, user=user, said_at=now, renewed_at=now
        )
    elif _same(word, state, words) and now - word.renewed_at < AGAIN:
        return None
    word.state, word.words = state, words.strip() or word.words
    word.renewed_at, word.until = now, now + HOLDS
    word.full_clean(validate_constraints=False)
    word.save()
    tell_people(actor.org, component, now)
    return word


@verb("sighting.withdraw", needs=Role.VIEWER)
def withdraw(actor: Actor, sighting: Sighting) -> Sighting | None:
    """It works again, for who said that it did not. Nobody withdraws another's word."""
    user, now = _person(actor), timezone.now()
    if sighting.user_id != user.pk:
        raise PermissionDenied(_("Only who said it can withdraw it. An editor can set it aside."))
    word = _mine(actor, sighting)
    if word is None or word.ended_at is not None:
        return None
    word.ended_at, word.ended = now, Sighting.End.WITHDRAWN
    word.save()
    tell_people(actor.org, word.component, now)
    return word


@verb("sighting.stand_by", needs=Role.VIEWER)
def stand_by(actor: Actor, sighting: Sighting) -> Sighting | None:
    """Take back that it works again: the word stands as it stood, until it would have run out."""
    user, now = _person(actor), timezone.now()
    word = _mine(actor, sighting)
    if sighting.user_id != user.pk:
        raise PermissionDenied(_("Only who said it can say it again."))
    if word is None or word.ended != Sighting.End.WITHDRAWN:
        return None
    if word.until <= now or _open(actor, word.component, user) is not None:
        raise Conflict(_("That has run out meanwhile. Say it anew if it is still so."))
    word.ended_at, word.ended = None, ""
    word.save()
    tell_people(actor.org, word.component, now)
    return word


@verb("sighting.set_aside", needs=Role.EDITOR)
def set_aside(actor: Actor, sighting: Sighting) -> Sighting | None:
    """Let somebody's word not count: it stays to be seen, with who set it aside."""
    word = _mine(actor, sighting)
    if word is None or word.ended_at is not None or word.set_aside_at is not None:
        return None
    word.set_aside_at, word.set_aside_by = timezone.now(), actor.label
    word.save()
    tell_people(actor.org, word.component, word.set_aside_at)
    return word


@verb("sighting.put_back", needs=Role.EDITOR)
def put_back(actor: Actor, sighting: Sighting) -> Sighting | None:
    """Let it count again."""
    word = _mine(actor, sighting)
    if word is None or word.ended_at is not None or word.set_aside_at is None:
        return None
    word.set_aside_at, word.set_aside_by = None, ""
    word.save()
    tell_people(actor.org, word.component, timezone.now())
    return word


def _person(actor: Actor) -> User:
    if actor.user is None:
        raise PermissionDenied(_("Only a person can say so."))
    return actor.user


def _mine(actor: Actor, sighting: Sighting) -> Sighting | None:
    """The row as it is now: the verb holds the organisation's lock."""
    rows = Sighting.objects.for_org(actor.org).select_related("component", "user")
    return rows.filter(pk=sighting.pk).first()


def _open(actor: Actor, component: Component, user: User) -> Sighting | None:
    rows = Sighting.objects.for_org(actor.org).select_related("component", "user")
    return rows.filter(component=component, user=user, ended_at=None).first()


def _same(word: Sighting, state: str, words: str) -> bool:
    return word.state == state and words.strip() in ("", word.words)


def _refuse_flood(user: User, now: datetime) -> None:
    lately = Sighting.objects.across_orgs(MORE).filter(
        user=user, said_at__gt=now - timedelta(hours=1)
    )
    if lately.count() >= MOST:
        raise ValidationError(
            _("You reported %(most)s times within an hour. The next can be reported in a while.")
            % {"most": MOST}
        )
