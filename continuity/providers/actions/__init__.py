"""Every write to what is known of the outside world, one file a subject.

``catalogue``: the shared rows as the shipped files tell them. ``own``: an organisation's own rows;
``edges``: its corrections. ``feeds`` and ``outages``: what status sources say.
"""

from .catalogue import load_catalogue
from .edges import correct_edge, revert_edge
from .own import (
    add_component,
    add_provider,
    edit_component,
    edit_provider,
    remove_component,
    remove_provider,
)

__all__ = [
    "add_component",
    "add_provider",
    "correct_edge",
    "edit_component",
    "edit_provider",
    "load_catalogue",
    "remove_component",
    "remove_provider",
    "revert_edge",
]
