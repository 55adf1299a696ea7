"""What outages do to many organisations at once."""
