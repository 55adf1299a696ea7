"""The only place where membership is checked: a person and a slug in, an Actor or 404 out."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from .actor import Actor
from .models import Membership, Role, User

VISITOR = "visitor"  # in the session of somebody signed in: who they are in the demonstration


def actor_for(user: User | AnonymousUser, slug: str) -> Actor:
    """Who ``user`` is in the organisation ``slug``.

    404 to strangers, as if it did not exist.
    """
    if not isinstance(user, User):
        raise Http404
    found = get_object_or_404(
        Membership.objects.select_related("organization"),
        user=user,
        organization__slug=slug,
    )
    return Actor(found.organization, user, Role(found.role))


def visitor_for(request: HttpRequest, slug: str) -> User | None:
    """Who looks at the demonstration for somebody signed in: a visitor, never they themselves.

    What they do there is seen by strangers, so their address must not go with it.
    """
    known = request.session.get(VISITOR)
    if known is None:
        return None
    demonstration = {"memberships__organization__is_demo": True}
    return User.objects.filter(
        pk=known, memberships__organization__slug=slug, **demonstration
    ).first()
