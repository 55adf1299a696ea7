"""Rows of the simulator."""

import factory

from continuity.simulator.models import Run, Scenario
from tests.factories import NOON, OrgBase

EVENT = {
    "format": "continuity.event/1",
    "name": "An afternoon without text",
    "source": "invented",
    "down": [
        {
            "component": "openai/api",
            "start": "2026-11-02T12:00:00+00:00",
            "end": "2026-11-02T20:00:00+00:00",
        }
    ],
}


class ScenarioFactory(OrgBase):
    class Meta:
        model = Scenario

    name = factory.Sequence("Scenario {}".format)
    event = factory.LazyFunction(EVENT.copy)
    saved_by = "ada@example.org"


class RunFactory(OrgBase):
    class Meta:
        model = Run

    key = factory.Sequence("{:064d}".format)
    event = factory.LazyFunction(EVENT.copy)
    day = NOON.date()
    asked_at = NOON
