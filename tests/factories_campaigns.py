"""Rows of what a campaign asks."""

from datetime import UTC, datetime, timedelta

import factory

from continuity.campaigns.models import Answer, Campaign
from tests.factories import NOON, FunctionFactory, OrgBase, same_org


class CampaignFactory(OrgBase):
    class Meta:
        model = Campaign

    title = factory.Sequence("BIA {}".format)
    due_on = factory.LazyFunction(lambda: (datetime.now(UTC) + timedelta(days=28)).date())


class AnswerFactory(OrgBase):
    class Meta:
        model = Answer

    campaign = same_org(CampaignFactory, state="open", started_at=NOON)
    function = same_org(FunctionFactory)
    asked_at = NOON
    was = factory.LazyAttribute(lambda answer: {"name": answer.function.name})
