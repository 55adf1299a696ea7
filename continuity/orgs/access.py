"""The only place where membership is checked: a person and a slug in, an Actor or 404 out."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404

from .actor import Actor
from .models import Membership, Role, User


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
