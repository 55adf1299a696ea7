"""Every verb that moves what scores rest on is told of in their history: the verbs are walked."""

import pytest

from continuity.audit.models import Event
from continuity.orgs.models import Organization
from continuity.risk.history.touching import TOUCHING
from tests.audit.test_verbs import CASES, OURS, world  # noqa: F401  (a fixture)


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
def test_whatever_moves_a_score_is_told(name, world):  # noqa: F811
    org = world.actor.org
    before = Organization.objects.get(pk=org.pk).revision
    CASES[name](world)
    if Organization.objects.get(pk=org.pk).revision == before or name == "catalogue.load":
        return
    done = Event.objects.for_org(org).values_list("verb", flat=True)
    assert any(verb.startswith(TOUCHING) for verb in done), list(done)
