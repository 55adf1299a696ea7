"""Rows of planned changes."""

import factory

from continuity.changes.models import Change, Evidence, Step
from tests.factories import NOON, OrgBase, same_org


class ChangeFactory(OrgBase):
    class Meta:
        model = Change

    title = factory.Sequence("Change {}".format)
    created_by = "ada@example.org"


class ChangeStepFactory(OrgBase):
    class Meta:
        model = Step

    change = same_org(ChangeFactory)
    position = factory.Sequence(int)
    kind = "remove"
    wanted = factory.LazyFunction(lambda: {"option": "1"})


SIDE = {"hhi": "1", "effective": "1", "largest": []}
FIGURES = {
    "score": {"before": "61", "after": "48"},
    "concentration": {
        "provider": {"before": SIDE, "after": SIDE},
        "host": {"before": SIDE, "after": SIDE},
    },
    "exposure": [],
    "points": {
        "before": 0, "after": 0, "gone": [], "new": [], "gone_count": 0, "new_count": 0,
    },
    "functions": [],
    "differ": 0,
    "of": 0,
}  # fmt: skip


class EvidenceFactory(OrgBase):
    class Meta:
        model = Evidence

    change = same_org(ChangeFactory)
    number = 1
    snapshot = factory.LazyFunction(lambda: {"figures": FIGURES, "steps": []})
    sha256 = "0" * 64
    day = NOON.date()
    created_at = NOON
    created_by = "ada@example.org"
    score_before = "61"
    score_after = "48"
    render_due = NOON
