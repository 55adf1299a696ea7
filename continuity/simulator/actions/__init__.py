"""The writes of the simulator."""

from .scenarios import remove_scenario, restore_scenario, save_scenario

__all__ = ["remove_scenario", "restore_scenario", "save_scenario"]
