"""Every write to plans and their versions."""

from continuity.plans.models import Plan

from .plans import add_plan, edit_plan, remove_plan, restore_plan
from .renders import claim, finish
from .versions import approve, freeze, others_may_approve, reject, remake, submit, withdraw

__all__ = [
    "Plan",
    "add_plan",
    "approve",
    "claim",
    "edit_plan",
    "finish",
    "freeze",
    "others_may_approve",
    "reject",
    "remake",
    "remove_plan",
    "restore_plan",
    "submit",
    "withdraw",
]
