"""What if? The famous outages, what is asked of them, and what a replay shows."""
