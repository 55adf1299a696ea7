"""Who owns functions, and whether they can be told anything: only members are written to."""

from collections.abc import Iterable

from continuity.orgs.models import Organization


def strangers(org: Organization, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that no member has; one query."""
    asked = {address for address in addresses if address}
    if not asked:
        return set()
    seats = org.memberships.values_list("user__email", flat=True)
    members = {address.casefold() for address in seats}
    return {address for address in asked if address.casefold() not in members}
