"""The pages of campaigns."""

from .campaigns import add, detail, edit, index, print_sheet
from .deciding import close, drop, remind, reopen, restore, sign_unchanged, start
from .mine import mine
from .questions import check, confirm, questions, send
from .review import hand_over, review, send_back, sign_off, take_back

__all__ = [
    "add",
    "check",
    "close",
    "confirm",
    "detail",
    "drop",
    "edit",
    "hand_over",
    "index",
    "mine",
    "print_sheet",
    "questions",
    "remind",
    "reopen",
    "restore",
    "review",
    "send",
    "send_back",
    "sign_off",
    "sign_unchanged",
    "start",
    "take_back",
]
