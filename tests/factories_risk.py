"""Rows of what the method works out, and what it is told."""

import factory

from continuity.risk.models import Assessment, FunctionScore, Gap, Outlook, Prior
from tests.factories import NOON, ComponentFactory, FunctionFactory, OrgBase, same_org


class AssessmentFactory(OrgBase):
    class Meta:
        model = Assessment

    day = NOON.date()
    at = NOON
    revision = 0
    score = "50"
    method = "test"


class FunctionScoreFactory(OrgBase):
    class Meta:
        model = FunctionScore

    function = same_org(FunctionFactory)
    score = "50"


class GapFactory(OrgBase):
    class Meta:
        model = Gap

    function = same_org(FunctionFactory)
    component = factory.SubFactory(ComponentFactory)
    verdict = "lost"
    gap = "1"


class PriorFactory(OrgBase):
    class Meta:
        model = Prior

    kind = "service"
    outages_per_year = "2"
    median_minutes = 30
    long_minutes = 120
    worth_years = "1"
    why = "Our own records"


class OutlookFactory(OrgBase):
    class Meta:
        model = Outlook

    at = NOON
    day = NOON.date()
    revision = 0
    method = "test"
