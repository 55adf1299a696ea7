"""Rows of plans, from the draft to the approved document."""

import factory

from continuity.plans.models import Approval, Document, Plan, Version
from tests.factories import NOON, OrgBase, UserFactory, same_org


class PlanFactory(OrgBase):
    class Meta:
        model = Plan

    key = factory.Sequence("plan-{}".format)
    title = factory.Sequence("Plan {}".format)


class VersionFactory(OrgBase):
    class Meta:
        model = Version

    plan = same_org(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyFunction(dict)
    sha256 = "0" * 64
    created_at = NOON
    created_by = "ada@example.org"
    render_due = NOON


class DocumentFactory(OrgBase):
    class Meta:
        model = Document

    version = same_org(VersionFactory)
    pdf = "kept.pdf"
    sha256 = "0" * 64
    pages = 1
    kept_at = NOON


class ApprovalFactory(OrgBase):
    class Meta:
        model = Approval

    version = same_org(VersionFactory)
    user = factory.SubFactory(UserFactory)
    role = "Approver"
    approved = True
    sha256 = "0" * 64
    at = NOON
