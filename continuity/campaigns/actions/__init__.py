"""Every write to campaigns and their answers."""

from .answers import hand_over, keep, send, take_back
from .campaigns import (
    add_campaign,
    close,
    drop,
    edit_campaign,
    remind_all,
    reopen,
    restore,
    start,
)
from .signing import send_back, sign_off, sign_off_unchanged

__all__ = [
    "add_campaign",
    "close",
    "drop",
    "edit_campaign",
    "hand_over",
    "keep",
    "remind_all",
    "reopen",
    "restore",
    "send",
    "send_back",
    "sign_off",
    "sign_off_unchanged",
    "start",
    "take_back",
]
