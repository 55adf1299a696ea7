"""The writes of risk."""

from .assessments import keep
from .outlook import keep_outlook, reset_prior, set_prior
from .scenarios import remove_scenario, restore_scenario, save_scenario

__all__ = [
    "keep",
    "keep_outlook",
    "remove_scenario",
    "reset_prior",
    "restore_scenario",
    "save_scenario",
    "set_prior",
]
