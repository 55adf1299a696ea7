"""Who hears. An address that is no member's is never written to."""

import hashlib

from continuity.orgs.models import Organization, Role

ROOM = 100


def short(address: str) -> str:
    """An address as part of a key, which has less room than addresses may take."""
    return address if len(address) <= ROOM else hashlib.sha256(address.encode()).hexdigest()


def members(org: Organization) -> dict[str, int]:
    """Address (lower case) to role, of everybody who can sign in."""
    rows = org.memberships.filter(user__is_active=True).values_list("user__email", "role")
    return {email.lower(): role for email, role in rows}


def choose(known: dict[str, int], *addresses: str) -> list[str]:
    """The first address that is a member's: owner, then deputy; else all administrators."""
    for address in addresses:
        if address and address.lower() in known:
            return [address.lower()]
    return sorted(email for email, role in known.items() if role >= Role.ADMIN)


def hearers_of(org: Organization, *addresses: str) -> list[str]:
    return choose(members(org), *addresses)
