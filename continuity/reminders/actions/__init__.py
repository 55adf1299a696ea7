"""Every write to reminders and to the outbox."""

from .campaigns import ask_owner
from .due import done, hand_over, move, remind, reopen, settle, snooze
from .outages import (
    answer_outage,
    leave_behind,
    tell_it_is_over,
    tell_it_is_worse,
    tell_it_was_down,
)
from .outbox import claim, finish, hold, queue, release, retry
from .sources import say_unreadable, say_vanished

__all__ = [
    "answer_outage",
    "ask_owner",
    "claim",
    "done",
    "finish",
    "hand_over",
    "hold",
    "leave_behind",
    "move",
    "queue",
    "release",
    "remind",
    "reopen",
    "retry",
    "say_unreadable",
    "say_vanished",
    "settle",
    "snooze",
    "tell_it_is_over",
    "tell_it_is_worse",
    "tell_it_was_down",
]
