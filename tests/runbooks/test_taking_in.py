"""A file that is taken in says what its runbooks are; what it does not say stays."""

import pytest

from continuity.runbooks.actions.taking_in import take_in_runbooks
from continuity.runbooks.models import Step
from tests.factories_runbooks import RunbookFactory, StepFactory


@pytest.fixture
def watch(org):
    """A step that comes after the service is back."""
    runbook = RunbookFactory(organization=org, key="switch", title="Switch")
    return StepFactory(
        organization=org, runbook=runbook, key="watch", title="Watch", after_service=True
    )


def told(title, **more):
    step = {"key": "watch", "title": title, "role": "", "minutes": 5, "instruction": ""}
    step |= {"proof": "", "waits_for": [], **more}
    return [{"key": "switch", "title": "Switch", "steps": [step]}]


@pytest.mark.parametrize("title", ["Watch", "Watch closely"])
def test_whether_a_step_comes_after_stays_unless_the_file_says_so(actor, org, watch, title):
    take_in_runbooks(actor, told(title))
    kept = Step.objects.for_org(org).get()
    assert (kept.title, kept.after_service) == (title, True)
    take_in_runbooks(actor, told(title, after_service=False))
    assert not Step.objects.for_org(org).get().after_service
