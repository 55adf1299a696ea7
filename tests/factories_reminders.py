"""Rows of what is to be told, and of what was."""

import factory

from continuity.reminders.models import Answered, Notification, Reminder
from tests.factories import NOON, Base, OrgBase, OutageFactory


class ReminderFactory(OrgBase):
    class Meta:
        model = Reminder

    kind = "plan_review"
    key = factory.Sequence("reminder-{}".format)
    subject = "Review the plan"
    path = "/"
    due_at = NOON


class AnsweredFactory(Base):
    class Meta:
        model = Answered

    outage = factory.SubFactory(OutageFactory)
    at = NOON


class NotificationFactory(OrgBase):
    class Meta:
        model = Notification

    recipient = "ada@example.org"
    subject = "Hello"
    body = "Hello"
    key = factory.Sequence("notification-{}".format)
    message_id = factory.Sequence("<{}@continuity>".format)
    next_at = NOON
