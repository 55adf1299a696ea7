"""Rows of probes."""

from datetime import timedelta

import factory

from continuity.probes.models import Budget, Day, Probe, Result, Secret, Spend
from tests.factories import NOON, OrgBase


class ProbeFactory(OrgBase):
    class Meta:
        model = Probe

    component = factory.SubFactory("tests.factories.ComponentFactory")
    name = factory.Sequence("Probe {}".format)
    kind = "https"
    url = "https://api.example.com/health"
    next_due = NOON - timedelta(days=30)


class CanaryFactory(ProbeFactory):
    kind = "openai"
    url = "https://api.example.com/v1"
    model = "small"
    question = "What is 17+25? Answer with the number only."
    answers = factory.LazyFunction(lambda: ["42"])


def of_probe():
    return factory.SubFactory(ProbeFactory, organization=factory.SelfAttribute("..organization"))


class SecretFactory(OrgBase):
    class Meta:
        model = Secret

    probe = of_probe()
    origin = "https://api.example.com:443"
    sealed = "sealed"
    set_at = NOON
    set_by = "ada@example.org"


class ResultFactory(OrgBase):
    class Meta:
        model = Result

    probe = of_probe()
    at = NOON
    day = NOON.date()
    verdict = "good"


class SpendFactory(OrgBase):
    class Meta:
        model = Spend

    probe = of_probe()
    day = NOON.date()


class BudgetFactory(OrgBase):
    class Meta:
        model = Budget


class DayFactory(OrgBase):
    class Meta:
        model = Day

    component = factory.SubFactory("tests.factories.ComponentFactory")
    day = NOON.date()
