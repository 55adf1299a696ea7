"""What the score was on each day, and what moved it."""
