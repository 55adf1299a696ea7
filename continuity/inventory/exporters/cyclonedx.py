"""CycloneDX: the inventory as a bill of materials for AI."""

from django.utils.translation import gettext_lazy as _

from continuity.inventory import cyclonedx
from continuity.inventory.portable import Portfolio

LABEL = _("CycloneDX 1.6 (JSON)")
ABOUT = _(
    "A bill of materials: models, services with their providers, and what leans on what. Other "
    "tools read it; read back here, nothing is lost."
)
CONTENT_TYPE = "application/vnd.cyclonedx+json; version=1.6"
ENDING = ".cdx.json"


def write(portfolio: Portfolio) -> bytes:
    return cyclonedx.write(portfolio)
