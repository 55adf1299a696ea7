"""How often, and how much: what is held of outages, and what a year of them brings."""
