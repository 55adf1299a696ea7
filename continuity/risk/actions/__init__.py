"""The writes of risk."""

from .assessments import keep
from .outlook import keep_outlook, reset_prior, set_prior

__all__ = ["keep", "keep_outlook", "reset_prior", "set_prior"]
