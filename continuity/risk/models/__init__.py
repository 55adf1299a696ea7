"""The tables of risk: what was found, what is asked of it, and what is held of outages."""

from .assessments import Assessment, Filling, FunctionScore, Gap, Verdict
from .outlook import Outlook, Prior

__all__ = [
    "Assessment",
    "Filling",
    "FunctionScore",
    "Gap",
    "Outlook",
    "Prior",
    "Verdict",
]
