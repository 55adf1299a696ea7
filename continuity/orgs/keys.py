"""Secrets that open something: made here, kept as a hash only, found by that hash alone."""

import hashlib
import secrets
from collections.abc import Iterable

from .models import Invitation, Membership, Token


def new_secret(prefix: str = "") -> str:
    """256 random bits as text, safe in an address."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 in hex. The secrets are random, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    rows = Invitation.unscoped.select_related("organization", "invited_by")
    return rows.filter(secret_hash=digest(secret)).first()


def invitations_of(secrets: Iterable[str]) -> dict[str, Invitation]:
    """The invitations that these secrets open, by secret; one query."""
    wanted = {digest(secret): secret for secret in secrets}
    rows = Invitation.unscoped.filter(secret_hash__in=list(wanted)) if wanted else []
    return {wanted[row.secret_hash]: row for row in rows}


def token_of(secret: str) -> Token | None:
    """The token, if it holds: not revoked, of a person still active and still a member."""
    token = (
        Token.unscoped.select_related("organization", "user")
        .filter(secret_hash=digest(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    seat = Membership.objects.filter(user=token.user_id, organization=token.organization_id)
    return token if seat.exists() else None
