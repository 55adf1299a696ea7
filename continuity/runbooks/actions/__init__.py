"""Every write to runbooks, their exercises and their use."""

from .runbooks import (
    add_from_template,
    add_runbook,
    edit_runbook,
    head_digest,
    publish_runbook,
    remove_runbook,
    restore_runbook,
)
from .steps import add_step, edit_step, move_step, remove_step, restore_step
from .use import decline, propose, record_exercise, stand_down, start

__all__ = [
    "add_from_template",
    "add_runbook",
    "add_step",
    "decline",
    "edit_runbook",
    "edit_step",
    "head_digest",
    "move_step",
    "propose",
    "publish_runbook",
    "record_exercise",
    "remove_runbook",
    "remove_step",
    "restore_runbook",
    "restore_step",
    "stand_down",
    "start",
]
