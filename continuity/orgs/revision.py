"""A count of changes to what an organisation's scores rest on; ``risk`` works again behind it."""

from django.db.models import F

from .models import Organization


def touch(org: Organization) -> None:
    """What the scores of ``org`` rest on has changed; inside a verb."""
    Organization.objects.filter(pk=org.pk).update(revision=F("revision") + 1)


def touch_all() -> None:
    """What everybody's scores rest on has changed: the shared catalogue."""
    Organization.objects.exclude(slug=Organization.PLATFORM).update(revision=F("revision") + 1)
