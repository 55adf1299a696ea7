"""Ways out of the inventory: one file a format, with ``export(org, as_of)``."""
