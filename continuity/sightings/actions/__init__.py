"""Every write to what is said and sent.

``saying``: people's words; ``telling``: what follows from them; ``sharing``: whether they count
among organisations; ``hooks`` and ``deliveries``: what other systems send.
"""

from .deliveries import forget_deliveries, hook_of, refuse, take_in
from .hooks import KINDS, add_hook, edit_hook, map_upstream, remove_hook, restore_hook
from .saying import put_back, report, set_aside, stand_by, withdraw
from .sharing import set_sharing
from .telling import expire_words, tell_crowds

__all__ = [
    "KINDS",
    "add_hook",
    "edit_hook",
    "expire_words",
    "forget_deliveries",
    "hook_of",
    "map_upstream",
    "put_back",
    "refuse",
    "remove_hook",
    "report",
    "restore_hook",
    "set_aside",
    "set_sharing",
    "stand_by",
    "take_in",
    "tell_crowds",
    "withdraw",
]
