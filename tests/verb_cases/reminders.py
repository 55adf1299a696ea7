"""What is due, and who is told of outages."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from continuity.reminders import actions
from continuity.reminders.models import Reminder
from continuity.reminders.tasks import answer_outages
from tests.factories import NOON, FunctionFactory, OutageFactory
from tests.factories_reminders import NotificationFactory, ReminderFactory
from tests.factories_risk import GapFactory


def reminder(world, **more):
    return ReminderFactory(organization=world.actor.org, **more)


def felt_outage(world):
    outage = OutageFactory()
    function = FunctionFactory(organization=world.actor.org)
    GapFactory(organization=world.actor.org, function=function, component=outage.component)
    return outage


def tell(outage, **becomes):
    """A round of the sweep that answers outages."""
    for name, value in becomes.items():
        setattr(outage, name, value)
    outage.save()
    answer_outages()


def over(world):
    tell(outage := felt_outage(world))
    tell(outage, ended_at=timezone.now())


def worse(world):
    tell(outage := felt_outage(world), state="degraded")
    tell(outage, state="major_outage")


CASES = {
    "reminder.add": lambda w: actions.remind(
        w.system,
        key="a",
        kind=Reminder.Kind.PLAN_REVIEW,
        subject="Review",
        path="/",
        due_at=NOON,
    ),
    "reminder.settle": lambda w: actions.settle(w.system, reminder(w)),
    "reminder.reopen": lambda w: actions.reopen(w.system, reminder(w, done_at=NOON)),
    "reminder.move": lambda w: actions.move(w.system, reminder(w), NOON + timedelta(hours=9)),
    "reminder.done": lambda w: actions.done(w.actor, reminder(w, kind="outage")),
    "reminder.snooze": lambda w: actions.snooze(
        w.actor, reminder(w), datetime.now(UTC) + timedelta(days=1)
    ),
    "reminder.hand_over": lambda w: actions.hand_over(w.actor, reminder(w), w.actor.user.email),
    "notification.retry": lambda w: actions.retry(
        w.actor, NotificationFactory(organization=w.actor.org, state="dead")
    ),
    "outage.answer": lambda w: tell(felt_outage(w)),
    "outage.worse": worse,
    "outage.over": over,
    "outage.missed": lambda w: tell(felt_outage(w), ended_at=timezone.now()),
}
