"""Rows of runbooks: their steps, versions, exercises, and what an outage sets going."""

import factory

from continuity.runbooks.models import Activation, Exercise, Runbook, RunbookVersion, Step
from tests.factories import NOON, OrgBase, OutageFactory, same_org


class RunbookFactory(OrgBase):
    class Meta:
        model = Runbook

    key = factory.Sequence("runbook-{}".format)
    title = factory.Sequence("Runbook {}".format)


class StepFactory(OrgBase):
    class Meta:
        model = Step

    runbook = same_org(RunbookFactory)
    key = factory.Sequence("step-{}".format)
    title = factory.Sequence("Step {}".format)


class RunbookVersionFactory(OrgBase):
    class Meta:
        model = RunbookVersion

    runbook = same_org(RunbookFactory)
    number = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyFunction(lambda: {"title": "Runbook", "steps": []})
    sha256 = "0" * 64
    created_by = "ada@example.org"


class ExerciseFactory(OrgBase):
    class Meta:
        model = Exercise

    runbook = same_org(RunbookFactory)
    held_on = NOON.date()
    passed = True


class ActivationFactory(OrgBase):
    class Meta:
        model = Activation

    runbook = same_org(RunbookFactory)
    outage = factory.SubFactory(OutageFactory)
    proposed_at = NOON
