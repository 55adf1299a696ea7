"""Whose a mailbox is."""

from allauth.account.models import EmailAddress
from django.conf import settings

from continuity.orgs.models import User


def prove(user: User) -> None:
    """They followed a link that only went there by mail: the address is theirs.

    Where no mail server is named, links are read in the outbox, and prove nothing.
    """
    if not settings.EMAIL_HOST:
        return
    address = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    if address is not None:
        address.set_verified()
