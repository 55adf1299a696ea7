"""Every write to reminders and to the outbox."""

from .campaigns import ask_owner
from .due import done, hand_over, move, remind, reopen, settle, snooze
from .outages import answer, settle_outages
from .outbox import claim, finish, hold, queue, release, retry
from .sources import say_unreadable, say_vanished

__all__ = [
    "answer",
    "ask_owner",
    "claim",
    "done",
    "finish",
    "hand_over",
    "hold",
    "move",
    "queue",
    "release",
    "remind",
    "reopen",
    "retry",
    "say_unreadable",
    "say_vanished",
    "settle",
    "settle_outages",
    "snooze",
]
