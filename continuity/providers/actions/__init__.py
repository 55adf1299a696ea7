"""Every write to what is known of the outside world, one file a subject.

``catalogue``: the shared rows as the shipped files tell them. ``own``: an organisation's own rows;
``edges``: its corrections. ``leases``, ``feeds`` and ``outages``: what status sources say;
``hearing``: what an organisation itself sees.
"""

from .catalogue import load_catalogue
from .edges import correct_edge, revert_edge
from .feeds import finish, mark_feed, settle_the_blind, trust_page
from .hearing import PROBED, TOLD, Witness, confirm_outage, expire, forget, hear
from .leases import claim_due, claim_witnesses, give_back, watched_among
from .moves import accept_move, claim_lost, dismiss_move, propose
from .outages import close_outage, open_outage, settle, worsen_outage
from .own import (
    add_component,
    add_provider,
    edit_component,
    edit_provider,
    remove_component,
    remove_provider,
)
from .quiet import record_unchanged, unchanged, with_outages

__all__ = [
    "PROBED",
    "TOLD",
    "Witness",
    "accept_move",
    "add_component",
    "add_provider",
    "claim_due",
    "claim_lost",
    "claim_witnesses",
    "close_outage",
    "confirm_outage",
    "correct_edge",
    "dismiss_move",
    "edit_component",
    "edit_provider",
    "expire",
    "finish",
    "forget",
    "give_back",
    "hear",
    "load_catalogue",
    "mark_feed",
    "open_outage",
    "propose",
    "record_unchanged",
    "remove_component",
    "remove_provider",
    "revert_edge",
    "settle",
    "settle_the_blind",
    "trust_page",
    "unchanged",
    "watched_among",
    "with_outages",
    "worsen_outage",
]
