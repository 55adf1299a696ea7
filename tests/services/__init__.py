"""Real servers for tests, each started on this machine and gone afterwards."""
