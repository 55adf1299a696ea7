"""Ways into the inventory: one file a format, with ``compare(org, portfolio)`` and the like."""
