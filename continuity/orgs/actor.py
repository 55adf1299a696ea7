"""Who is acting. Every verb takes one first."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from .models import Organization, Role, User


@dataclass(frozen=True)
class Actor:
    """Somebody, for one organisation, with the power of one role.

    ``user`` is None for the app itself.
    """

    org: Organization
    user: User | None = None
    role: Role = Role.OWNER

    @property
    def label(self) -> str:
        """How the audit chain names them: an e-mail address, or ``system``."""
        return self.user.email if self.user else "system"

    def may(self, role: Role) -> bool:
        return self.role >= role

    def require(self, role: Role) -> None:
        """Refuse who has less than ``role``."""
        if self.role < role:
            raise PermissionDenied(_("This takes the role %(role)s.") % {"role": Role(role).label})

    def require_own(self, *values: object) -> None:
        """Refuse rows of another organisation, however they got here. Shared rows pass."""
        for row in values:
            if isinstance(row, list | tuple | set | frozenset):
                self.require_own(*row)
            elif isinstance(row, Model):
                owner = getattr(row, "organization_id", None)
                if owner is not None and owner != self.org.pk:
                    raise PermissionDenied(_("That belongs to another organisation."))

    @classmethod
    def system(cls, org: Organization) -> "Actor":
        return cls(org)
