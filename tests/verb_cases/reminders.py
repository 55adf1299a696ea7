"""What is due, and who is told of outages."""

from datetime import UTC, datetime, timedelta

from continuity.reminders import actions
from continuity.reminders.models import Reminder
from tests.factories import (
    NOON,
    FunctionFactory,
    GapFactory,
    NotificationFactory,
    OutageFactory,
    ReminderFactory,
)


def reminder(world, **more):
    return ReminderFactory(organization=world.actor.org, **more)


def felt_outage(world):
    outage = OutageFactory()
    function = FunctionFactory(organization=world.actor.org)
    GapFactory(organization=world.actor.org, function=function, component=outage.component)
    return outage


def over(world):
    outage = felt_outage(world)
    actions.answer_outage(world.system, outage)
    outage.ended_at = NOON + timedelta(hours=1)
    outage.save()
    actions.tell_it_is_over(world.system, outage)


def worse(world):
    outage = felt_outage(world)
    outage.state = "degraded"
    outage.save()
    actions.answer_outage(world.system, outage)
    outage.state = "major_outage"
    outage.save()
    actions.tell_it_is_worse(world.system, outage)


def missed(world):
    outage = felt_outage(world)
    outage.ended_at = NOON + timedelta(hours=1)
    outage.save()
    actions.tell_it_was_down(world.system, outage)


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
    "outage.answer": lambda w: actions.answer_outage(w.system, felt_outage(w)),
    "outage.worse": worse,
    "outage.over": over,
    "outage.missed": missed,
}
