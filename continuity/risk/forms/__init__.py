"""The forms of risk: one module a page."""
