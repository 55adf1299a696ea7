"""Rows of what was done to many functions at once."""

from continuity.inventory.models import Batch
from tests.factories import NOON, OrgBase


class BatchFactory(OrgBase):
    class Meta:
        model = Batch

    kind = Batch.Kind.EDIT
    at = NOON
    rows = {}
