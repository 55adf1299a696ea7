"""What is so in many organisations at once."""
