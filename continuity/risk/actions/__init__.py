"""The writes of risk."""

from .assessments import keep
from .scenarios import remove_scenario, restore_scenario, save_scenario

__all__ = ["keep", "remove_scenario", "restore_scenario", "save_scenario"]
