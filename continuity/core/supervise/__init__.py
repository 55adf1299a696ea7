"""Everything on one machine: what is started, watched, and stopped in order."""
